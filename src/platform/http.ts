import type { Hook } from '@hono/zod-openapi';
import type { HonoRequest, MiddlewareHandler } from 'hono';
import type { Caller } from './auth/key.ts';
import type { CachedClass, CacheOutcome } from './cache/classes.ts';
import { countedAddress } from './client-address.ts';
import type { DatabaseUse } from './database.ts';
import type { Measured } from './latency/sample.ts';
import { findLosses } from './lossless-json.ts';
import type { GatePorts } from './ports.ts';
import { Problem } from './problem.ts';

/**
 * The variables that the middleware sets for the handlers of a room with these ports. What runs for
 * each message and booking reads them by `c.get`, because `c.var` copies all of them.
 */
export interface RoomEnv<RoomPorts> {
  Bindings: object;
  Variables: {
    deps: RoomPorts;
    requestId: string;
    /** The caller; set by `requireScope`. */
    caller: Caller;
    databaseUse: DatabaseUse;
    /** What the request is measured as; set by `operation` and by handlers that know better. */
    measured?: Measured;
    /** The code of the problem that was answered, for the log. */
    code?: string;
    /** The class of the route, if its answers are cached; set by `operation`. */
    cacheClass?: CachedClass;
    /** How the answer was found, for the log. */
    cacheOutcome?: CacheOutcome;
  };
}

/** The rate limits of wrangler.toml, for the headers: `quota` requests in `window` seconds. */
export const RATE_LIMITS = {
  key: { quota: 10_000, window: 10 },
  address: { quota: 100, window: 10 },
} as const;

/**
 * Counts a request without a key that may be used against its address.
 * @throws Problem rate_limited
 */
export async function limitAddress(c: {
  req: Pick<HonoRequest, 'header'>;
  var: { deps: Pick<GatePorts, 'admitAddress'> };
}): Promise<void> {
  const address = countedAddress(c.req.header('CF-Connecting-IP'));
  if (!(await c.var.deps.admitAddress(address))) throw rateLimited('address');
}

/** The problem of a caller that has made too many requests. */
export function rateLimited(kind: keyof typeof RATE_LIMITS): Problem {
  const { quota, window } = RATE_LIMITS[kind];
  return new Problem('rate_limited', {
    headers: {
      'Retry-After': String(window),
      'RateLimit-Policy': `"${kind}";q=${quota};w=${window}`,
    },
  });
}

/** The rules for a route's JSON body. */
export interface BodyRules {
  /** The largest body that the route takes. */
  readonly maxBytes: number;
  /** Whether the request may come without a body, which then counts as `{}`. */
  readonly optional?: boolean;
  /**
   * Set for a route that took no body in an earlier version. A request without one then has the same
   * digest for its Idempotency-Key as before.
   */
  readonly isNew?: boolean;
  /** The field that takes JSON of any shape. It is stored as it was sent, or refused. */
  readonly anyJson?: string;
}

/**
 * Reads a JSON body before anything parses it, and checks its media type, size and encoding.
 * @throws Problem unsupported_media_type, body_too_large, invalid_json, invalid_field (a value that
 *   JSON.parse would change)
 */
export function jsonBody(rules: BodyRules): MiddlewareHandler {
  const { maxBytes, optional = false, anyJson } = rules;
  return async (c, next) => {
    const mediaType = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
    const isTyped = mediaType === 'application/json';
    if (!isTyped && !optional) throw new Problem('unsupported_media_type');
    const bytes = await readUpTo(c.req, maxBytes);
    if (bytes === undefined) {
      throw new Problem('body_too_large', { detail: `At most ${maxBytes} bytes.` });
    }
    if (optional && bytes.byteLength === 0) {
      const { url, method, headers } = c.req.raw;
      const typed = new Headers(headers);
      typed.set('Content-Type', 'application/json');
      c.req.raw = new Request(url, { method, headers: typed, body: '{}' });
      return next();
    }
    if (!isTyped) throw new Problem('unsupported_media_type');
    const text = decode(bytes);
    if (anyJson !== undefined) refuseLosses(text, anyJson);
    // The validator reads the body from hono's cache, which holds a promise of the text.
    Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
    await next();
  };
}

function decode(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Problem('invalid_json');
  }
}

function refuseLosses(text: string, field: string): void {
  const errors = findLosses(text, field).map(({ path, rule }) => ({
    field: ['body', ...path].join('.'),
    message: rule,
  }));
  if (errors.length > 0) throw new Problem('invalid_field', { errors });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The body, or undefined when it is larger than `maxBytes`. */
async function readUpTo(
  request: HonoRequest,
  maxBytes: number,
): Promise<ArrayBuffer | Uint8Array | undefined> {
  const declared = request.header('Content-Length');
  // The runtime refuses a body that is longer than it declares.
  if (declared !== undefined) {
    return Number(declared) <= maxBytes ? request.raw.arrayBuffer() : undefined;
  }
  return readStreamUpTo(request.raw.body, maxBytes);
}

async function readStreamUpTo(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0];
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/**
 * Turns the errors that zod found into a problem that names each field, never its value.
 * @throws Problem invalid_field
 */
export function refuseInvalid(
  result: Parameters<Hook<unknown, RoomEnv<unknown>, string, unknown>>[0],
): void {
  if (result.success) return;
  const place = { json: 'body', param: 'path' }[result.target as string] ?? result.target;
  const errors = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          field: [place, ...issue.path, key].join('.'),
          message: 'is not a field here',
        }))
      : [{ field: [place, ...issue.path].join('.'), message: issue.message }],
  );
  throw new Problem('invalid_field', { errors });
}
