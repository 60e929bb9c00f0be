import { tagOf } from '../entity-tags.ts';

/** A cached answer with its ETag. */
export interface Answer {
  /** The body as JSON. It is written once, and not again for each request. */
  readonly json: string;
  readonly etag: string;
  /** When the request that made it began, in milliseconds since 1970. */
  readonly at: number;
  /** For how long it may be given out after that, in milliseconds. */
  readonly ttlMs: number;
}

/** Where an answer is found again. */
export interface Place {
  /** The workspace that the answer belongs to. */
  readonly owner: string;
  /** What the answer is about, for {@link AnswerCache.forget}. */
  readonly subject: string;
  /** What distinguishes the answer among those about its subject. */
  readonly key: string;
}

export interface AnswerCache {
  /** The answer that is cached at a place, unless it is older than the cache keeps answers. */
  find(place: Place, now: number): Answer | undefined;
  /**
   * Makes an answer and caches it. A failure of `make` is not cached.
   * @param now when the request began, in milliseconds since 1970
   * @param factorOf asked after `make`: by how much the answer may be older than usual; 1 by default
   */
  make(
    place: Place,
    now: number,
    make: () => Promise<unknown>,
    factorOf?: () => number,
  ): Promise<Answer>;
  /**
   * Drops the answers about a subject, and does not keep those that are being made.
   * @param subject without it, all answers of the owner are dropped
   */
  forget(owner: string, subject?: string): void;
}

/** Sizes count the bytes of the JSON and of the key, and 500 more for each answer. */
export interface CacheBounds {
  /** How long an answer is cached usually, in milliseconds. */
  readonly ttlMs: number;
  /** The size of all answers together. */
  readonly bytes: number;
  /** The size of all answers of one owner, so that no workspace pushes out those of the others. */
  readonly bytesOfOwner: number;
  /** The size of one answer. A larger one is not cached. */
  readonly bytesOfAnswer: number;
}

interface Kept {
  readonly place: Place;
  readonly bytes: number;
  readonly answer: Answer;
}

/** Counted for each answer besides its JSON: its ETag and the entries of the maps. */
const BYTES_BESIDES = 500;

/** Longer than any request takes. */
const LONGEST_MAKING_MS = 10 * 60_000;

/**
 * Caches answers in this isolate. Before an answer is added, those that are too old are dropped, and
 * then the oldest ones of its owner, and of all, until it fits. Only finished answers are cached: a
 * request never waits for the work of another request, because the runtime may cancel that work
 * together with its request.
 */
export function createAnswerCache(bounds: CacheBounds): AnswerCache {
  /** The answer that was added first comes first. */
  const kept = new Map<string, Kept>();
  /** Where the answers of each owner are kept, by their subject. */
  const places = new Map<string, Map<string, Set<string>>>();
  const used = new Map<string, number>();
  let usedByAll = 0;
  /** Answers that are being made, the oldest first. */
  const making = new Set<{ readonly place: Place; readonly at: number; isOutdated: boolean }>();

  function drop(at: string, { place: { owner, subject }, bytes }: Kept): void {
    kept.delete(at);
    const ofOwner = places.get(owner);
    const ofSubject = ofOwner?.get(subject);
    ofSubject?.delete(at);
    if (ofSubject?.size === 0) ofOwner?.delete(subject);
    if (ofOwner?.size === 0) places.delete(owner);
    usedByAll -= bytes;
    const left = (used.get(owner) ?? 0) - bytes;
    if (left > 0) used.set(owner, left);
    else used.delete(owner);
  }

  function keep(at: string, added: Kept): void {
    const { place, bytes, answer } = added;
    const { owner, subject } = place;
    const former = kept.get(at);
    // A slow request does not replace what a request after it has read.
    if (former !== undefined && former.answer.at > answer.at) return;
    if (former !== undefined) drop(at, former);
    for (const [key, each] of kept) {
      if (answer.at - each.answer.at < each.answer.ttlMs) break;
      drop(key, each);
    }
    for (const [key, each] of kept) {
      if ((used.get(owner) ?? 0) + bytes <= bounds.bytesOfOwner) break;
      if (each.place.owner === owner) drop(key, each);
    }
    for (const [key, each] of kept) {
      if (usedByAll + bytes <= bounds.bytes) break;
      drop(key, each);
    }
    kept.set(at, added);
    const ofOwner = places.get(owner) ?? new Map<string, Set<string>>();
    places.set(owner, ofOwner.set(subject, (ofOwner.get(subject) ?? new Set()).add(at)));
    usedByAll += bytes;
    used.set(owner, (used.get(owner) ?? 0) + bytes);
  }

  function dropAll(ats: Iterable<string>): void {
    for (const at of ats) {
      const each = kept.get(at);
      if (each !== undefined) drop(at, each);
    }
  }

  return {
    find(place, now) {
      const answer = kept.get(nameOf(place))?.answer;
      return answer !== undefined && now - answer.at < answer.ttlMs ? answer : undefined;
    },
    async make(place, now, make, factorOf = () => 1) {
      // The runtime may cancel a request, and its entry would stay.
      for (const each of making) {
        if (now - each.at < LONGEST_MAKING_MS) break;
        making.delete(each);
      }
      const made = { place, at: now, isOutdated: false };
      making.add(made);
      try {
        const body = await make();
        const { answer, size } = await answerOf(body, now, bounds.ttlMs * factorOf());
        const at = nameOf(place);
        // A text in memory has two bytes for each character at most.
        const bytes = size + 2 * at.length + BYTES_BESIDES;
        if (bytes <= bounds.bytesOfAnswer && !made.isOutdated) keep(at, { place, bytes, answer });
        return answer;
      } finally {
        making.delete(made);
      }
    },
    forget(owner, subject) {
      for (const made of making) {
        if (made.place.owner !== owner) continue;
        if (subject === undefined || made.place.subject === subject) made.isOutdated = true;
      }
      const ofOwner = places.get(owner);
      if (ofOwner === undefined) return;
      if (subject !== undefined) dropAll(ofOwner.get(subject) ?? []);
      else for (const ofSubject of ofOwner.values()) dropAll(ofSubject);
    },
  };
}

const nameOf = ({ owner, subject, key }: Place) => `${owner} ${subject} ${key}`;

/**
 * Makes an answer of a body.
 * @param ttlMs for how long it may be given out, in milliseconds
 * @returns the answer, and the size of its JSON in bytes
 */
export async function answerOf(
  body: unknown,
  at: number,
  ttlMs: number,
): Promise<{ readonly answer: Answer; readonly size: number }> {
  const { json, etag, size } = await writeAnswer(body);
  return { answer: { json, etag, at, ttlMs }, size };
}

/** Writes a body as JSON, with its ETag, and the size of the JSON in bytes. */
export async function writeAnswer(body: unknown) {
  const json = JSON.stringify(body);
  const encoded = new TextEncoder().encode(json);
  return { json, etag: await tagOf(encoded), size: encoded.length };
}
