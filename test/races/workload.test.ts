import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkWorkload } from '../../scripts/workload/checker/check.ts';
import {
  type PostgresTarget,
  startWorkloadPostgres,
  type WorkloadPostgres,
} from '../../scripts/workload/postgres-target.ts';
import { linesOf } from '../../scripts/workload/summary.ts';
import { runWorkload } from '../../scripts/workload/workload.ts';
import { MUTATIONS, type Mutation } from './workload-mutations.ts';

/** The number of random operations; `npm run workload -- --operations 300000` is the long form. */
const OPERATIONS = 20_000;
/**
 * So many mostly show a fault of workload-mutations.ts that does not say how many do. A rare one may need
 * another round.
 */
const OPERATIONS_OF_MUTATION = 3_000;
const MOST_ROUNDS = 5;
const CLIENTS = 32;

let postgres: WorkloadPostgres;
beforeAll(async () => {
  postgres = await startWorkloadPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

/** Runs a workload in a database of its own, which `prepare` may change before. */
async function check(operations: number, prepare: (target: PostgresTarget) => Promise<void>) {
  const target = await postgres.open();
  try {
    await prepare(target);
    const seed = Date.now() % 1_000_000;
    const ran = await runWorkload(target, { operations, clients: CLIENTS, seed });
    const verdict = await checkWorkload(target, ran);
    const report = `seed ${seed}\n${linesOf(ran, verdict).join('\n')}`;
    return { ran, verdict, report, log: target.log() };
  } finally {
    await target.close();
  }
}

it(`${OPERATIONS} random operations by ${CLIENTS} clients break no rule and lose nothing`, {
  timeout: 60_000 + OPERATIONS * 40,
}, async () => {
  const { ran, verdict, report, log } = await check(OPERATIONS, async () => {});
  expect(verdict.findings, report).toEqual([]);
  expect(log).not.toMatch(/deadlock|panic|fatal/i);
  // The workload has done a share of each kind of work.
  const done = Map.groupBy(ran.log.successes, ({ operation }) => operation);
  for (const [operation, least] of LEAST) {
    expect(done.get(operation)?.length ?? 0, `${operation}\n${report}`).toBeGreaterThan(least);
  }
  for (const rule of ['hours', 'slot', 'lead_time', 'horizon', 'pacing', 'party_size']) {
    expect(verdict.overrides.get(rule) ?? 0, `${rule}\n${report}`).toBeGreaterThan(2);
  }
  expect(verdict.overrides.get('guest_overlap') ?? 0, report).toBeGreaterThan(0);
  expect(ran.log.repeated).toBeGreaterThan(OPERATIONS / 100);
});

/** How many requests of each operation must succeed at least. */
const LEAST: readonly (readonly [string, number])[] = [
  ...([
    ['book', 500],
    ['walkIn', 50],
    ['confirm', 50],
    ['cancel', 200],
    ['seat', 40],
  ] as const),
  ...([
    ['finish', 100],
    ['reschedule', 100],
    ['change', 500],
    ['undo', 200],
  ] as const),
  ...([
    ['no_show', 5],
    ['late', 50],
    ['block', 50],
    ['unblock', 50],
    ['merge', 5],
  ] as const),
  ...([
    ['refuse', 5],
    ['admit', 5],
    ['message', 100],
    ['join', 50],
    ['accept', 10],
  ] as const),
  ['leave', 20],
  ['approve', 50],
  ['decline', 20],
];

describe('the checker finds', () => {
  it.each(MUTATIONS)('$name', { timeout: 1_200_000 }, async (mutation) => {
    const { operations = OPERATIONS_OF_MUTATION } = mutation;
    const reports: string[] = [];
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const { verdict, report } = await check(operations, (target) => mutate(target, mutation));
      if (verdict.findings.some(({ kind }) => mutation.finds.includes(kind))) return;
      reports.push(report);
    }
    expect.fail(reports.join('\n\n'));
  });
});

/** Puts a fault into a database. Throws when a function does not have the text that is replaced. */
async function mutate(target: PostgresTarget, { functions = [], sql }: Mutation): Promise<void> {
  for (const [name, old, replacement] of functions) {
    const found = await target.rows<{ text: string }>(
      `select pg_get_functiondef(oid) as text from pg_proc where proname = '${name}'`,
    );
    const [text] = found.map((each) => each.text);
    if (text === undefined || !text.includes(old)) throw new Error(`${name} has no "${old}"`);
    await target.rows(text.replaceAll(old, () => replacement));
  }
  if (sql !== undefined) await target.rows(sql);
}
