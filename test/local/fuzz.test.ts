import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { describeApi } from '../../scripts/api-description/describe-api.ts';
import { createAnswerCheck } from '../../scripts/fuzz/check-answer.ts';
import { readCorpus } from '../../scripts/fuzz/corpus.ts';
import { drawOnce } from '../../scripts/fuzz/draw.ts';
import { createPool } from '../../scripts/fuzz/pool.ts';
import { drawRequest, type FuzzRequest, operationsOf } from '../../scripts/fuzz/request.ts';

const description = describeApi('0.0.0');
const operations = operationsOf(description);

function draw(seed: number): FuzzRequest {
  const pool = createPool([]);
  return drawOnce(seed, (draws) =>
    drawRequest({ draw: draws, pool, description }, draws.oneOf(operations)),
  );
}

describe('the fuzzer', () => {
  it('draws the same request for the same seed', () => {
    // Times are relative to the quarter hour, which must not end meanwhile.
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const seeds = Array.from({ length: 40 }, (_, seed) => seed);
    const drawn = seeds.map(draw).map((request) => JSON.stringify(request));
    const again = seeds.map(draw).map((request) => JSON.stringify(request));
    expect(again).toEqual(drawn);
    expect(new Set(drawn).size).toBeGreaterThan(30);
  });

  it('draws every operation, and requests that hold bad values', () => {
    const drawn = Array.from({ length: 3000 }, (_, seed) => draw(seed));
    expect(new Set(drawn.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const bodies = drawn.flatMap(({ body }) => body ?? []);
    expect(bodies.some((body) => body.includes('9007199254740993'))).toBe(true);
    expect(drawn.some(({ path }) => path.includes('%2F'))).toBe(true);
  });

  it('names operations of the API in its corpus', () => {
    const known = operations.map(({ operation }) => operation.operationId);
    for (const { operationId } of readCorpus({})) expect(known).toContain(operationId);
  });
});

describe('the check of an answer', () => {
  const check = createAnswerCheck(description);
  const request: FuzzRequest = {
    operationId: 'listVenues',
    method: 'GET',
    path: '/v1/venues',
    headers: {},
  };
  const page = {
    status: 200,
    mediaType: 'application/json',
    body: { data: [], page: { next: null } },
    milliseconds: 5,
  };
  const problem = {
    type: '/problems#invalid_cursor',
    title: 'x',
    status: 400,
    code: 'invalid_cursor',
    requestId: 'x',
  };

  it('passes an answer as described', () => {
    expect(check(request, page)).toEqual([]);
    const refused = { ...page, status: 400, mediaType: 'application/problem+json', body: problem };
    expect(check(request, refused)).toEqual([]);
  });

  it.each([
    [
      'a fault',
      { status: 500, mediaType: 'application/problem+json', body: problem },
      'status 500',
    ],
    ['a slow answer', { milliseconds: 5001 }, 'took 5001 ms'],
    ['an undocumented status', { status: 418 }, 'does not document the status 418'],
    [
      'an undocumented code',
      {
        status: 400,
        mediaType: 'application/problem+json',
        body: { ...problem, code: 'slot_taken' },
      },
      'does not document the code slot_taken for the status 400',
    ],
    ['a missing field', { body: { data: [] } }, 'the body does not fit its schema'],
    [
      'another media type',
      { mediaType: 'text/html' },
      'does not document the media type text/html',
    ],
  ])('finds %s', (_, change, expected) => {
    const wrong = check(request, { ...page, ...change });
    expect(wrong.join('\n')).toContain(expected);
  });

  it('expects 404 from a path that reaches no operation', () => {
    const eaten = { ...request, path: '/v1/customers/..' };
    expect(check(eaten, { ...page, status: 404 })).toEqual([]);
    expect(check(eaten, page)).toEqual(['status 200 for a path of no operation']);
  });
});
