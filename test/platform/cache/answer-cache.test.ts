import { describe, expect, it } from 'vitest';
import { createAnswerCache } from '../../../src/platform/cache/answer-cache.ts';

const bounds = { ttlMs: 5000, bytes: 100_000, bytesOfOwner: 40_000, bytesOfAnswer: 10_000 };

function openCache() {
  const cache = createAnswerCache(bounds);
  const placeOf = (owner: string, key: string, subject = 'subject') => ({ owner, subject, key });
  const isFound = (owner: string, key: string, now = 0, subject?: string) =>
    cache.find(placeOf(owner, key, subject), now) !== undefined;
  const add = (owner: string, key: string, length: number, now = 0, subject?: string) =>
    cache.make(placeOf(owner, key, subject), now, async () => 'x'.repeat(length));
  return { cache, placeOf, isFound, add };
}

describe('the cache of answers', () => {
  it('keeps an answer until it is too old', async () => {
    const { isFound, add } = openCache();
    expect(isFound('a', 'k')).toBe(false);
    expect((await add('a', 'k', 100)).json).toHaveLength(102);
    expect([isFound('a', 'k', 4999), isFound('b', 'k', 4999)]).toEqual([true, false]);
    expect(isFound('a', 'k', 5000)).toBe(false);
  });

  it('does not keep an answer that is too large, nor a failure', async () => {
    const { cache, placeOf, isFound, add } = openCache();
    await add('a', 'large', 10_001);
    expect(isFound('a', 'large')).toBe(false);
    const failing = cache.make(placeOf('a', 'failed'), 0, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(isFound('a', 'failed')).toBe(false);
  });

  it('drops the oldest answers of a workspace that has used its share, and no others', async () => {
    const { isFound, add } = openCache();
    await add('quiet', 'k', 9000);
    for (let n = 0; n < 200; n += 1) await add('noisy', String(n), 9000);
    const found = Array.from({ length: 200 }, (_, n) => n).filter((n) => isFound('noisy', `${n}`));
    expect([isFound('quiet', 'k'), found]).toEqual([true, [196, 197, 198, 199]]);
  });

  it('never holds more than its bytes, whoever asks', async () => {
    const { isFound, add } = openCache();
    const owners = Array.from({ length: 100 }, (_, n) => `workspace ${n}`);
    for (const owner of owners) await add(owner, 'k', 9000);
    expect(owners.filter((owner) => isFound(owner, 'k'))).toEqual(owners.slice(-10));
  });

  it('counts the keys of answers, which a client chooses', async () => {
    const { isFound, add } = openCache();
    await add('a', 'k'.repeat(4500), 1000);
    expect(isFound('a', 'k'.repeat(4500))).toBe(false);
  });

  it('drops every answer that is too old before it adds one, of any workspace', async () => {
    const { isFound, add } = openCache();
    for (const [n, owner] of ['a', 'b', 'c'].entries()) await add(owner, 'old', 9000, n);
    await add('d', 'young', 9000, 4000);
    // Asked for as of a time at which they were not too old yet.
    expect([isFound('a', 'old'), isFound('b', 'old'), isFound('c', 'old')]).toEqual([
      ...[true, true, true],
    ]);
    await add('e', 'new', 10, 5001);
    expect([isFound('a', 'old'), isFound('b', 'old'), isFound('c', 'old', 5001)]).toEqual([
      ...[false, false, true],
    ]);
    expect([isFound('d', 'young', 5001), isFound('e', 'new', 5001)]).toEqual([true, true]);
  });

  it('makes room by dropping stale answers first', async () => {
    const { isFound, add } = openCache();
    for (let n = 0; n < 4; n += 1) await add('a', `old ${n}`, 9000, n);
    await add('a', 'new', 9000, 5001);
    // Two were stale, so the other two of the four stayed.
    expect([isFound('a', 'old 2', 5001), isFound('a', 'old 3', 5001)]).toEqual([true, true]);
  });

  it('forgets what is about a subject, or all of an owner, and nothing else', async () => {
    const { cache, isFound, add } = openCache();
    const all = [
      ['a', 's'],
      ['a', 't'],
      ['b', 's'],
    ] as const;
    const found = () => all.map(([owner, subject]) => isFound(owner, 'k', 0, subject));
    for (const [owner, subject] of all) await add(owner, 'k', 10, 0, subject);
    cache.forget('a', 's');
    expect(found()).toEqual([false, true, true]);
    await add('a', 'k', 10, 0, 's');
    cache.forget('a');
    expect(found()).toEqual([false, false, true]);
  });

  it.each(['s', undefined])('does not keep what is made while %s is forgotten', async (subject) => {
    const { cache, placeOf, isFound } = openCache();
    const { json } = await cache.make(placeOf('a', 'k', 's'), 0, async () => {
      // The change happens after the answer was read, so the answer lacks it.
      cache.forget('a', subject);
      return 'read before';
    });
    expect([json, isFound('a', 'k', 0, 's')]).toEqual(['"read before"', false]);
  });

  it('does not let a slow request replace what a later one has read', async () => {
    const { cache, placeOf } = openCache();
    const place = placeOf('a', 'k');
    let finish = (_: string) => {};
    const slow = cache.make(place, 1, () => new Promise<string>((resolve) => (finish = resolve)));
    await cache.make(place, 2, async () => 'later');
    finish('earlier');
    expect((await slow).json).toBe('"earlier"');
    expect(cache.find(place, 3)?.json).toBe('"later"');
  });

  it('can be filled again after everything was forgotten', async () => {
    const { cache, isFound, add } = openCache();
    for (let round = 0; round < 50; round += 1) {
      for (let n = 0; n < 4; n += 1) await add('a', String(n), 9000);
      expect([0, 1, 2, 3].every((n) => isFound('a', String(n)))).toBe(true);
      cache.forget('a');
    }
  });
});
