import type { DemoApi } from './demo-api.ts';
import type { OwnTime } from './own-time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/**
 * How long queue messages wait at most, and how often the sweep comes, until so many hours before now.
 * Weeks take less work when more of it comes together.
 */
const PACES = [
  { untilHours: 80, drainMs: 2 * HOUR_MS, sweepMs: 12 * HOUR_MS },
  { untilHours: 4, drainMs: HOUR_MS, sweepMs: 3 * HOUR_MS },
  { untilHours: 0, drainMs: 10 * MINUTE_MS, sweepMs: HOUR_MS },
] as const;
const [FIRST_PACE] = PACES;

/** What happens when. */
export interface Agenda {
  /** @param at milliseconds since 1970; a time after `now` is left out, because it is to come */
  add(at: number, act: () => Promise<unknown>): void;
}

/** Acts in the order of their times, whichever order they were added in. */
export function createAgenda(now: number) {
  const acts: { at: number; act: () => Promise<unknown> }[] = [];
  return {
    add(at, act) {
      if (at <= now) acts.push({ at, act });
    },
    /**
     * Carries out all acts, each at its time, and what follows from them. Then it is `now`, and all work
     * that is due is done.
     */
    async play(time: OwnTime, api: DemoApi): Promise<void> {
      let drainedAt = time.now();
      let sweptAt = time.now();
      const paceAt = (at: number) =>
        PACES.find(({ untilHours }) => now - at > untilHours * HOUR_MS) ?? FIRST_PACE;
      const passTo = async (at: number) => {
        if (at - drainedAt >= paceAt(at).drainMs) {
          await api.drain();
          drainedAt = time.now();
        }
        for (;;) {
          const next = Math.max(time.now(), sweptAt + paceAt(sweptAt).sweepMs);
          if (next > at) break;
          await time.set(next);
          await api.sweep();
          sweptAt = next;
        }
        await time.set(at);
      };
      for (const { at, act } of acts.toSorted((a, b) => a.at - b.at)) {
        await passTo(at);
        await act();
      }
      await passTo(now);
      await api.drain();
      await api.sweep();
    },
  } satisfies Agenda & Record<string, unknown>;
}
