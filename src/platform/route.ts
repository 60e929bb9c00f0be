import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { requireScope } from './auth/require-scope.ts';
import type { Scope } from './auth/scopes.ts';
import { withinBudget } from './budgets/within-budget.ts';
import { CACHED_CLASSES, type CacheClass, type CachedClass } from './cache/classes.ts';
import { NOT_TAGS, readTags } from './entity-tags.ts';
import { type BodyRules, jsonBody, type RoomEnv, refuseInvalid } from './http.ts';
import {
  idempotencyKeyParameter,
  KEEPS_THE_ANSWER,
  takeIdempotencyKey,
} from './idempotency-key.ts';
import type { Measured } from './latency/sample.ts';
import { PROBLEMS, type ProblemCode } from './problem.ts';

/** The groups that the API reference is divided into, one for each room. */
export type Tag =
  | 'Conversations'
  | 'Emotions'
  | 'Customers'
  | 'Venues'
  | 'Availability'
  | 'Bookings'
  | 'Waitlist'
  | 'Calendars'
  | 'Webhooks'
  | 'Operations'
  | 'Keys';

/** The routes of a room, whose handlers find these ports in `c.var.deps`. */
export const router = <RoomPorts>() =>
  new OpenAPIHono<RoomEnv<RoomPorts>>({ defaultHook: refuseInvalid });

export interface Operation {
  /** Unique in the API; the typed client has a method of this name. */
  readonly id: string;
  readonly tag: Tag;
  /** One line, in the imperative. */
  readonly summary: string;
  readonly description?: string;
  /** The scope that the caller's key must have, or several of which it needs each. */
  readonly scope: Scope | readonly Scope[];
  /** Set for requests that fill the storage of a workspace; they are refused when it is full. */
  readonly grows?: true;
  /** The limits of the JSON body, for a route that takes one. */
  readonly body?: BodyRules;
  /**
   * Set for every write: the request may have an Idempotency-Key. A text describes what the header
   * does, where that is not {@link KEEPS_THE_ANSWER}.
   */
  readonly idempotencyKey?: true | string;
  /**
   * What the durations of the requests are counted as. Without it, they are those of reads or writes.
   */
  readonly measured?: Measured;
  /**
   * Set for a read whose handler answers with `cachedAnswer`. Without it, the class is `never`: no
   * cache keeps the answers.
   */
  readonly cache?: CachedClass;
}

/** The part that all routes have alike: their texts, and the middleware before their handler. */
export function operation(wanted: Operation) {
  const { id, tag, summary, description, scope, body, idempotencyKey, cache } = wanted;
  const scopes = typeof scope === 'string' ? [scope] : scope;
  const texts = [description, cache && CACHED_CLASSES[cache].description].filter(isGiven);
  const header = idempotencyKey === true ? KEEPS_THE_ANSWER : idempotencyKey;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(texts.length === 0 ? {} : { description: texts.join(' ') }),
    security: [{ apiKey: [...scopes] }],
    'x-cache-class': (cache ?? 'never') satisfies CacheClass,
    ...(header === undefined ? {} : { parameters: [idempotencyKeyParameter(header)] }),
    middleware: [
      measuredAs(wanted),
      requireScope(...scopes),
      withinBudget(id, wanted.grows === true),
      ...(body === undefined ? [] : [jsonBody(body)]),
      ...(header === undefined ? [] : [takeIdempotencyKey(id, body)]),
      ...(cache === undefined ? [] : [ofCacheClass(cache)]),
    ],
  };
}

const isGiven = (text: string | undefined) => text !== undefined;

/** Measures a request as its operation says, or as a read or a write by its method. */
const measuredAs =
  ({ measured }: Pick<Operation, 'measured'>): MiddlewareHandler<RoomEnv<unknown>> =>
  (c, next) => {
    c.set('measured', measured ?? (c.req.method === 'GET' ? 'read' : 'write'));
    return next();
  };

const ofCacheClass =
  (cacheClass: CachedClass): MiddlewareHandler<RoomEnv<unknown>> =>
  (c, next) => {
    c.set('cacheClass', cacheClass);
    return next();
  };

