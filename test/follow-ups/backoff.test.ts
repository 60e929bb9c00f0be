import { describe, expect, it } from 'vitest';
import { backoffMs, MAX_FAILURES } from '../../src/follow-ups/delivery/backoff.ts';

const HOUR = 60 * 60_000;

describe('backoff', () => {
  it('grows by a factor of four from five seconds to six hours, varied by a fifth', () => {
    const middle = Array.from(
      { length: MAX_FAILURES - 1 },
      (_, at) => backoffMs(at + 1, 0.5) / 1000,
    );
    expect(middle).toEqual([5, 20, 80, 320, 1280, 5120, 20_480, 21_600, 21_600]);
    expect([backoffMs(1, 0), backoffMs(1, 1)]).toEqual([4000, 6000]);
  });

  it('is never shorter than the receiver’s Retry-After, up to a day', () => {
    expect(backoffMs(1, 0.5, 90)).toBe(90_000);
    expect(backoffMs(3, 0.5, 1)).toBe(80_000);
    expect(backoffMs(1, 0.5, 10 ** 9)).toBe(24 * HOUR);
  });
});
