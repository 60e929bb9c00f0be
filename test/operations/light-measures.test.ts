import { describe, expect, it } from 'vitest';
import { baselineOf, hoursOfBaseline } from '../../src/operations/light/baseline.ts';
import { badOf, burnOf, objectivesOf } from '../../src/operations/light/burn-rates.ts';
import { measure } from '../../src/operations/light/measure.ts';
import type { QueueMetrics, Readings } from '../../src/operations/light/readings.ts';
import type { SignalName } from '../../src/operations/light/signals.ts';
import { longestOf, surelyP95Of } from '../../src/operations/light/surely.ts';
import { bucketOf, durationOf } from '../../src/platform/latency/histogram.ts';
import { counted, histogramOf, SETTINGS, SILENCE, took } from '../support/light-readings.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Wednesday. */
const NOW = Date.parse('2026-07-01T12:30:00Z');

/** What one signal is measured as. */
function measureOf(
  signal: SignalName,
  readings: Partial<Readings>,
  { now = NOW, queues = [] as readonly QueueMetrics[] } = {},
) {
  const all = measure(SETTINGS, { ...SILENCE, ...readings }, queues, now);
  const found = all.find((each) => each.signal === signal);
  if (found === undefined) throw new Error(`${signal} was not measured`);
  return found;
}

describe('the P95 that a few durations show', () => {
  /** The probability of at least `least` of `count` durations above the P95, summed term by term. */
  function tail(count: number, least: number): number {
    let sum = 0;
    for (let above = least; above <= count; above += 1) {
      let term = 1;
      for (let n = 0; n < above; n += 1) term *= ((count - n) / (n + 1)) * (0.05 / 0.95);
      sum += term * 0.95 ** count;
    }
    return sum;
  }

  it('needs as many longer ones as are improbable by chance', () => {
    for (const count of [1, 2, 3, 5, 10, 20, 49, 50, 51, 100, 300, 1000]) {
      const longest = longestOf(count);
      expect(tail(count, longest)).toBeLessThanOrEqual(0.025);
      expect(tail(count, longest - 1)).toBeGreaterThan(0.025);
    }
    expect([5, 50, 1000].map(longestOf)).toEqual([2, 7, 65]);
    // The normal distribution follows the binomial one without a step.
    expect(Math.abs(longestOf(10_001) - longestOf(10_000))).toBeLessThanOrEqual(1);
  });

  it('is the n-th longest of them', () => {
    const ms = (value: number) => durationOf(bucketOf(value));
    expect(surelyP95Of(histogramOf([10, 43], [2000, 7]))).toBe(ms(2000));
    expect(surelyP95Of(histogramOf([10, 44], [2000, 6]))).toBe(ms(10));
    expect(surelyP95Of(histogramOf([10, 4], [2000, 1]))).toBe(ms(10));
    expect(surelyP95Of(histogramOf([10, 3], [2000, 2]))).toBe(ms(2000));
    expect(surelyP95Of(histogramOf([10, 1]))).toBeNull();
    expect(surelyP95Of(new Map())).toBeNull();
  });
});

describe('P95', () => {
  it('is that of all requests, or of the canary where there are too few', () => {
    const busy = [
      took('store_message', 'EU-CDG', [700, 50]),
      took('canary_message', 'EU-CDG', [9, 5]),
    ];
    const quiet = [
      took('store_message', 'EU-CDG', [700, 49]),
      took('canary_message', 'EU-CDG', [9, 5]),
    ];
    expect(measureOf('message_p95', { recent: busy })).toMatchObject({
      events: 50,
      source: undefined,
    });
    expect(measureOf('message_p95', { recent: quiet })).toMatchObject({
      events: 5,
      source: 'canary',
    });
    const [alone] = quiet;
    expect(measureOf('message_p95', { recent: alone ? [alone] : [] }).values).toBeNull();
  });

  it('of the slowest region names it, and falls back to the canary’s', () => {
    const near = took('confirm_booking', 'EU-CDG', [100, 900]);
    const far = took('confirm_booking', 'NA-EWR', [490, 100]);
    const region = measureOf('region_p95', { recent: [near, far] });
    expect(region).toMatchObject({ cause: 'region_slow', detail: 'NA-EWR confirm_booking' });
    expect(Math.abs((region.values?.red ?? 0) - 98)).toBeLessThan(0.98);
    // With fewer, all regions are measured together.
    const few = took('confirm_booking', 'NA-EWR', [490, 99]);
    expect(measureOf('region_p95', { recent: [few] }).detail).toBe('all confirm_booking');
    // When all are slow, none of them is the cause.
    const all = [took('confirm_booking', 'EU-CDG', [480, 900]), far];
    expect(measureOf('region_p95', { recent: all }).cause).toBe('database_slow');
    // A region that no longer sends requests does not keep its colour for ever.
    const probes = took('canary_booking', 'EU-CDG', [50, 5]);
    const left = measureOf('region_p95', { recent: [probes] });
    expect(left).toMatchObject({ source: 'canary', events: 5 });
    expect(Math.abs((left.values?.red ?? 0) - 10)).toBeLessThan(0.1);
    expect(measureOf('region_p95', {}).values).toBeNull();
  });
});

