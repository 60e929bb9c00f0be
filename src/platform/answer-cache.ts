/** A cached answer with its ETag. */
export interface Answer {
  /** The body as JSON. It is written once, and not again for each request. */
  readonly json: string;
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface AnswerCache<Body> {
  /**
   * The cached answer of a key, or a new one. A failure of `make` is not cached.
   * @param owner the workspace that the answer belongs to
   * @param subject what the answer is about, for {@link forget}
   * @param key what distinguishes the answer among those about its subject
   */
  answer(
    owner: string,
    subject: string,
    key: string,
    now: number,
    make: () => Promise<Body>,
  ): Promise<Answer>;
  /** Drops the answers about a subject, and does not keep those that are being made. */
  forget(owner: string, subject: string): void;
}

/** Sizes are bytes of JSON. */
export interface CacheBounds {
  /** How long an answer is cached, in milliseconds. */
  readonly ttlMs: number;
  /** The size of all answers together. */
  readonly bytes: number;
  /** The size of all answers of one owner, so that no workspace pushes out those of the others. */
  readonly bytesOfOwner: number;
  /** The size of one answer. A larger one is not cached. */
  readonly bytesOfAnswer: number;
}

interface Kept {
  readonly owner: string;
  readonly bytes: number;
  readonly answer: Answer;
}

/** Counted for each answer besides its JSON: its key, its ETag and the entries of the maps. */
const BYTES_BESIDES = 500;

/**
 * Caches answers in this isolate. Before an answer is added, those that are too old are dropped, and
 * then the oldest ones of its owner, and of all, until it fits. Only finished answers are cached: a
 * request never waits for the work of another request, because the runtime may cancel that work
 * together with its request.
 */
export function createAnswerCache<Body>(bounds: CacheBounds): AnswerCache<Body> {
  /** The oldest answer comes first. */
  const kept = new Map<string, Kept>();
  const used = new Map<string, number>();
  let usedByAll = 0;
  /** Answers that are being made. */
  const making = new Set<{ readonly about: string; isOutdated: boolean }>();

  function drop(at: string, { owner, bytes }: Kept): void {
    kept.delete(at);
    usedByAll -= bytes;
    const left = (used.get(owner) ?? 0) - bytes;
    if (left > 0) used.set(owner, left);
    else used.delete(owner);
  }

  function keep(at: string, added: Kept): void {
    const { owner, bytes, answer } = added;
    const former = kept.get(at);
    if (former !== undefined) drop(at, former);
    for (const [key, each] of kept) {
      if (answer.at - each.answer.at < bounds.ttlMs) break;
      drop(key, each);
    }
    for (const [key, each] of kept) {
      if ((used.get(owner) ?? 0) + bytes <= bounds.bytesOfOwner) break;
      if (each.owner === owner) drop(key, each);
    }
    for (const [key, each] of kept) {
      if (usedByAll + bytes <= bounds.bytes) break;
      drop(key, each);
    }
    kept.set(at, added);
    usedByAll += bytes;
    used.set(owner, (used.get(owner) ?? 0) + bytes);
  }

  return {
    async answer(owner, subject, key, now, make) {
      const about = nameOf(owner, subject);
      const at = `${about}${key}`;
      const known = kept.get(at)?.answer;
      if (known !== undefined && now - known.at < bounds.ttlMs) return known;
      const made = { about, isOutdated: false };
      making.add(made);
      try {
        const json = JSON.stringify(await make());
        const encoded = new TextEncoder().encode(json);
        const answer = { json, etag: await tagOf(encoded), at: now };
        const bytes = encoded.length + BYTES_BESIDES;
        if (bytes <= bounds.bytesOfAnswer && !made.isOutdated) keep(at, { owner, bytes, answer });
        return answer;
      } finally {
        making.delete(made);
      }
    },
    forget(owner, subject) {
      const about = nameOf(owner, subject);
      for (const made of making) if (made.about === about) made.isOutdated = true;
      for (const [at, each] of kept) if (at.startsWith(about)) drop(at, each);
    },
  };
}

/** The beginning of the keys of all answers about a subject. */
const nameOf = (owner: string, subject: string) => `${owner} ${subject} `;

async function tagOf(json: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', json);
  return `"${btoa(String.fromCharCode(...new Uint8Array(digest).slice(0, 12)))}"`;
}
