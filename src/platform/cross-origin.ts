import { cors } from 'hono/cors';

const corsOf = new WeakMap<readonly string[], ReturnType<typeof cors>>();

/** The CORS middleware for these origins, made once. */
export function crossOrigin(origins: readonly string[]) {
  const known = corsOf.get(origins);
  if (known !== undefined) return known;
  const made = cors({
    origin: origins.includes('*') ? '*' : [...origins],
    allowHeaders: [
      'Authorization',
      'Cache-Control',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'X-Request-Id',
    ],
    exposeHeaders: [
      'Age',
      'ETag',
      'Idempotency-Replayed',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'Server-Timing',
      'X-Request-Id',
    ],
    maxAge: 86_400,
  });
  corsOf.set(origins, made);
  return made;
}