describe('the baseline of traffic', () => {
  /** The hours that a statement would return, of traffic that has begun some days ago. */
  const read = (now: number, days: number, requestsOf: (hour: number) => number) => {
    const firstHour = Math.floor(now / HOUR) * HOUR - days * DAY;
    const hours = hoursOfBaseline(now)
      .filter((at) => at >= firstHour)
      .map((at) => ({ at, requests: requestsOf(at) }));
    return { requests: 0, firstHour, hours };
  };

  it('is the median of the same hour of four weeks, and until then of the last days', () => {
    // 1000 requests in the same hour of other weeks, 100 in all other hours.
    const weekly = (at: number) => (Math.floor(NOW / HOUR) * HOUR - at) % (7 * DAY) === 0;
    const requestsOf = (at: number) => (weekly(at) ? 1000 : 100);
    expect(baselineOf(read(NOW, 29, requestsOf), NOW)).toEqual({ requests: 1000, rule: 'weeks' });
    expect(baselineOf(read(NOW, 27, requestsOf), NOW)).toEqual({ requests: 100, rule: 'days' });
    expect(baselineOf(read(NOW, 4, requestsOf), NOW)).toEqual({ requests: 100, rule: 'days' });
    expect(baselineOf(read(NOW, 3, requestsOf), NOW)).toBeUndefined();
    expect(baselineOf({ requests: 5, firstHour: null, hours: [] }, NOW)).toBeUndefined();
  });

  it('is not moved by one exceptional week', () => {
    const hour = Math.floor(NOW / HOUR) * HOUR;
    const requestsOf = (at: number) => (hour - at === 14 * DAY ? 90_000 : 1000);
    expect(baselineOf(read(NOW, 60, requestsOf), NOW)?.requests).toBe(1000);
  });

  it.each([
    ['Europe/Paris', '2026-03-29'],
    ['Europe/Paris', '2026-10-25'],
    ['America/New_York', '2026-03-08'],
    ['America/New_York', '2026-11-01'],
  ])('raises no alarm when the clocks of %s change on %s', (timeZone, date) => {
    const local = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', hour: '2-digit' });
    // Lunch and dinner: within an hour the traffic grows tenfold.
    const requestsOf = (at: number) => {
      const hour = Number(local.format(at));
      return [12, 13, 19, 20, 21].includes(hour) ? 60_000 : 6_000;
    };
    const change = Date.parse(`${date}T00:00:00Z`);
    for (const days of [5, 60]) {
      for (let now = change - DAY; now < change + 8 * DAY; now += HOUR) {
        const traffic = { ...read(now, days, requestsOf), requests: requestsOf(now) / 60 };
        const { values } = measureOf('traffic', { traffic }, { now });
        expect(values?.yellow).toBeLessThan(2);
      }
    }
  });

  it('counts the requests of one minute, and few of them are never too many', () => {
    const of = (requests: number, usualOfHour: number) =>
      measureOf('traffic', { traffic: { ...read(NOW, 60, () => usualOfHour), requests } }).values
        ?.red;
    expect(of(1500, 18_000)).toBe(5);
    expect(of(499, 60)).toBe(4.99);
  });
});

