import { describe, expect, it } from 'vitest';
import { createAnswerCache } from '../../src/platform/answer-cache.ts';

const bounds = { ttlMs: 5000, bytes: 100_000, bytesOfOwner: 40_000, bytesOfAnswer: 10_000 };

/** A cache that counts how often an answer was made. */
function counting() {
  const cache = createAnswerCache<string>(bounds);
  let made = 0;
  return {
    /** Asks for an answer of a length; whether it came from the cache. */
    async isCached(owner: string, key: string, length: number, now = 0): Promise<boolean> {
      const before = made;
      const { json } = await cache.answer(owner, 'subject', key, now, async () => {
        made += 1;
        return 'x'.repeat(length);
      });
      expect(json).toHaveLength(length + 2);
      return made === before;
    },
  };
}

describe('the cache of answers', () => {
  it('keeps an answer until it is too old', async () => {
    const { isCached } = counting();
    expect(await isCached('a', 'k', 100)).toBe(false);
    expect(await isCached('a', 'k', 100, 4999)).toBe(true);
    expect(await isCached('b', 'k', 100, 4999)).toBe(false);
    expect(await isCached('a', 'k', 100, 5000)).toBe(false);
  });

  it('does not keep an answer that is too large', async () => {
    const { isCached } = counting();
    await isCached('a', 'large', 10_001);
    expect(await isCached('a', 'large', 10_001)).toBe(false);
  });

  it('drops the oldest answers of a workspace that has used its share, and no others', async () => {
    const { isCached } = counting();
    await isCached('quiet', 'k', 9000);
    for (let n = 0; n < 200; n += 1) await isCached('noisy', String(n), 9000);
    expect(await isCached('quiet', 'k', 9000)).toBe(true);
    const cached: number[] = [];
    for (let n = 199; n >= 190; n -= 1) {
      if (!(await isCached('noisy', String(n), 9000))) break;
      cached.push(n);
    }
    expect(cached).toEqual([199, 198, 197, 196]);
  });

  it('never holds more than its bytes, whoever asks', async () => {
    const { isCached } = counting();
    for (let n = 0; n < 100; n += 1) await isCached(`workspace ${n}`, 'k', 9000);
    let cached = 0;
    for (let n = 99; await isCached(`workspace ${n}`, 'k', 9000); n -= 1) cached += 1;
    expect(cached).toBe(10);
  });

  it('forgets what is about a subject, and does not keep what is being made about it', async () => {
    const cache = createAnswerCache<number>(bounds);
    let made = 0;
    const ask = async (owner: string, subject: string, meanwhile?: () => void) =>
      Number(
        (
          await cache.answer(owner, subject, 'k', 0, async () => {
            made += 1;
            const number = made;
            meanwhile?.();
            return number;
          })
        ).json,
      );
    expect([await ask('a', 's'), await ask('a', 't'), await ask('b', 's')]).toEqual([1, 2, 3]);
    cache.forget('a', 's');
    expect([await ask('a', 's'), await ask('a', 't'), await ask('b', 's')]).toEqual([4, 2, 3]);
    // The change happens while the answer is made, so the answer may lack it.
    expect(await ask('a', 'u', () => cache.forget('a', 'u'))).toBe(5);
    expect(await ask('a', 'u')).toBe(6);
    expect(await ask('a', 'u')).toBe(6);
  });

  it('makes room by dropping stale answers first', async () => {
    const { isCached } = counting();
    for (let n = 0; n < 4; n += 1) await isCached('a', `old ${n}`, 9000, n);
    await isCached('a', 'new', 9000, 5001);
    // Two were stale, so the other two of the four stayed.
    expect(await isCached('a', 'old 2', 9000, 5001)).toBe(true);
    expect(await isCached('a', 'old 3', 9000, 5001)).toBe(true);
  });
});