/** A request's JSON body. `optional` must equal that of the operation's {@link BodyRules}. */
export function body<Schema extends z.ZodType>(schema: Schema, { optional = false } = {}) {
  return { required: !optional, content: { 'application/json': { schema } } };
}

/** A JSON answer. */
export function answer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** An answer without a body. */
export const noContent = (description: string) => ({ 204: { description } });

/** The body of every problem (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string().openapi({ description: 'The URL of the explanation of the code.' }),
    title: z.string().openapi({ description: 'The meaning of the code.' }),
    status: z.int().openapi({ description: 'The HTTP status.' }),
    code: z.string().openapi({ description: 'The stable code; /problems lists all codes.' }),
    detail: z.string().optional().openapi({ description: 'An explanation for this request.' }),
    errors: z
      .array(
        z.object({
          field: z.string().openapi({
            description:
              'For example body.customer.email. A longer path than 200 characters is cut.',
          }),
          message: z.string().openapi({ description: 'The rule that the field breaks.' }),
        }),
      )
      .optional()
      .openapi({ description: 'The invalid fields, the first 20 at most.' }),
    alternatives: z
      .array(z.string())
      .optional()
      .openapi({ description: 'The free start times nearest to the one requested.' }),
    state: z
      .string()
      .optional()
      .openapi({ description: 'The current state of the booking or waitlist entry.' }),
    limit: z.string().optional().openapi({
      description: 'The limit of the workspace that is reached; GET /v1/limits lists all.',
    }),
    most: z.int().optional().openapi({ description: 'The value of that limit.' }),
    bookingId: z.string().optional().openapi({
      description: 'The booking that is in the way, for keys that may read bookings.',
    }),
    bookings: z
      .array(z.string())
      .optional()
      .openapi({ description: 'The bookings that lie in a block, the first 100 at most.' }),
    missing: z
      .array(
        z.object({
          start: z.string(),
          code: z.string(),
          alternatives: z.array(z.string()).optional(),
          limit: z.string().optional(),
          most: z.int().optional(),
          bookingId: z.string().optional(),
        }),
      )
      .optional()
      .openapi({ description: 'The occurrences of a series that cannot be had.' }),
    count: z.int().optional().openapi({ description: 'How many bookings lie in the block.' }),
    requestId: z.string().openapi({ description: 'Identifies the request in the logs.' }),
  })
  .openapi('Problem');

const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

interface Problems {
  readonly default: ReturnType<typeof problemAnswer>;
}

/**
 * The problems of an operation: the codes given, by status, and a default for those that every
 * operation can answer (invalid input, keys, rate limits, faults). The type names the default only,
 * so that a handler's type stays the type of its successes.
 */
export function refusals(...codes: readonly ProblemCode[]): Problems {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code][0]);
  const documented = [...byStatus].map(([status, some]) => [
    status,
    problemAnswer(some.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}`).join('\n\n')),
  ]);
  return {
    ...Object.fromEntries(documented),
    default: problemAnswer('A problem (RFC 9457). Its `code` is one of those listed at /problems.'),
  };
}

/** The header `If-Match` with ETags of a versioned thing. */
export const versionHeaderSchema = z.object({
  'if-match': z
    .string()
    .refine((value) => readTags(value) !== undefined, NOT_TAGS)
    .optional()
    .openapi({
      description:
        'The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.',
      example: '"1"',
    }),
});

const VERSION_TAG = /^"[1-9]\d{0,8}"$/;

/**
 * The versions that `If-Match` lists; undefined when every version will do. A tag that is not the
 * tag of a version matches none, so it is left out.
 */
export function versionsOf(
  headers: z.infer<typeof versionHeaderSchema>,
): readonly number[] | undefined {
  const tags = readTags(headers['if-match'] ?? '*') ?? [];
  if (tags === '*') return undefined;
  return tags.filter((tag) => VERSION_TAG.test(tag)).map((tag) => Number(tag.slice(1, -1)));
}

/** Sets the ETag of a versioned thing, which is its version, and returns the thing. */
export function tagged<Thing extends { version: number }>(c: Context, thing: Thing): Thing {
  c.header('ETag', `"${thing.version}"`);
  return thing;
}
