/** An answer as it was given, with a tag that changes with it. */
export interface Answer<Body> {
  readonly body: Body;
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface AnswerCache<Body> {
  /** The answer kept under a key, or a new one; faults are not kept. */
  answer(key: string, now: number, make: () => Promise<Body>): Promise<Answer<Body>>;
}

/**
 * Keeps answers in this isolate for some milliseconds, at most so many. Only whole answers are kept:
 * a request must not wait for another one's work, which may be cut off with it.
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
