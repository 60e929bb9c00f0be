import type { MiddlewareHandler } from 'hono';
import type { RoomEnv } from '../http.ts';
import type { GatePorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { OverBudget } from './rates.ts';

/**
 * Lets a request pass while its workspace is within its budget, and counts afterwards how long the
 * database worked for it. Runs after `requireScope`.
 * @param operation the operationId
 * @param grows whether the operation stores something, and is refused when the storage is full
 * @throws Problem rate_limited (too many requests), budget_spent (too many milliseconds),
 *   limit_reached (the storage is full)
 */
export function withinBudget(
  operation: string,
  grows: boolean,
): MiddlewareHandler<RoomEnv<GatePorts>> {
  return async (c, next) => {
    const deps = c.get('deps');
    const databaseUse = c.get('databaseUse');
    const { workspaceId } = c.get('caller');
    const admitted = deps.budgets.admit(workspaceId, operation, deps.now());
    if ('limit' in admitted) throw overBudget(admitted);
    try {
      // A refused request counts too, so that the isolate learns when the storage is no longer full.
      const full = grows ? deps.budgets.full(workspaceId, deps.now()) : undefined;
      if (full !== undefined) throw new Problem('limit_reached', { more: { ...full } });
      if (admitted.isCostly && c.req.method === 'GET') {
        databaseUse.slots = { workspaceId, atOnce: admitted.costlyReads };
      }
      await next();
    } finally {
      const now = deps.now();
      admitted.end(databaseUse.ms, databaseUse.requests, now);
      if (deps.budgets.wantsRates(workspaceId, now)) deps.learnRates(workspaceId);
    }
  };
}

/** The names of the policies, with the unit of what they count if that is not requests. */
const UNITS: Readonly<Record<OverBudget['limit'], string>> = {
  requests_per_minute: '',
  requests_at_once: '',
  database_ms_per_minute: ';qu="database-ms"',
  database_ms_at_once: ';qu="database-ms"',
};

/** The problem with the header fields of draft-ietf-httpapi-ratelimit-headers-10. */
function overBudget({ limit, most, waitMs }: OverBudget): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const window = limit.endsWith('_per_minute') ? ';w=60' : '';
  return new Problem(limit.startsWith('requests') ? 'rate_limited' : 'budget_spent', {
    more: { limit, most },
    headers: {
      'Retry-After': String(seconds),
      'RateLimit-Policy': `"${limit}";q=${most}${UNITS[limit]}${window}`,
      RateLimit: `"${limit}";r=0;t=${seconds}`,
    },
  });
}
