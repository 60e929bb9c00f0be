/** How many attempts may come to nothing before a job is dead. */
export const MAX_FAILURES = 10;

const FIRST_MS = 5_000;
const FACTOR = 4;
const CAP_MS = 6 * 60 * 60 * 1000;
/** A receiver may ask for no more than that. */
const LONGEST_WISH_MS = 24 * 60 * 60 * 1000;

/**
 * How long to wait after so many failures, in milliseconds: 5 s, 20 s, 80 s … capped at 6 hours,
 * spread by a fifth so that what failed together does not come back together, and never sooner than
 * the receiver asked for. Ten failures take about 20 hours.
 * @param random 0 to 1
 */
export function backoffMs(failures: number, random: number, retryAfterSeconds = 0): number {
  const delay = Math.min(FIRST_MS * FACTOR ** (failures - 1), CAP_MS) * (0.8 + 0.4 * random);
  return Math.round(Math.max(delay, Math.min(retryAfterSeconds * 1000, LONGEST_WISH_MS)));
}
