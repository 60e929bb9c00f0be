import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Budgets, createBudgets } from '../../../src/platform/budgets/budgets.ts';
import { newId, type WorkspaceId } from '../../../src/platform/ids.ts';

const NOW = 1_800_000_000_000;
const rates = { requests: 600, databaseMs: 6000 };

/** Runs one request to its end. Returns the limit that refused it. */
function request(
  budgets: Budgets,
  workspace: WorkspaceId,
  { operation = 'show', ms = 0, now = NOW } = {},
): string | undefined {
  const admitted = budgets.admit(workspace, operation, now);
  if ('limit' in admitted) return admitted.limit;
  admitted.end(ms, 1, now);
  return undefined;
}

describe('the budgets of an isolate', () => {
  it('slow down a costly workspace and no other one', () => {
    const [costly, ordinary] = [newId<'workspace'>(), newId<'workspace'>()];
    const step = fc.record({
      who: fc.constantFrom(costly, costly, costly, ordinary),
      ms: fc.integer({ min: 0, max: 900 }),
      pause: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const shared = createBudgets({ rates });
        const alone = createBudgets({ rates });
        // Both isolates know the way to the database.
        for (const each of [shared, alone]) request(each, newId<'workspace'>());
        let now = NOW;
        for (const { who, ms, pause } of steps) {
          now += pause;
          const decided = request(shared, who, { ms, now });
          if (who === ordinary) expect(request(alone, who, { ms, now })).toBe(decided);
        }
      }),
    );
  });

  it('do not count the way to the database, up to 100 ms', () => {
    const budgets = createBudgets({ rates });
    const far = newId<'workspace'>();
    for (let n = 0; n < 200; n += 1) request(budgets, far, { ms: 90 });
    expect(budgets.usage(far, NOW).databaseMs.used).toBe(0);
    const slow = createBudgets({ rates });
    request(slow, far, { ms: 1100 });
    expect(slow.usage(far, NOW).databaseMs.used).toBe(1000);
  });

  it('learn another way to the database within ten minutes', () => {
    const budgets = createBudgets({ rates: { requests: 600, databaseMs: 600_000 } });
    const workspace = newId<'workspace'>();
    request(budgets, workspace, { ms: 2 });
    for (let minute = 0; minute <= 11; minute += 1) {
      request(budgets, workspace, { ms: 52, now: NOW + minute * 60_000 });
    }
    const now = NOW + 20 * 60_000;
    request(budgets, workspace, { ms: 52, now });
    expect(budgets.usage(workspace, now).databaseMs.used).toBe(0);
  });

  it('count a bounded number of workspaces, and forget the one that was idle for longest', () => {
    const budgets = createBudgets({ most: 10, rates: { ...rates, requests: 48 } });
    const busy = newId<'workspace'>();
    for (let n = 0; n < 48; n += 1) expect(request(budgets, busy)).toBeUndefined();
    const idle = newId<'workspace'>();
    for (let n = 0; n < 48; n += 1) request(budgets, idle);
    for (let n = 0; n < 100; n += 1) {
      request(budgets, newId<'workspace'>());
      expect(request(budgets, busy)).toBe('requests_per_minute');
    }
    expect(request(budgets, idle)).toBeUndefined();
  });

  it('want the rates of a workspace after some use, and at most once a minute', () => {
    const budgets = createBudgets({ rates });
    const workspace = newId<'workspace'>();
    const wanted = (now: number) => budgets.wantsRates(workspace, now);
    for (let n = 0; n < 99; n += 1) request(budgets, workspace);
    expect(wanted(NOW)).toBe(false);
    request(budgets, workspace);
    expect([wanted(NOW), wanted(NOW)]).toEqual([true, false]);
    for (let n = 0; n < 100; n += 1) request(budgets, workspace);
    expect([wanted(NOW + 59_999), wanted(NOW + 60_000)]).toEqual([false, true]);
    request(budgets, workspace, { ms: 1100, now: NOW + 60_000 });
    expect(wanted(NOW + 120_000)).toBe(true);
  });

  it('use the rates that were learnt', () => {
    const budgets = createBudgets({ rates });
    const workspace = newId<'workspace'>();
    budgets.learn(workspace, { rates: { requests: 48, databaseMs: 6000 }, full: undefined }, NOW);
    for (let n = 0; n < 48; n += 1) expect(request(budgets, workspace)).toBeUndefined();
    expect(request(budgets, workspace)).toBe('requests_per_minute');
    budgets.learn(workspace, { rates: { requests: 96, databaseMs: 6000 }, full: undefined }, NOW);
    expect(request(budgets, workspace)).toBeUndefined();
  });
});
