import type { Hook } from '@hono/zod-openapi';
import type { Context, HonoRequest, MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import type { Caller } from '../workspaces/key.ts';
import type { Scope } from '../workspaces/scopes.ts';
import { Problem } from './problem.ts';

/** What the middleware leaves for the handlers. */
export interface AppEnv {
  Bindings: object;
  Variables: {
    env: Env;
    deps: Deps;
    requestId: string;
    caller: Caller;
    code?: string;
  };
}

/** What the rate limits of wrangler.toml are, for the headers: requests a window, in seconds. */
export const RATE_LIMITS = {
  key: { quota: 10_000, window: 10 },
  address: { quota: 100, window: 10 },
} as const;

/**
 * Lets a request pass whose key is genuine, has the scope and is within its rate. Requests without
 * a genuine key count by address, so that guessing keys is slow.
 */
export function requireScope(scope: Scope): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { env, deps } = c.var;
    const header = c.req.header('Authorization');
    const key = header?.match(/^Bearer +(\S+)$/i)?.[1];
    const caller = key === undefined ? undefined : await deps.signer.verify(key);
    if (caller === undefined) {
      await limitAddress(c);
      throw new Problem(key === undefined ? 'key_missing' : 'key_invalid');
    }
    const { success } = await env.KEY_RATE_LIMIT.limit({ key: caller.keyId });
    if (!success) throw rateLimited('key');
    if (!caller.scopes.includes(scope)) {
      throw new Problem('scope_missing', {
        detail: `This request needs the scope ${scope}.`,
        headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
      });
    }
    c.set('caller', caller);
    await next();
  };
}

/** Counts a request without a key by its address. */
export async function limitAddress(c: Context<AppEnv>): Promise<void> {
  const address = c.req.header('CF-Connecting-IP') ?? 'unknown';
  const { success } = await c.var.env.ADDRESS_RATE_LIMIT.limit({ key: address });
  if (!success) throw rateLimited('address');
}

function rateLimited(kind: keyof typeof RATE_LIMITS): Problem {
  const { quota, window } = RATE_LIMITS[kind];
  return new Problem('rate_limited', {
    headers: {
      'Retry-After': String(window),
      'RateLimit-Policy': `"${kind}";q=${quota};w=${window}`,
    },
  });
}

/**
 * Reads a JSON body within its limit before anything parses it: the media type, the size and the
 * encoding are checked here.
 */
export function jsonBody(maxBytes: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const mediaType = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
    if (mediaType !== 'application/json') throw new Problem('unsupported_media_type');
    const bytes = await readUpTo(c.req, maxBytes);
    if (bytes === undefined) {
      throw new Problem('body_too_large', { detail: `At most ${maxBytes} bytes.` });
    }
    try {
      const text = utf8.decode(bytes);
      // The validator parses the body from here; hono keeps a promise under a type that says string.
      Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
    } catch {
      throw new Problem('invalid_json');
    }
    await next();
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The body, or undefined when it is larger than that. */
async function readUpTo(
  request: HonoRequest,
  maxBytes: number,
): Promise<ArrayBuffer | Uint8Array | undefined> {
  const told = request.header('Content-Length');
  // The runtime holds a body to the length that was told.
  if (told !== undefined) {
    return Number(told) <= maxBytes ? request.raw.arrayBuffer() : undefined;
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

/** Turns what zod refused into a problem that names each field, and never repeats its value. */
export const refuseInvalid: Hook<unknown, AppEnv, string, unknown> = (result) => {
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
};
