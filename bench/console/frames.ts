import type { Page } from 'playwright-core';
import { percentile } from '../../scripts/percentile.ts';

export interface Frames {
  /** The times between two frames, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
  /** The shares of frames that took longer than 1/30 s. */
  readonly slow: number;
}

/** The times between frames while `work` runs. */
export async function framesOf(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const times: number[] = [];
    const onFrame = Reflect.get(globalThis, 'requestAnimationFrame');
    Reflect.set(globalThis, 'frameTimes', times);
    let last = performance.now();
    const next = (now: number) => {
      times.push(now - last);
      last = now;
      if (Reflect.get(globalThis, 'frameTimes') === times) onFrame(next);
    };
    onFrame(next);
  });
  await work();
  const times: number[] = await page.evaluate(() => {
    const seen = Reflect.get(globalThis, 'frameTimes');
    Reflect.set(globalThis, 'frameTimes', undefined);
    return seen;
  });
  const sorted = times.slice(1).sort((a, b) => a - b);
  return {
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    longest: sorted.at(-1) ?? 0,
    slow: sorted.filter((ms) => ms > 1000 / 30).length / sorted.length,
  };
}
