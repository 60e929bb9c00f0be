import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { FuzzRequest } from './request.ts';

const CORPUS = new URL('corpus.json', import.meta.url);

const corpusSchema = z.array(
  z.strictObject({
    operationId: z.string(),
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().optional(),
  }),
);

/**
 * The requests that have found a fault once.
 * @param names what replaces `{venueId}` and other names in their paths and bodies
 */
export function readCorpus(names: Readonly<Record<string, string>>): FuzzRequest[] {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (all, name: string) => names[name] ?? all);
  return corpusSchema.parse(JSON.parse(readFileSync(CORPUS, 'utf8'))).map((request) => ({
    ...request,
    path: fill(request.path),
    headers:
      request.body === undefined
        ? request.headers
        : { 'Content-Type': 'application/json', ...request.headers },
    body: request.body === undefined ? undefined : fill(request.body),
  }));
}
