import { describe, expect, it } from 'vitest';
import { type Gate, gateOn, gateOnRatios } from '../../bench/gates.ts';
import { judgePairs, pairingsWith } from '../../bench/pairs.ts';
import type { Cell, OpenLoop, Pair } from '../../bench/results.ts';
import type { VariantName } from '../../bench/variants.ts';

/** Eleven ratios around a middle, which are at most `spread` away from it. */
const around = (middle: number, spread: number) =>
  Array.from({ length: 11 }, (_, at) => middle + (spread * (at - 5)) / 5);

describe('gateOnRatios', () => {
  it.each([
    ['at most', 1.03, around(1.0, 0.02), 'held'],
    ['at most', 1.03, around(1.1, 0.02), 'missed'],
    ['at most', 1.03, around(1.03, 0.05), 'not decided'],
    ['at most', 1.03, around(1.06, 0.5), 'not decided'],
    ['at least', 1.15, around(1.3, 0.05), 'held'],
    ['at least', 1.15, around(1.0, 0.05), 'missed'],
    ['at least', 1.15, around(1.2, 0.4), 'not decided'],
    ['at most', 1.03, around(1.03, 0), 'held'],
    ['at most', 1.03, [1, 1, 1], 'not decided'],
    ['at most', 1.03, [], 'not measured'],
  ] as const)('%s %f with %j: %s', (side, limit, ratios, outcome) => {
    expect(gateOnRatios('P50', side, limit, ratios).outcome).toBe(outcome);
  });

  it('reports the median and its interval', () => {
    const { measured, interval, limit } = gateOnRatios('P50', 'at most', 1.03, around(1.03, 0.05));
    expect(limit).toBe('at most 1.03');
    expect(measured).toBeCloseTo(1.03, 10);
    expect(interval?.low).toBeLessThan(1.03);
    expect(interval?.high).toBeGreaterThan(1.03);
  });
});

describe('gateOn', () => {
  it.each([
    [0, 'held'],
    [1, 'missed'],
    [null, 'not measured'],
  ])('at most 0 with %s: %s', (measured, outcome) => {
    expect(gateOn('requests that failed', 'at most', 0, measured).outcome).toBe(outcome);
  });
});

describe('judgePairs', () => {
  const cell = (variant: VariantName, figures: Partial<Cell>): Cell => ({
    ...{ variant, delayMs: 90, clients: 16, requests: 500, sent: 520, perSecond: 100 },
    ...{ p50: 95, p95: 110, p99: null, failures: {}, roundTrips: 1, cpu: { server: 0.5 } },
    ...figures,
  });
  const pairings = pairingsWith('cte', 'the CTE statement', 1.15);
  const pair = (name: 'floor' | 'throughput' | 'cpu' | 'leanCpu', ours: Partial<Cell>): Pair => {
    const { other, delayMs, clients } = pairings[name];
    const turns = Array.from({ length: 17 }, (_, at) =>
      at % 2 === 1 ? cell('maitred', ours) : cell(other, {}),
    );
    return { other, delayMs, clients, turns };
  };
  const even = [pair('floor', {}), pair('throughput', {}), pair('cpu', {}), pair('leanCpu', {})];
  const judge = (pairs: readonly Pair[], openLoop: OpenLoop | null = null) =>
    judgePairs(pairings, { pairs, openLoop }, []);
  const outcomes = (gates: readonly Gate[]) =>
    Object.fromEntries(gates.map(({ name, outcome }) => [name, outcome]));

  it('compares each figure with the pair that measures it', () => {
    expect(outcomes(judge(even))).toEqual({
      'blocking round trips per request': 'held',
      'requests that failed': 'held',
      'requests of the other variants that failed': 'held',
      'P50 at 90 ms, 16 clients, to the floor': 'held',
      'P95 at 90 ms, 16 clients, to the floor': 'held',
      'requests a second at 90 ms, 64 clients, to the CTE statement': 'missed',
      'CPU per request without delay, 16 clients, to the bare Worker': 'held',
      'CPU per request without delay, 16 clients, to the lean Worker': 'held',
    });
  });

  it.each([
    ['P50 at 90 ms, 16 clients, to the floor', pair('floor', { p50: 99 })],
    ['P95 at 90 ms, 16 clients, to the floor', pair('floor', { p95: 130 })],
    [
      'CPU per request without delay, 16 clients, to the bare Worker',
      pair('cpu', { cpu: { server: 0.55 } }),
    ],
    [
      'CPU per request without delay, 16 clients, to the lean Worker',
      pair('leanCpu', { cpu: { server: 0.7 } }),
    ],
    ['requests that failed', pair('floor', { failures: { 503: 1 } })],
    ['blocking round trips per request', pair('floor', { roundTrips: 1.01 })],
  ])('misses: %s', (name, slow) => {
    const pairs = even.map((each) => (each.other === slow.other ? slow : each));
    expect(outcomes(judge(pairs))[name]).toBe('missed');
  });

  it('holds the requests a second when they are enough', () => {
    const fast = even.map((each) =>
      each.other === 'cte' ? pair('throughput', { perSecond: 120 }) : each,
    );
    expect(
      outcomes(judge(fast))['requests a second at 90 ms, 64 clients, to the CTE statement'],
    ).toBe('held');
  });

  it('counts the failures of the open loop', () => {
    const figures = { delayMs: 90, p50: 95, p95: 110, p99: null, share: 0.8, rate: 300 };
    const failed = { ...figures, due: 900, late: 0, failures: { 503: 2 } };
    const openLoop = { closed: [], cells: [{ variant: 'floor' as const, ...failed }] };
    const judged = outcomes(judge(even, openLoop));
    expect(judged['requests of the other variants that failed']).toBe('missed');
    expect(judged['requests that failed']).toBe('held');
  });

  it('decides nothing without a measurement', () => {
    expect(new Set(Object.values(outcomes(judge([]))))).toEqual(new Set(['not measured']));
  });
});
