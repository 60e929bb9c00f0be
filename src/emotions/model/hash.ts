/** A 32-bit hash of a word (FNV-1a over UTF-16 code units), continued from one before. */
export function hashText(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let i = 0; i < text.length; i += 1) hash = hashCode(hash, text.charCodeAt(i));
  return hash;
}

/** One code unit more. */
export const hashCode = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);

/** Of two words next to each other, in that order. */
export const hashPair = (first: number, second: number): number =>
  Math.imul(Math.imul(first, 0x85ebca6b) ^ second, 0xc2b2ae35);

/** Spreads a hash over all of its bits (the finaliser of MurmurHash3); never negative. */
export function spread(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
