import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../platform/ids.ts';
import {
  boolean,
  integer,
  json,
  milliseconds,
  orNull,
  text,
  uuids,
} from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';
import { failingJson, overdueJson } from '../backlog/backlog-store.ts';
import { readingsSchema, storedLightSchema } from './readings.ts';
import { maintenanceCte, OF_PLATFORM, requestReadings } from './readings-store.ts';
import type { SignalState } from './signals.ts';

/** The connections that clients may use: superusers have some of their own. */
const MOST_CONNECTIONS = sql.raw(`current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int`);

const epochMs = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`);

/** The light as it was last evaluated, as a StoredLight; null before the first time. */
export const lightJson = sql`(
      select json_build_object('light', l.light, 'since', ${epochMs('l.since')},
                               'evaluatedAt', ${epochMs('l.evaluated_at')}, 'signals', l.signals)
        from platform_light l)`;

/**
 * Reads everything that the light is decided by, and the light as it was decided before.
 * `before` is the time since which work is overdue.
 */
export const selectReadings = statement({
  params: {
    now: milliseconds,
    windowMinutes: integer,
    hours: json<readonly number[]>(),
    before: milliseconds,
  },
  row: z.object({
    readings: readingsSchema,
    former: storedLightSchema.nullable(),
    isMaintained: z.boolean(),
  }),
  sql: (p) => sql`with ${maintenanceCte(p.now)}
    select json_build_object(${requestReadings(OF_PLATFORM, p)},
             'connections', (
               select json_build_object(
                        'used', count(*), 'most', ${MOST_CONNECTIONS},
                        'waitingForLocks', count(*) filter (
                          where wait_event_type = 'Lock'
                            and query_start < clock_timestamp() - interval '1 second'))
                 from pg_stat_activity where backend_type = 'client backend'),
             'overdue', ${overdueJson(p.before)},
             'failing', ${failingJson(p.now)}) as readings,
           ${lightJson} as former,
           exists (
             select from maintenance where starts_at <= ${p.now} and ends_at > ${p.now}
           ) as "isMaintained"`,
});

/**
 * Stores an evaluation, unless another one was stored since the light was read. With `isChanged` it is
 * added to the history. With `isReported`, webhook jobs are inserted for all endpoints that want to
 * know. They are inserted as claimed, and returned, so that they are sent at once.
 * `missedAt` is when the light should have been evaluated, but was not; otherwise null.
 */
export const storeLight = statement({
  params: {
    now: milliseconds,
    formerAt: orNull(milliseconds),
    former: orNull(text),
    light: text,
    signals: json<readonly SignalState[]>(),
    isChanged: boolean,
    isReported: boolean,
    missedAt: orNull(milliseconds),
    ids: uuids,
  },
  row: z.object({ isStored: z.boolean(), jobs: z.array(idSchema<'job'>()) }),
  sql: (p) => sql`with written as (
      insert into platform_light as l (is_current, light, since, evaluated_at, signals)
      values (true, ${p.light}, ${p.now}, ${p.now}, ${p.signals})
      on conflict (is_current) do update
         set light = excluded.light, evaluated_at = excluded.evaluated_at, signals = excluded.signals,
             since = case when l.light = excluded.light then l.since else excluded.since end
       where l.evaluated_at = ${p.formerAt}
      returning 1
    ),
    missed as (
      insert into light_changes (id, at, light, former, kind, signals)
      select (${p.ids})[1], ${p.missedAt}, 'grey', ${p.former}, 'not_evaluated', '[]'
        from written where ${p.missedAt} is not null
    ),
    change as (
      insert into light_changes (id, at, light, former, kind, signals)
      select (${p.ids})[2], ${p.now}, ${p.light},
             case when ${p.missedAt} is null then ${p.former} else 'grey' end, 'evaluated', ${p.signals}
        from written where ${p.isChanged}
      returning id
    ),
    reported as (
      insert into jobs (id, workspace_id, kind, channel, light_change, webhook_id, event, due_at, state,
                        wake_at, attempts, created_at)
      select job_id_v1(concat_ws('/', c.id, 'operations.status_changed', w.id)), w.workspace_id,
             'event', 'webhook', c.id, w.id, 'operations.status_changed', now(), 'leased',
             now() + interval '5 minutes', 1, now()
        from change c
        join webhooks w on 'operations.status_changed' = any (w.events) and w.disabled_at is null
                       and w.deleted_at is null and w.verified_at is not null
       where ${p.isReported}
       order by 1
      returning id
    )
    select exists (select from written) as "isStored",
           (select coalesce(jsonb_agg(id), '[]') from reported) as jobs`,
});

/** Deletes changes of the light before a time, and maintenance windows that ended then, some each time. */
export const deleteOldLight = statement({
  params: { before: milliseconds, rows: integer },
  row: z.object({ deleted: z.int() }),
  sql: (p) => sql`with changes as (
      delete from light_changes where ctid = any (array(
        select ctid from light_changes where at < ${p.before} order by at limit (select ${p.rows})))
      returning 1
    ),
    windows as (
      delete from maintenance_windows where ctid = any (array(
        select ctid from maintenance_windows
         where ends_at < ${p.before} order by ends_at limit (select ${p.rows})))
      returning 1
    )
    select ((select count(*) from changes) + (select count(*) from windows))::int as deleted`,
});
