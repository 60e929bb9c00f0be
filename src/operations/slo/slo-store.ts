import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { instant, milliseconds } from '../../platform/parameter-kinds.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { countsSchema } from '../light/readings.ts';
import {
  countsJson,
  type Durations,
  maintenanceCte,
  OF_CLIENTS,
  OF_PLATFORM,
  OF_WORKSPACE,
} from '../light/readings-store.ts';

const params = { now: milliseconds, from: instant };

/**
 * The requests of the period by operation: those of its days, without those of the hours that a
 * maintenance window touches.
 */
const periodJson = ({ table, isOwn }: Durations, from: SQL) => sql`(
      select coalesce(json_agg(json_build_object(
               'measured', c.measured, 'requests', c.requests, 'done', c.done,
               'failed', c.failed, 'slow', c.slow)), '[]')
        from (
          select l.measured, sum(l.requests * l.sign) as requests,
                 coalesce(sum(l.requests * l.sign) filter (where l.outcome = 'done'), 0) as done,
                 coalesce(sum(l.requests * l.sign) filter (where l.outcome = 'failed'), 0) as failed,
                 coalesce(sum(l.slow * l.sign) filter (where l.outcome = 'done'), 0) as slow
            from unnest(${OF_CLIENTS}) as m (measured)
            cross join lateral (
              (select l.measured, l.outcome, l.requests, l.slow, 1 as sign from ${table} l
                where ${isOwn} l.grain = 'day'
                  and l.measured = m.measured and l.at >= ${from}
                order by l.at
               offset 0)
              union all
              (select l.measured, l.outcome, l.requests, l.slow, -1
                 from excluded x
                 cross join lateral (
                   select l.* from ${table} l
                    where ${isOwn} l.grain = 'hour'
                      and l.measured = m.measured
                      and l.at >= x.hour and l.at <= x.hour
                    order by l.at
                   offset 0
                 ) l)
            ) l
           group by 1
        ) c)`;

const read = (source: Durations) =>
  callerStatement({
    params,
    body: z.object({
      period: z.array(countsSchema.omit({ window: true })),
      counts: z.array(countsSchema),
      excluded: z.array(z.object({ from: z.string(), to: z.string() })),
    }),
    ctes: (p) => sql`, ${maintenanceCte(p.now)},
    windows as materialized (
      select * from maintenance_windows
       where ends_at > ${p.from} and starts_at <= ${p.now} order by ends_at
    ),
    -- Each hour that a window touches, once. Hours are kept for sixty days.
    excluded as materialized (
      select distinct h.hour
        from windows x
        cross join lateral generate_series(
          date_trunc('hour', greatest(x.starts_at, ${p.from}), 'UTC'),
          least(x.ends_at, ${p.now}) - interval '1 microsecond', interval '1 hour') as h (hour)
    )`,
    sql: (p) => sql`select json_build_object(
               'period', ${periodJson(source, p.from)},
               'counts', ${countsJson(source, p.now)},
               'excluded', (
                 select coalesce(json_agg(json_build_object(
                          'from', iso_v1(x.starts_at), 'to', iso_v1(x.ends_at))
                          order by x.starts_at), '[]')
                   from windows x))
      from caller`,
  });

/** The requests of the caller's workspace in a period and in the windows of burn rates. */
export const selectServiceLevels = read(OF_WORKSPACE);
/** Those of all workspaces. */
export const selectPlatformServiceLevels = read(OF_PLATFORM);