describe('burn rates', () => {
  const [availability] = objectivesOf(SETTINGS);

  it('are those of the SRE Workbook', () => {
    // Table 5-8: of the budget of 30 days, 2 % are used in an hour, 5 % in six, 10 % in three days.
    for (const [share, hours, rate] of [
      [0.02, 1, 14.4],
      [0.05, 6, 6],
      [0.1, 72, 1],
    ] as const) {
      const bad = share * 0.001 * 720; // of one request an hour, over 30 days
      if (availability === undefined) throw new Error('there is no objective');
      expect(burnOf(availability, { total: hours, bad })).toBeCloseTo(rate, 10);
    }
  });

  it.each([
    ['red', '1h', '5m', 144],
    ['orange', '6h', '30m', 60],
    ['yellow', '3d', '6h', 10],
  ] as const)('%s needs both of its windows to burn', (colour, long, short, bad) => {
    const rate = (ofLong: number, ofShort: number) =>
      measureOf('burn_availability', {
        counts: [
          // 0.1 % of 10,000 requests are 10. Of more requests more must fail for `leastBad`.
          counted('5m', 10),
          counted(long, 100_000, { failed: 10 * ofLong }),
          counted(short, 10_000, { failed: ofShort }),
        ].filter(({ window }, n) => n > 0 || window !== short),
      }).values?.[colour];
    const step = { red: 14.4, orange: 6, yellow: 1 }[colour];
    expect(rate(bad, bad)).toBeCloseTo(step, 10);
    expect(rate(bad - 1, bad)).toBeLessThan(step);
    expect(rate(bad, bad - 1)).toBeLessThan(step);
    // Over since long: the short window says so.
    expect(rate(10 * bad, 0)).toBe(0);
  });

  it('are 0 with few bad requests', () => {
    const rate = (failed: number) =>
      measureOf('burn_availability', {
        counts: [counted('1h', 60, { failed }), counted('5m', 5, { failed: 5 })],
      }).values?.red;
    expect(rate(19)).toBe(0);
    expect(rate(20)).toBeGreaterThan(14.4);
  });

  it('are not measured in silence, unless the canary is well', () => {
    const counts = [counted('1h', 600, { failed: 300 })];
    expect(measureOf('burn_availability', { counts }).values).toBeNull();
    const canary = (ms: number, count: number) => [
      took('canary_message', 'EU-CDG', [ms, count]),
      took('canary_booking', 'EU-CDG', [ms, count]),
    ];
    const by = (ms: number, count: number) =>
      measureOf('burn_availability', { counts, recent: canary(ms, count) });
    expect(by(20, 5)).toMatchObject({ values: { red: 0 }, source: 'canary', events: 10 });
    expect(by(20, 2).values).toBeNull();
    expect(by(700, 5).values).toBeNull();
  });

  it('do not count refused requests, nor those of the canary', () => {
    if (availability === undefined) throw new Error('there is no objective');
    const row = { measured: 'read', requests: 10, done: 5, failed: 2, slow: 0 } as const;
    const canary = { ...row, measured: 'canary_other' } as const;
    expect(badOf(availability, [row, canary])).toEqual({ total: 7, bad: 2 });
  });
});

describe('the cause of overdue work', () => {
  const queue = (messages: number, bytes = 1000): QueueMetrics => ({
    ...{ queue: 'emotions', messages, bytes, oldestAt: null },
  });
  const of = (queues: readonly QueueMetrics[], more: Partial<Readings> = {}) =>
    measureOf('overdue', { overdue: [{ outbox: 'messages', rows: 200 }], ...more }, { queues });

  it.each([
    ['consumer_behind', [queue(500)]],
    ['consumer_behind', []],
    ['messages_lost', [queue(3)]],
    ['queue_full', [queue(40_000_000, 24e9)]],
  ] as const)('is %s where the queue says so', (cause, queues) => {
    expect(of(queues)).toMatchObject({ cause, detail: 'messages', values: { red: 200 } });
  });

  it('is the work that fails, whatever the queue says', () => {
    const failing = [{ work: 'read_emotion', subjects: 150 }];
    expect(of([queue(500)], { failing })).toMatchObject({
      ...{ cause: 'work_failing', detail: 'read_emotion' },
    });
    expect(of([queue(500)], { failing: [{ work: 'plan_booking', subjects: 150 }] }).cause).toBe(
      'consumer_behind',
    );
  });

  it('is the sweep where an outbox has no queue', () => {
    expect(of([], { overdue: [{ outbox: 'moods', rows: 200 }] }).cause).toBe('sweep_behind');
  });
});
