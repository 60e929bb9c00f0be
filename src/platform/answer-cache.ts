/** A cached answer with its ETag. */
export interface Answer<Body> {
  readonly body: Body;
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface AnswerCache<Body> {
  /** The cached answer of a key, or a new one. A failure of `make` is not cached. */
  answer(key: string, now: number, make: () => Promise<Body>): Promise<Answer<Body>>;
}

/**
 * Caches answers in this isolate, each for `ttlMs` milliseconds. A cache of `most` answers is
 * emptied before it takes another one. Only finished answers are cached: a request never waits for
 * the work of another request, because the runtime may cancel that work together with its request.
 */
export function createAnswerCache<Body>(options: {
  ttlMs: number;
  most: number;
}): AnswerCache<Body> {
  const kept = new Map<string, Answer<Body>>();
  return {
    async answer(key, now, make) {
      const known = kept.get(key);
      if (known !== undefined && now - known.at < options.ttlMs) return known;
      const body = await make();
      const answer = { body, etag: await tagOf(body), at: now };
      if (kept.size >= options.most) kept.clear();
      kept.set(key, answer);
      return answer;
    },
  };
}

async function tagOf(body: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return `"${btoa(String.fromCharCode(...new Uint8Array(digest).slice(0, 12)))}"`;
}
