/** What a request's `Cache-Control` says about the answer that it wants. */
export interface WantedAnswer {
  /** The greatest age of a cached answer, in milliseconds. 0: none will do. */
  readonly maxAgeMs: number;
  /** Whether the answer may be cached. */
  readonly mayBeKept: boolean;
}

const ANY: WantedAnswer = { maxAgeMs: Number.POSITIVE_INFINITY, mayBeKept: true };

/**
 * Reads the directives `no-cache`, `no-store` and `max-age` (RFC 9111, 5.2.1). Others are ignored: they
 * ask a cache for less than it does anyway. A `max-age` that is no number of seconds counts as 0.
 * @param value the value of the request's `Cache-Control`
 */
export function readDirectives(value: string | undefined): WantedAnswer {
  if (value === undefined) return ANY;
  let { maxAgeMs, mayBeKept } = ANY;
  for (const directive of value.toLowerCase().split(',')) {
    const [name = '', argument = ''] = directive.split('=').map((part) => part.trim());
    if (name === 'no-store') mayBeKept = false;
    if (name === 'no-store' || name === 'no-cache') maxAgeMs = 0;
    if (name !== 'max-age') continue;
    const seconds = /^"?(\d+)"?$/.exec(argument)?.[1];
    maxAgeMs = Math.min(maxAgeMs, Number(seconds ?? 0) * 1000);
  }
  return { maxAgeMs, mayBeKept };
}
