import { expect, it } from 'vitest';
import {
  describeApi,
  type Operation,
  type Schema,
} from '../../scripts/api-description/describe-api.ts';
import { operationsOf } from '../../scripts/fuzz/request.ts';

const description = describeApi('0.0.0');

/** The code with which a request is refused whose text is no id of the kind, by the prefix of the kind. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  key: ['key_not_found'],
  ven: ['venue_not_found'],
  // Resources that are chosen for a party, and those of a block or a combination.
  res: ['resources_unfit', 'resource_not_found'],
  cmb: ['combination_not_found'],
  bkg: ['booking_not_found'],
  ser: ['series_not_found'],
  blk: ['block_not_found'],
  wtl: ['waitlist_entry_not_found'],
  whk: ['webhook_not_found'],
  job: ['job_not_found'],
  mnt: ['maintenance_window_not_found'],
};

/** The prefixes of the ids that a request contains, found by their examples. */
function prefixesOf(schema: unknown, seen = new Set<string>()): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { $ref, example } = schema as Schema;
  if ($ref !== undefined && seen.has($ref)) return [];
  if ($ref !== undefined) {
    seen.add($ref);
    return prefixesOf(description.components.schemas[$ref.split('/').at(-1) ?? ''], seen);
  }
  const prefix = /^([a-z]{3})_[0-9a-f]{32}$/.exec(String(example))?.[1];
  if (prefix !== undefined) return [prefix];
  return Object.values(schema).flatMap((inner) => prefixesOf(inner, seen));
}

const partsOf = ({ parameters = [], requestBody }: Operation) => [
  ...parameters.map(({ schema }) => schema),
  requestBody?.content['application/json']?.schema,
];

it('each operation documents how it refuses text that is no id', () => {
  const missing: string[] = [];
  const found = new Set<string>();
  for (const { operation } of operationsOf(description)) {
    const documented = Object.values(operation.responses).map((response) => response.description);
    for (const prefix of new Set(partsOf(operation).flatMap((part) => prefixesOf(part)))) {
      found.add(prefix);
      const codes = CODES[prefix] ?? [];
      if (!codes.some((code) => documented.join().includes(`\`${code}\``))) {
        missing.push(`${operation.operationId}: ${codes.join(' or ') || prefix}`);
      }
    }
  }
  expect(missing).toEqual([]);
  expect(found.size).toBeGreaterThan(8);
});
