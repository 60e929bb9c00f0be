import { expect, it } from 'vitest';
import { readDirectives } from '../../../src/platform/cache/request-directives.ts';

const ANY = Number.POSITIVE_INFINITY;

// RFC 9111, 5.2.1 and 1.2.2.
it.each([
  [undefined, ANY, true],
  ['', ANY, true],
  ['no-cache', 0, true],
  ['No-Cache', 0, true],
  ['no-store', 0, false],
  ['max-age=3', 3000, true],
  ['max-age="3"', 3000, true],
  ['max-age=0', 0, true],
  ['max-age=-1', 0, true],
  ['max-age', 0, true],
  ['max-age=soon', 0, true],
  ['max-age=9, max-age=4', 4000, true],
  [' max-age=3 ,, no-cache', 0, true],
  ['max-stale=60, min-fresh=5, no-transform, only-if-cached', ANY, true],
  ['x-no-cache, no-cache-please', ANY, true],
])('reads Cache-Control: %s', (value, maxAgeMs, mayBeKept) => {
  expect(readDirectives(value)).toEqual({ maxAgeMs, mayBeKept });
});
