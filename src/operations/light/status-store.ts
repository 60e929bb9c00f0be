import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../platform/ids.ts';
import { instant, integer, json, milliseconds } from '../../platform/parameter-kinds.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { workspaceOverdueJson } from '../backlog/backlog-store.ts';
import { lightJson } from './light-store.ts';
import { readingsSchema, storedLightSchema } from './readings.ts';
import { maintenanceCte, OF_WORKSPACE, requestReadings } from './readings-store.ts';
import { LIGHTS, signalStateSchema } from './signals.ts';

/** A maintenance window as the database shows it. */
export const storedMaintenanceSchema = z.object({
  id: idSchema<'maintenanceWindow'>(),
  from: z.string(),
  to: z.string(),
  reason: z.string(),
});

/** The window `m` as JSON. */
export const maintenanceJson = sql`json_build_object(
    'id', m.id, 'from', iso_v1(m.starts_at), 'to', iso_v1(m.ends_at), 'reason', m.reason)`;

/** The window that goes on at `now`; null when there is none. */
const currentMaintenance = (now: SQL) => sql`(
      select ${maintenanceJson} from maintenance m
       where m.starts_at <= ${now} and m.ends_at > ${now}
       order by m.starts_at limit 1)`;

/** The light of the platform as it was last evaluated. */
export const selectLight = callerStatement({
  params: { now: milliseconds },
  body: z.object({
    light: storedLightSchema.nullable(),
    maintenance: storedMaintenanceSchema.nullable(),
  }),
  ctes: (p) => sql`, ${maintenanceCte(p.now)}`,
  sql: (p) => sql`select json_build_object('light', ${lightJson},
                             'maintenance', ${currentMaintenance(p.now)})
      from caller`,
});

/** What the light of the caller's workspace is decided by. */
export const selectWorkspaceReadings = callerStatement({
  params: {
    now: milliseconds,
    windowMinutes: integer,
    hours: json<readonly number[]>(),
    before: milliseconds,
  },
  body: z.object({
    readings: readingsSchema,
    maintenance: storedMaintenanceSchema.nullable(),
  }),
  ctes: (p) => sql`, ${maintenanceCte(p.now)}`,
  sql: (p) => sql`select json_build_object(
               'readings', json_build_object(${requestReadings(OF_WORKSPACE, p)},
                  'connections', null, 'overdue', ${workspaceOverdueJson(p.before)},
                  'failing', json_build_array()),
               'maintenance', ${currentMaintenance(p.now)})
      from caller`,
});

/** How many changes an answer has at most. */
export const MOST_CHANGES = 500;
const most = sql.raw(String(MOST_CHANGES + 1));

const changeSchema = z.object({
  at: z.string(),
  light: z.enum(LIGHTS),
  former: z.enum(LIGHTS).nullable(),
  kind: z.enum(['evaluated', 'not_evaluated']),
  signals: z.array(signalStateSchema),
});

/**
 * The changes of the light in a range, the newest first, and for how many seconds it had each colour.
 * A colour lasts until the next change; the last one lasts until now.
 */
export const selectLightHistory = callerStatement({
  params: { from: instant, to: instant, now: milliseconds },
  body: z.object({
    changes: z.array(changeSchema),
    seconds: z.partialRecord(z.enum(LIGHTS), z.number()),
    maintenance: z.array(storedMaintenanceSchema),
  }),
  sql: (p) => sql`select json_build_object(
      'changes', (
        select coalesce(json_agg(json_build_object(
                 'at', iso_v1(c.at), 'light', c.light, 'former', c.former, 'kind', c.kind,
                 'signals', c.signals) order by c.at desc), '[]')
          from (
            select * from light_changes where at >= ${p.from} and at < ${p.to}
             order by at desc limit (select ${most})
          ) c),
      'seconds', (
        select coalesce(json_object_agg(s.light, s.seconds), '{}')
          from (
            select c.light, sum(extract(epoch from least(c.until, ${p.to}, ${p.now})
                                                    - greatest(c.at, ${p.from})))::float8 as seconds
              from (
                select light, at, lead(at, 1, 'infinity') over (order by at) as until
                  from (
                    (select light, at from light_changes where at < ${p.from}
                      order by at desc limit (select 1))
                    union all
                    (select light, at from light_changes
                      where at >= ${p.from} and at < ${p.to} order by at)
                  ) r
              ) c
             where c.at < least(${p.to}, ${p.now})
             group by c.light
          ) s),
      'maintenance', (
        select coalesce(json_agg(${maintenanceJson} order by m.starts_at), '[]')
          from maintenance_windows m
         where m.ends_at > ${p.from} and m.starts_at < ${p.to}))
      from caller`,
});
