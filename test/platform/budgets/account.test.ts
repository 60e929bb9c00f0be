import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Account,
  admit,
  CHEAP_MS,
  changeRates,
  openAccount,
  settle,
  usageOf,
} from '../../../src/platform/budgets/account.ts';

const RATES = { requests: 6000, databaseMs: 60_000 };
const MINUTE = 60_000;
const NOW = 1_800_000_000_000;

/** Runs one request to its end. Returns whether it was admitted. */
function request(account: Account, operation: string, costMs: number, now: number): boolean {
  const admitted = admit(account, operation, now);
  if (typeof admitted === 'object') return false;
  settle(account, operation, admitted, costMs, now + costMs);
  return true;
}

const costly = fc.record({
  pause: fc.integer({ min: 0, max: 2000 }),
  cost: fc.integer({ min: CHEAP_MS, max: 30_000 }),
});

describe('milliseconds', () => {
  it('are never missing for cheap requests, whatever costly ones have spent', () => {
    fc.assert(
      fc.property(fc.array(costly, { maxLength: 300 }), (others) => {
        const account = openAccount(RATES, NOW);
        let now = NOW;
        for (const { pause, cost } of others) {
          request(account, 'costly', cost, now);
          now += pause;
          // Ten milliseconds at most five times a second are less than the reserved share.
          if (pause >= 200) expect(request(account, 'cheap', 10, now)).toBe(true);
        }
      }),
    );
  });

  it('stop a costly caller after what a minute allows', () => {
    const account = openAccount(RATES, NOW);
    let spent = 0;
    for (let n = 0; n < 1000; n += 1) if (request(account, 'costly', 1000, NOW)) spent += 1000;
    expect(spent).toBe(45_000);
    expect(admit(account, 'costly', NOW)).toMatchObject({ limit: 'database_ms_per_minute' });
    expect(request(account, 'cheap', 10, NOW)).toBe(true);
  });

  it('spent in the long run are what the minutes allow, plus one minute and a first request each', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(costly, fc.constantFrom('a', 'b', 'c')), { minLength: 1 }),
        (wanted) => {
          const account = openAccount(RATES, NOW);
          let now = NOW;
          let spent = 0;
          for (const [{ pause, cost }, operation] of wanted) {
            now += pause;
            const admitted = admit(account, operation, now);
            if (typeof admitted === 'object') continue;
            settle(account, operation, admitted, cost, now);
            spent += cost;
          }
          const allowed = RATES.databaseMs * (1 + (now - NOW) / MINUTE);
          expect(spent).toBeLessThanOrEqual(allowed + 3 * 30_000 + 1);
        },
      ),
    );
  });

  it('expected of the costly requests in progress are bounded', () => {
    const account = openAccount(RATES, NOW);
    request(account, 'costly', 600, NOW);
    const admitted = Array.from({ length: 10 }, () => admit(account, 'costly', NOW));
    // A 24th of a minute's milliseconds: 2500.
    expect(admitted.map((each) => (typeof each === 'object' ? each.limit : each))).toEqual([
      ...Array.from({ length: 4 }, () => 600),
      ...Array.from({ length: 6 }, () => 'database_ms_at_once'),
    ]);
    expect(admit(account, 'cheap', NOW)).toBe(0);
  });

  it('expected admit one request that takes longer than the bound', () => {
    const account = openAccount(RATES, NOW);
    request(account, 'slow', 5000, NOW);
    expect(admit(account, 'slow', NOW)).toBe(5000);
    expect(admit(account, 'slow', NOW)).toMatchObject({ limit: 'database_ms_at_once' });
  });
});

describe('an expected cost', () => {
  it('rises faster than it falls, and ignores requests without the database', () => {
    const account = openAccount(RATES, NOW);
    request(account, 'mixed', 0, NOW);
    request(account, 'mixed', 1000, NOW);
    const after = account.costs.get('mixed') ?? 0;
    expect(after).toBe(500);
    for (let n = 0; n < 5; n += 1) settle(account, 'mixed', 0, undefined, NOW);
    expect(account.costs.get('mixed')).toBe(after);
    request(account, 'mixed', 0, NOW);
    expect(account.costs.get('mixed')).toBe(450);
  });
});

