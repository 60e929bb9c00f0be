import type { z } from '@hono/zod-openapi';
import { answer } from '../route.ts';

const header = (description: string, example: string) => ({
  description,
  schema: { type: 'string' as const, example },
});

const HEADERS = {
  ETag: header(
    'Identifies the answer. With it in `If-None-Match`, an unchanged answer is 304 without a body.',
    '"q1ZqY9vXy2Wk0T3u"',
  ),
  'Cache-Control': header(
    '`private, max-age` with the seconds of the class; `private, no-cache` if the key may change what the answer shows.',
    'private, max-age=60',
  ),
  Vary: header('Names `Authorization`: the answer belongs to the key.', 'Authorization'),
  Age: header('The age of a cached answer in whole seconds, rounded up.', '3'),
};

/** The answers of a route that answers with `cachedAnswer`. */
export function cachedAnswers<Schema extends z.ZodType>(schema: Schema, description: string) {
  return {
    200: { ...answer(schema, description), headers: HEADERS },
    304: { description: 'The ETag of the answer is in `If-None-Match`', headers: HEADERS },
  };
}
