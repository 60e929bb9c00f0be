/** The 32-bit hash of a text (FNV-1a over UTF-16 code units), continued from the hash `start`. */
export function hashText(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let i = 0; i < text.length; i += 1) hash = hashCode(hash, text.charCodeAt(i));
  return hash;
}

/** The hash after one more code unit. */
export const hashCode = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);

/** The hash of two words, in that order, from the hash of each. */
export const hashPair = (first: number, second: number): number =>
  Math.imul(Math.imul(first, 0x85ebca6b) ^ second, 0xc2b2ae35);

/** Mixes the bits of a hash (the finaliser of MurmurHash3). The result is not negative. */
export function spread(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
