import { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { getPath } from 'hono/utils/url';
import { actRoutes } from './bookings/routes/acts.ts';
import { availabilityRoutes } from './bookings/routes/availability.ts';
import { blockRoutes } from './bookings/routes/blocks.ts';
import { bookingRoutes } from './bookings/routes/bookings.ts';
import { reportRoutes } from './bookings/routes/report.ts';
import { requestRoutes } from './bookings/routes/requests.ts';
import { seriesRoutes } from './bookings/routes/series.ts';
import { undoRoutes } from './bookings/routes/undo.ts';
import type { Deps } from './compose.ts';
import { sessionRoutes } from './console/routes/session.ts';
import { conversationRoutes } from './conversations/routes/conversations.ts';
import { messageRoutes } from './conversations/routes/messages.ts';
import { customerRoutes } from './customers/routes/customers.ts';
import { correctionRoutes } from './emotions/routes/corrections.ts';
import { emotionRoutes } from './emotions/routes/emotions.ts';
import { outcomeRoutes } from './emotions/routes/outcomes.ts';
import { floorRoutes } from './floor/routes/floor.ts';
import { calendarRoutes, routedPath } from './follow-ups/routes/calendar.ts';
import { ledgerRoutes } from './follow-ups/routes/ledger.ts';
import { unsubscribeRoutes } from './follow-ups/routes/unsubscribe.ts';
import { countApart } from './operations/canary/count-apart.ts';
import { latencyRoutes } from './operations/routes/latency.ts';
import { maintenanceRoutes } from './operations/routes/maintenance.ts';
import { statusRoutes } from './operations/routes/status.ts';
import { targetOf } from './operations/settings.ts';
import { crossOrigin } from './platform/cross-origin.ts';
import { counted, type DatabaseUse } from './platform/database.ts';
import { DatabaseUnavailable, Refused } from './platform/database-errors.ts';
import type { RoomEnv } from './platform/http.ts';
import { showId } from './platform/ids.ts';
import { sampleOf, weightOf } from './platform/latency/sample.ts';
import { consoleLog, describeFault } from './platform/log.ts';
import { isProblemCode, PROBLEMS, Problem, problemResponse } from './platform/problem.ts';
import { problemsPage } from './platform/problems-page.ts';
import { refusalDetails } from './platform/refusal-details.ts';
import { privacyRoutes } from './privacy/routes/privacy.ts';
import { retentionRoutes } from './privacy/routes/retention.ts';
import { resourceRoutes } from './venues/routes/resources.ts';
import { venueRoutes } from './venues/routes/venues.ts';
import { waitlistRoutes } from './waitlist/routes/waitlist.ts';
import { webhookRoutes } from './webhooks/routes/webhooks.ts';
import { keyRoutes } from './workspaces/routes/keys.ts';
import { limitRoutes } from './workspaces/routes/limits.ts';

type AppEnv = RoomEnv<Deps>;

/** Builds the dependencies of all rooms for one request. */
export type Compose = (bindings: object, waitUntil: (work: Promise<unknown>) => void) => Deps;

/** The HTTP API. It is given the composition root, so that its description can be made without one. */
export function createApp(compose: Compose) {
  const base = new OpenAPIHono<AppEnv>({ getPath: (request) => routedPath(getPath(request)) });

  // One log line a request. It names the route's pattern, never the path: paths hold ids of guests.
  base.use(async (c, next) => {
    const started = Date.now();
    const given = c.req.header('X-Request-Id') ?? '';
    const requestId = /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID();
    c.set('requestId', requestId);
    const deps = compose(c.env, (work) => c.executionCtx.waitUntil(work));
    const databaseUse: DatabaseUse = {
      requests: 0,
      ms: 0,
      inDatabaseMs: undefined,
      slots: undefined,
      cacheFactor: 1,
    };
    const database = counted(deps.database, databaseUse);
    c.set('databaseUse', databaseUse);
    c.set('deps', { ...deps, database });
    await next();
    const caller = c.get('caller');
    if (caller !== undefined && c.res.status !== 401) deps.noteKeyUse(caller);
    const totalMs = Date.now() - started;
    c.res.headers.set('X-Request-Id', requestId);
    c.res.headers.set('Server-Timing', serverTiming(databaseUse, totalMs));
    const measured = countApart(c.get('measured'), caller?.workspaceId);
    const { status } = c.res;
    const weight = weightOf(measured, status, caller !== undefined, deps.random());
    if (measured !== undefined && weight > 0) {
      const { ms: databaseMs, inDatabaseMs } = databaseUse;
      const sample = sampleOf({
        ...{ measured, status, cf: Reflect.get(c.req.raw, 'cf'), at: started + totalMs },
        ...{ weight, targetMs: targetOf(deps.operations, measured) },
        ...{ totalMs, databaseMs, inDatabaseMs },
      });
      deps.noteSample(sample, caller);
    }
    deps.log.info('request', {
      requestId,
      method: c.req.method,
      route: c.req.routePath,
      status: c.res.status,
      code: c.get('code'),
      ms: totalMs,
      databaseMs: databaseUse.ms,
      inDatabaseMs: databaseUse.inDatabaseMs,
      cacheClass: c.get('cacheClass'),
      cache: c.get('cacheOutcome'),
      key: caller && showId('key', caller.keyId),
      workspace: caller?.workspaceId,
    });
  });

  // Security headers for JSON answers. The API reference page sets its own.
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

  // Answers contain secrets and data of guests. A cache may keep only those whose route says so.
  base.use(async (c, next) => {
    await next();
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
  });

  base.use((c, next) => {
    const origins = c.get('deps').corsOrigins;
    return origins.length === 0 ? next() : crossOrigin(origins)(c, next);
  });

  const app = base
    .route('/', messageRoutes)
    .route('/', conversationRoutes)
    .route('/', emotionRoutes)
    .route('/', correctionRoutes)
    .route('/', customerRoutes)
    .route('/', privacyRoutes)
    .route('/', retentionRoutes)
    .route('/', venueRoutes)
    .route('/', resourceRoutes)
    .route('/', availabilityRoutes)
    .route('/', blockRoutes)
    .route('/', calendarRoutes)
    .route('/', bookingRoutes)
    .route('/', actRoutes)
    .route('/', undoRoutes)
    .route('/', requestRoutes)
    .route('/', seriesRoutes)
    .route('/', reportRoutes)
    .route('/', waitlistRoutes)
    .route('/', floorRoutes)
    .route('/', outcomeRoutes)
    .route('/', ledgerRoutes)
    .route('/', unsubscribeRoutes)
    .route('/', webhookRoutes)
    .route('/', keyRoutes)
    .route('/', limitRoutes)
    .route('/', latencyRoutes)
    .route('/', statusRoutes)
    .route('/', maintenanceRoutes)
    .route('/', sessionRoutes);

  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/problems', problemsPage);

  app.notFound((c) => {
    const methods = methodsOf(c.req.path);
    if (methods.length === 0) return refuse(new Problem('route_not_found'));
    const headers = { Allow: methods.join(', ') };
    if (c.req.method === 'OPTIONS') return c.body(null, 204, headers);
    return refuse(new Problem('method_not_allowed', { headers }));

    function refuse(problem: Problem) {
      c.set('code', problem.code);
      return problemResponse(problem, c.get('requestId'));
    }
  });

  app.onError((error, c) => {
    const requestId = c.get('requestId') ?? crypto.randomUUID();
    const problem = problemOf(error);
    c.set('code', problem.code);
    if (problem.code === 'internal' || problem.code === 'unavailable') {
      consoleLog.error('fault', { requestId, ...describeFault(error) });
    }
    return problemResponse(problem, requestId);
  });

  return app;

  /** The methods that a path takes, read from the routes themselves. */
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
}

/**
 * The value of `Server-Timing`, in milliseconds: `total`; `db`, in which the database executed the
 * statement; and `wait`, the rest of the time until its answer. A part that is not known is left out.
 */
function serverTiming({ ms, inDatabaseMs }: DatabaseUse, totalMs: number): string {
  const total = `total;dur=${totalMs}`;
  if (inDatabaseMs === undefined) return total;
  const wait = Math.max(0, ms - inDatabaseMs);
  return `db;dur=${inDatabaseMs.toFixed(1)}, wait;dur=${wait.toFixed(1)}, ${total}`;
}

/** Every error becomes a problem here. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) {
    return PROBLEMS[error.code][0] === 401
      ? new Problem(error.code, { headers: { 'WWW-Authenticate': 'Bearer' } })
      : error;
  }
  if (error instanceof Refused && isProblemCode(error.reason)) {
    switch (error.reason) {
      case 'limit_reached':
        return new Problem(error.reason, { more: refusalDetails(error) });
      case 'budget_spent':
        return new Problem(error.reason, {
          more: refusalDetails(error),
          headers: { 'Retry-After': '1' },
        });
      default:
        return new Problem(error.reason);
    }
  }
  if (error instanceof DatabaseUnavailable) {
    return new Problem('unavailable', { headers: { 'Retry-After': '1' } });
  }
  if (error instanceof HTTPException && error.status === 400) return new Problem('invalid_json');
  return new Problem('internal');
}
