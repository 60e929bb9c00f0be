import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { getPath } from 'hono/utils/url';
import { availabilityRoutes } from './bookings/routes/availability.ts';
import { bookingRoutes } from './bookings/routes/bookings.ts';
import { conversationRoutes } from './conversations/routes/conversations.ts';
import { messageRoutes } from './conversations/routes/messages.ts';
import { customerRoutes } from './customers/routes/customers.ts';
import { composeDeps } from './deps.ts';
import { correctionRoutes } from './emotions/routes/corrections.ts';
import { emotionRoutes } from './emotions/routes/emotions.ts';
import { outcomeRoutes } from './emotions/routes/outcomes.ts';
import { type Env, parseEnv } from './env.ts';
import { calendarRoutes, routedPath } from './follow-ups/routes/calendar.ts';
import { ledgerRoutes } from './follow-ups/routes/ledger.ts';
import { timed } from './platform/database.ts';
import { DatabaseUnavailable, Refused } from './platform/database-errors.ts';
import { type AppEnv, limitAddress } from './platform/http.ts';
import { consoleLog, describeFault } from './platform/log.ts';
import { isProblemCode, PROBLEMS, Problem, problemResponse } from './platform/problem.ts';
import { venueRoutes } from './venues/routes/venues.ts';
import { waitlistRoutes } from './waitlist/routes/waitlist.ts';
import { describeEvents } from './webhooks/openapi.ts';
import { webhookRoutes } from './webhooks/routes/webhooks.ts';
import { keyRoutes } from './workspaces/routes/keys.ts';

const base = new OpenAPIHono<AppEnv>({ getPath: (request) => routedPath(getPath(request)) });

/** One line a request: the route's pattern, never the path, as ids may be personal. */
base.use(async (c, next) => {
  const started = Date.now();
  const given = c.req.header('X-Request-Id') ?? '';
  const requestId = /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID();
  c.set('requestId', requestId);
  const env = parseEnv(c.env);
  const deps = composeDeps(env, (work) => c.executionCtx.waitUntil(work));
  let databaseMs = 0;
  c.set('env', env);
  c.set('deps', { ...deps, database: timed(deps.database, (ms) => (databaseMs += ms)) });
  await next();
  const totalMs = Date.now() - started;
  c.res.headers.set('X-Request-Id', requestId);
  c.res.headers.set('Server-Timing', `db;dur=${databaseMs}, total;dur=${totalMs}`);
  deps.log.info('request', {
    requestId,
    method: c.req.method,
    route: c.req.routePath,
    status: c.res.status,
    code: c.var.code,
    ms: totalMs,
    databaseMs,
    key: c.var.caller?.keyId,
    workspace: c.var.caller?.workspaceId,
  });
});

// Those that mean something for answers that are data; the reference page has its own.
base.use(
  secureHeaders({
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  }),
);

const crossOrigin = new WeakMap<Env, MiddlewareHandler<AppEnv>>();

base.use((c, next) => {
  const origins = c.var.env.CORS_ORIGINS;
  if (origins.length === 0) return next();
  let middleware = crossOrigin.get(c.var.env);
  if (middleware === undefined) {
    middleware = cors({
      origin: origins.includes('*') ? '*' : origins,
      allowHeaders: [
        'Authorization',
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
        'RateLimit-Policy',
        'Retry-After',
        'Server-Timing',
        'X-Request-Id',
      ],
      maxAge: 86_400,
    });
    crossOrigin.set(c.var.env, middleware);
  }
  return middleware(c, next);
});

base.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
  type: 'http',
  scheme: 'bearer',
  description: 'An API key: mtd_…',
});

describeEvents(base.openAPIRegistry);

/** The whole API; its type is what the typed client is made from. */
export const app = base
  .route('/', messageRoutes)
  .route('/', conversationRoutes)
  .route('/', emotionRoutes)
  .route('/', correctionRoutes)
  .route('/', customerRoutes)
  .route('/', venueRoutes)
  .route('/', availabilityRoutes)
  .route('/', calendarRoutes)
  .route('/', bookingRoutes)
  .route('/', waitlistRoutes)
  .route('/', outcomeRoutes)
  .route('/', ledgerRoutes)
  .route('/', webhookRoutes)
  .route('/', keyRoutes);

export type App = typeof app;

app.get('/healthz', (c) => c.json({ status: 'ok' }));

app.get('/problems', (c) =>
  c.json(
    Object.fromEntries(
      Object.entries(PROBLEMS).map(([code, [status, meaning]]) => [code, { status, meaning }]),
    ),
  ),
);

app.get('/openapi.json', async (c) => {
  await limitAddress(c);
  return c.json(
    app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Maitred', version: '0.1.0' },
    }),
  );
});

app.notFound((c) => {
  const methods = methodsOf(c.req.path);
  if (methods.length === 0) return answer(new Problem('route_not_found'));
  const headers = { Allow: methods.join(', ') };
  if (c.req.method === 'OPTIONS') return c.body(null, 204, headers);
  return answer(new Problem('method_not_allowed', { headers }));

  function answer(problem: Problem) {
    c.set('code', problem.code);
    return problemResponse(problem, c.var.requestId);
  }
});

app.onError((error, c) => {
  const requestId = c.var.requestId ?? crypto.randomUUID();
  const problem = problemOf(error);
  c.set('code', problem.code);
  if (problem.code === 'internal' || problem.code === 'unavailable') {
    consoleLog.error('fault', { requestId, ...describeFault(error) });
  }
  return problemResponse(problem, requestId);
});

/** The one place where whatever went wrong becomes a problem. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) {
    return PROBLEMS[error.code][0] === 401
      ? new Problem(error.code, { headers: { 'WWW-Authenticate': 'Bearer' } })
      : error;
  }
  if (error instanceof Refused && isProblemCode(error.reason)) return new Problem(error.reason);
  if (error instanceof DatabaseUnavailable) {
    return new Problem('unavailable', { headers: { 'Retry-After': '1' } });
  }
  if (error instanceof HTTPException && error.status === 400) return new Problem('invalid_json');
  return new Problem('internal');
}

/** The methods that a path takes, from the routes themselves. */
function methodsOf(path: string): string[] {
  const methods = new Set<string>();
  for (const route of app.routes) {
    if (route.method === 'ALL') continue;
    const pattern = new RegExp(`^${route.path.replace(/:[^/]+/g, '[^/]+')}$`);
    if (pattern.test(path)) methods.add(route.method);
  }
  if (methods.has('GET')) methods.add('HEAD');
  if (methods.size > 0) methods.add('OPTIONS');
  return [...methods];
}
