import { describe, expect, it } from 'vitest';
import { findLosses } from '../../src/platform/lossless-json.ts';

const lossesOf = (metadata: string) =>
  findLosses(`{"role":"customer","metadata":${metadata},"text":"hi"}`, 'metadata').map(({ path }) =>
    path.join('.'),
  );

describe('the values of a JSON text that would change', () => {
  it.each([
    '9007199254740993',
    '-9007199254740993',
    '9007199254740993.0',
    '1.0000000000000000001',
    '3.141592653589793238462643383279',
    '0.10000000000000001',
    '123456789012345678901234567890',
    '1e999',
    '-1E999',
    '1e-400',
    '12345678901234567e-3',
  ])('are the number %s, wherever it is', (number) => {
    expect(lossesOf(`{"orderId":${number}}`)).toEqual(['metadata.orderId']);
    expect(lossesOf(`{"a":[1,{"b": ${number}}],"c":2}`)).toEqual(['metadata.a.1.b']);
    expect(lossesOf(`{"a":[\n${number}\n]}`)).toEqual(['metadata.a.0']);
  });

  it.each([
    '9007199254740991',
    '9007199254740992',
    '9007199254740994',
    '1.0',
    '1.500000000000000000000000',
    '1e2',
    '1E+2',
    '10e-1',
    '0',
    '-0',
    '0.0000000000000000000000000',
    '0e999999',
    '0.1',
    '0.30000000000000004',
    '1e21',
    '1000000000000000000000',
    '1.7976931348623157e308',
    '5e-324',
    '2.2250738585072014e-308',
  ])('are not the number %s', (number) => {
    expect(lossesOf(`{"a":${number},"b":[${number}]}`)).toEqual([]);
  });

  it('are never a number that was written from a double', () => {
    const floats = new Float64Array(2000);
    for (let at = 0; at < floats.length; at += 100) {
      crypto.getRandomValues(new Uint8Array(floats.buffer, at * 8, 800));
    }
    const numbers = [...floats].filter(Number.isFinite);
    expect(lossesOf(JSON.stringify({ numbers }))).toEqual([]);
  });

  it('are those under the key __proto__, however it is written', () => {
    expect(lossesOf('{"__proto__":1}')).toEqual(['metadata.__proto__']);
    expect(lossesOf('{"a":[{"__proto__":{"b":1}}]}')).toEqual(['metadata.a.0.__proto__']);
    expect(lossesOf('{"\\u005F_pr\\u006fto__":1}')).toEqual(['metadata.__proto__']);
    expect(lossesOf('{"a":"__proto__","_proto_":1,"constructor":2,"toString":3,"":4}')).toEqual([]);
  });

  it('are found in a field whose name is written with an escape', () => {
    const text = '{"met\\u0061data":{"a":9007199254740993}}';
    expect(findLosses(text, 'metadata')).toMatchObject([{ path: ['metadata', 'a'] }]);
  });

  it('are not looked for in texts and in other fields', () => {
    expect(lossesOf('{"a":"9007199254740993","b":"[1e999]","9007199254740993":1}')).toEqual([]);
    expect(findLosses('{"confidence":9007199254740993,"metadata":{}}', 'metadata')).toEqual([]);
  });

  it('are none in a text that is not a JSON object, or that is nested too deep', () => {
    for (const text of ['', '{', '{"metadata":9007199254740993', 'null', '[1e999]', '1e999']) {
      expect(findLosses(text, 'metadata')).toEqual([]);
    }
    const deep = `${'['.repeat(100_000)}9007199254740993${']'.repeat(100_000)}`;
    expect(lossesOf(`{"a":${deep}}`)).toEqual([]);
  });

  it('are found in linear time', () => {
    const started = performance.now();
    expect(lossesOf(`{"a":1${'0'.repeat(200_000)}1}`)).toEqual(['metadata.a']);
    expect(lossesOf(`{"a":"${'1e'.repeat(100_000)}","b":"${'.'.repeat(100_000)}"}`)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
