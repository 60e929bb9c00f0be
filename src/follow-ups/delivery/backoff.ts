/** The number of failed attempts after which a job is dead. */
export const MAX_FAILURES = 10;

const FIRST_MS = 5_000;
const FACTOR = 4;
const CAP_MS = 6 * 60 * 60 * 1000;
/** The longest wait that a receiver may ask for. */
const MOST_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * The wait before the next attempt after `failures` failures, in milliseconds: 5 s, 20 s, 80 s …
 * capped at 6 hours. Ten failures take about 20 hours. The wait is varied by a fifth, so that jobs
 * that failed together are not tried again together. It is never shorter than the receiver asked
 * for.
 * @param random a random number from 0 to 1
 */
export function backoffMs(failures: number, random: number, retryAfterSeconds = 0): number {
  const delay = Math.min(FIRST_MS * FACTOR ** (failures - 1), CAP_MS) * (0.8 + 0.4 * random);
  return Math.round(Math.max(delay, Math.min(retryAfterSeconds * 1000, MOST_RETRY_AFTER_MS)));
}
