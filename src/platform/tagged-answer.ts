import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { writeAnswer } from './cache/answer-cache.ts';
import { isKnown } from './entity-tags.ts';
import { answer } from './route.ts';

const HEADERS = {
  ETag: {
    description:
      'A digest of the answer. With it in `If-None-Match`, an unchanged answer is 304 without a body.',
    schema: { type: 'string' as const, example: '"q1ZqY9vXy2Wk0T3u"' },
  },
};

/** The answers of a route that answers with {@link taggedAnswer}. */
export function taggedAnswers<Schema extends z.ZodType>(schema: Schema, description: string) {
  return {
    200: { ...answer(schema, description), headers: HEADERS },
    304: { description: 'The ETag of the answer is in `If-None-Match`', headers: HEADERS },
  };
}

/**
 * Answers with a body and the ETag of its JSON; 304 for a client that has the answer already. No cache
 * keeps the answer, so each request reads from the database. A program that asks again and again is
 * spared the body.
 * @throws Problem invalid_field (`If-None-Match`)
 */
export async function taggedAnswer(c: Context, body: object) {
  const { json, etag } = await writeAnswer(body);
  const isUnchanged = isKnown(etag, c.req.header('If-None-Match'));
  c.header('ETag', etag);
  if (isUnchanged) return c.body(null, 304);
  return c.body(json, 200, { 'Content-Type': 'application/json' });
}
