import { describe, expect, it } from 'vitest';
import {
  type Answered,
  HEALTHY,
  nextHealth,
} from '../../src/follow-ups/delivery/endpoint-health.ts';

const MINUTE = 60_000;
const NOW = 1_000_000_000;
const WELL: Answered = { isWell: true, latencyMs: 100 };
const FAILED: Answered = { isWell: false, latencyMs: 100 };
const SLOW: Answered = { isWell: true, latencyMs: 9900 };
const TIMEOUT: Answered = { isWell: false, latencyMs: 10_000 };
const times = (count: number, answer: Answered) => Array.from({ length: count }, () => answer);

describe('an endpoint', () => {
  it.each([
    ['after five failures', times(5, FAILED), MINUTE],
    ['after three slow answers', times(3, SLOW), MINUTE],
    ['after three timeouts', times(3, TIMEOUT), MINUTE],
    ['not after four failures', times(4, FAILED), null],
    ['not after two slow answers', times(2, SLOW), null],
    [
      'not when a good answer comes between',
      [...times(4, FAILED), WELL, ...times(4, FAILED)],
      null,
    ],
    ['not when slow and good answers take turns', [SLOW, SLOW, WELL, SLOW, SLOW], null],
  ])('rests %s', (_, answers, rest) => {
    const { openUntil } = nextHealth(HEALTHY, answers, NOW);
    expect(openUntil === null ? null : openUntil - NOW).toBe(rest);
  });

  it('rests longer each time that it fails after a rest, half an hour at most', () => {
    let health = nextHealth(HEALTHY, times(5, FAILED), NOW);
    let now = NOW;
    const rests: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      now = health.openUntil ?? 0;
      health = nextHealth(health, [FAILED], now);
      rests.push(((health.openUntil ?? 0) - now) / MINUTE);
    }
    expect(rests).toEqual([2, 4, 8, 16, 30, 30, 30]);
    expect(nextHealth(health, [WELL], now)).toEqual(HEALTHY);
  });

  it('that is only slow rests for a minute each time', () => {
    const slow = nextHealth(HEALTHY, times(3, SLOW), NOW);
    const now = slow.openUntil ?? 0;
    const again = nextHealth(slow, [SLOW], now);
    expect(again).toMatchObject({ openUntil: now + MINUTE, failures: 0 });
    expect(nextHealth(again, [WELL], now)).toEqual(HEALTHY);
  });

  it('does not rest longer because of requests that were under way', () => {
    const resting = nextHealth(HEALTHY, times(5, FAILED), NOW);
    expect(nextHealth(resting, times(20, FAILED), NOW + 1000).openUntil).toBe(resting.openUntil);
  });
});
