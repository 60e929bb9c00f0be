/** How long a shortest duration is remembered, at least. The way to the database may change. */
const WINDOW_MS = 5 * 60_000;
/** The longest way. Without it, a caller that sends only slow requests would seem to be far away. */
const MOST_MS = 100;

/**
 * Estimates how long a request to the database and its answer are on the way: the shortest recent
 * duration of a request, because that one kept the database busy for almost no time.
 */
export interface WayToDatabase {
  /** Learns the duration of a request, in milliseconds. */
  note(durationMs: number, now: number): void;
  /** The milliseconds on the way, at most {@link MOST_MS}. */
  ms(): number;
}

export function createWayToDatabase(): WayToDatabase {
  let since = 0;
  let shortest = Number.POSITIVE_INFINITY;
  let shortestBefore = Number.POSITIVE_INFINITY;
  return {
    note(durationMs, now) {
      if (now - since >= WINDOW_MS) {
        shortestBefore = shortest;
        shortest = durationMs;
        since = now;
      }
      shortest = Math.min(shortest, durationMs);
    },
    ms: () => Math.min(shortest, shortestBefore, MOST_MS),
  };
}