describe('requests', () => {
  it('are refused above the number of a minute, and renewed continuously', () => {
    const account = openAccount(RATES, NOW);
    let admitted = 0;
    while (request(account, 'cheap', 0, NOW)) admitted += 1;
    expect(admitted).toBe(6000);
    expect(admit(account, 'cheap', NOW)).toEqual({
      ...{ limit: 'requests_per_minute', most: 6000, waitMs: 10 },
    });
    expect(request(account, 'cheap', 0, NOW + 10)).toBe(true);
    expect(request(account, 'cheap', 0, NOW + 10)).toBe(false);
  });

  it('in progress are bounded', () => {
    const account = openAccount(RATES, NOW);
    const results = Array.from({ length: 130 }, () => admit(account, 'cheap', NOW));
    expect(results.filter((each) => typeof each === 'number')).toHaveLength(125);
    expect(results.at(-1)).toMatchObject({ limit: 'requests_at_once', most: 125 });
    settle(account, 'cheap', 0, 5, NOW);
    expect(admit(account, 'cheap', NOW)).toBe(0);
  });
});

describe('a refusal', () => {
  it('names a time after which the request is admitted, and not before', () => {
    const operations = fc.constantFrom('cheap', 'costly', 'other');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(operations, fc.integer({ min: 0, max: 20_000 })), { minLength: 5 }),
        (wanted) => {
          const account = openAccount({ requests: 48, databaseMs: 6000 }, NOW);
          for (const [operation, cost] of wanted) {
            const refused = admit(account, operation, NOW);
            if (typeof refused === 'number') {
              settle(account, operation, refused, cost, NOW);
              continue;
            }
            const copy = () => ({ ...account, costs: new Map(account.costs) });
            if (refused.waitMs > 1) {
              const early = NOW + Math.floor(refused.waitMs - 1);
              expect(typeof admit(copy(), operation, early)).toBe('object');
            }
            const inTime = NOW + Math.ceil(refused.waitMs) + 1;
            expect(typeof admit(copy(), operation, inTime)).toBe('number');
          }
        },
      ),
    );
  });
});

describe('a clock that goes back', () => {
  it('renews nothing and takes nothing', () => {
    const account = openAccount(RATES, NOW);
    request(account, 'costly', 1000, NOW);
    const before = account.commonMs;
    admit(account, 'cheap', NOW - MINUTE);
    expect(account.commonMs).toBe(before);
    admit(account, 'cheap', NOW + 1000);
    expect(account.commonMs).toBe(before);
  });
});

describe('other rates', () => {
  it('keep what was used when they are higher, and owe nothing when they are lower', () => {
    const account = openAccount(RATES, NOW);
    for (let n = 0; n < 20; n += 1) request(account, 'costly', 1000, NOW);
    const used = usageOf(account, NOW);
    changeRates(account, { requests: 60_000, databaseMs: 600_000 }, NOW + 20_000);
    expect(usageOf(account, NOW + 20_000).databaseMs.used).toBeLessThanOrEqual(
      used.databaseMs.used,
    );
    expect(account.requests).toBeGreaterThan(59_000);
    changeRates(account, { requests: 10, databaseMs: 1000 }, NOW + 20_000);
    expect([account.requests, account.commonMs, account.reservedMs]).toEqual([10, 750, 250]);
    expect(admit(account, 'cheap', NOW + 20_000)).toBe(0);
  });
});

describe('the usage', () => {
  it('says how much is used, and when all of it is renewed', () => {
    const account = openAccount(RATES, NOW);
    expect(usageOf(account, NOW)).toEqual({
      requests: { used: 0, renewsAt: NOW },
      databaseMs: { used: 0, renewsAt: NOW },
    });
    settle(account, 'costly', Number(admit(account, 'costly', NOW)), 3000, NOW);
    const { requests, databaseMs } = usageOf(account, NOW);
    expect([requests.used, databaseMs.used]).toEqual([1, 3000]);
    expect(databaseMs.renewsAt).toBe(NOW + 4000);
    const later = usageOf(account, databaseMs.renewsAt);
    expect(later.databaseMs.used).toBe(0);
  });
});
