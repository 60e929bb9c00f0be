import type { MiddlewareHandler } from 'hono';
import type { BodyRules, RoomEnv } from './http.ts';
import type { Once } from './once.ts';
import { invalidField } from './problem.ts';

const FORMAT = /^[\x21-\x7e]{1,128}$/;

/** The header `Idempotency-Key` in the description of an operation. */
export const idempotencyKeyParameter = (description: string) => ({
  name: 'idempotency-key',
  in: 'header' as const,
  required: false,
  description,
  schema: { type: 'string' as const, pattern: FORMAT.source, example: 'a3f1c6de-7' },
});

/** What the header does for every write but the message upsert. */
export const KEEPS_THE_ANSWER =
  'Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.';

/**
 * Reads the header `Idempotency-Key` into the caller, and marks a repeated answer with
 * `Idempotency-Replayed: true`, also when that answer is a problem. Runs after `requireScope`.
 * @param operation the operationId
 * @param rules the rules for the JSON body, if the operation takes one
 * @throws Problem invalid_field
 */
export function takeIdempotencyKey(
  operation: string,
  rules: BodyRules | undefined,
): MiddlewareHandler<RoomEnv<unknown>> {
  return async (c, next) => {
    const key = c.req.header('Idempotency-Key');
    if (key === undefined) return next();
    if (!FORMAT.test(key)) {
      throw invalidField('header.idempotency-key', 'must be 1 to 128 visible ASCII characters');
    }
    const once: Once = {
      key,
      operation,
      isReplay: false,
      request: async () => ({
        operation,
        path: c.req.param(),
        body: rules === undefined ? null : bodyOf(await c.req.json(), rules),
        version: c.req.header('If-Match') ?? null,
      }),
    };
    c.set('caller', { ...c.get('caller'), once });
    await next();
    if (once.isReplay) c.res.headers.set('Idempotency-Replayed', 'true');
  };
}

/** The body as a part of the digest. */
const bodyOf = (body: unknown, { isNew = false }: BodyRules): unknown =>
  isNew && JSON.stringify(body) === '{}' ? null : body;
