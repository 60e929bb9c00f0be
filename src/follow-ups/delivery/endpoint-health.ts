/**
 * What is known about a webhook endpoint from its last attempts: the state of a circuit breaker.
 * Instants are milliseconds since 1970.
 */
export interface EndpointHealth {
  /** How many attempts in a row have failed. */
  readonly failures: number;
  /** How many attempts in a row had an answer, or none, after more than {@link SLOW_MS}. */
  readonly slow: number;
  /** How often in a row the endpoint was found to be bad after it had rested. */
  readonly opened: number;
  /**
   * Until when the endpoint rests and gets no requests. From then on it gets one request at a time,
   * until one is answered well and in time. Null while it gets all requests.
   */
  readonly openUntil: number | null;
}

/** An attempt, as the health of the endpoint depends on it. */
export interface Answered {
  readonly isWell: boolean;
  readonly latencyMs: number;
}

export const HEALTHY: EndpointHealth = { failures: 0, slow: 0, opened: 0, openUntil: null };

/** An answer that takes longer is slow, also when it is good. */
export const SLOW_MS = 5000;
/** An endpoint rests after so many failures, or slow answers, in a row. */
const MOST_FAILURES = 5;
const MOST_SLOW = 3;
/** How long an endpoint rests at first. The time doubles while its attempts fail. */
const REST_MS = 60_000;
const LONGEST_REST_MS = 30 * 60_000;

/**
 * The health of an endpoint after further attempts, in their order. It rests for a minute after five
 * failures or three slow answers in a row, and then for 2, 4, 8 … minutes, at most half an hour,
 * while it keeps failing. An endpoint that is only slow rests for a minute each time. One good answer
 * in time ends that.
 * @param now milliseconds since 1970
 */
export function nextHealth(
  health: EndpointHealth,
  answers: readonly Answered[],
  now: number,
): EndpointHealth {
  let { failures, slow, opened, openUntil } = health;
  for (const { isWell, latencyMs } of answers) {
    const isSlow = latencyMs > SLOW_MS;
    failures = isWell ? 0 : failures + 1;
    slow = isSlow ? slow + 1 : 0;
    if (isWell && !isSlow) {
      opened = 0;
      openUntil = null;
      continue;
    }
    const wasResting = openUntil !== null;
    // The answers to requests that were under way when the rest began do not lengthen it.
    if (openUntil !== null && openUntil > now) continue;
    if (!wasResting && failures < MOST_FAILURES && slow < MOST_SLOW) continue;
    openUntil = now + (isWell ? REST_MS : Math.min(REST_MS * 2 ** opened, LONGEST_REST_MS));
    if (!isWell) opened += 1;
  }
  return { failures, slow, opened, openUntil };
}
