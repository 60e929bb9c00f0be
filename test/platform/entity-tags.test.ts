import { describe, expect, it } from 'vitest';
import { isKnown, readTags } from '../../src/platform/entity-tags.ts';

describe('If-Match and If-None-Match (RFC 9110, 13.1)', () => {
  it.each([
    ['*', '*'],
    [' *\t', '*'],
    ['"1"', ['"1"']],
    ['W/"1"', ['"1"']],
    ['"9", "1"', ['"9"', '"1"']],
    ['"9",W/"1"\t,\t"2"', ['"9"', '"1"', '"2"']],
    [', "9",, "1" ,', ['"9"', '"1"']],
    ['"a,b","c*"', ['"a,b"', '"c*"']],
    ['""', ['""']],
    ['"é"', ['"é"']],
  ])('reads %j', (value, tags) => {
    expect(readTags(value)).toEqual(tags);
  });

  it.each([
    '',
    ' ',
    ',',
    '1',
    '"1',
    '1"',
    '"',
    '"1" "2"',
    'w/"1"',
    'W/1',
    '*, "1"',
    '"1", *',
    '"a b"',
  ])('refuses %j', (value) => {
    expect(readTags(value)).toBeUndefined();
  });

  it('reads a long list in linear time', () => {
    const started = performance.now();
    expect(readTags(`${'"1",'.repeat(20_000)}"2"`)).toHaveLength(20_001);
    expect(readTags(`${' ,'.repeat(20_000)}x`)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('names the header that is malformed', () => {
    expect(isKnown('"a"', undefined)).toBe(false);
    expect(() => isKnown('"a"', 'a')).toThrow(
      expect.objectContaining({
        code: 'invalid_field',
        options: { errors: [{ field: 'header.if-none-match', message: expect.any(String) }] },
      }),
    );
  });
});
