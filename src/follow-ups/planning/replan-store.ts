import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { isNotSetApart } from '../../platform/failed-work/store.ts';
import { idSchema } from '../../platform/ids.ts';
import {
  id,
  ids,
  instant,
  integer,
  json,
  milliseconds,
  orNull,
} from '../../platform/parameter-kinds.ts';
import { salvaged } from '../../platform/salvage.ts';
import { statement } from '../../platform/statement.ts';
import { jobColumns, jobValues, type PlannedJob, plannedColumns } from './job-store.ts';
import { eventContext, eventJson } from './store.ts';
import { unplannedEventSchema } from './unplanned.ts';

/** Selects the venues whose settings were changed and that are not set apart, at most `limit`. */
export const selectReplanning = statement({
  params: { now: milliseconds, limit: integer },
  row: z.object({ venueId: idSchema<'venue'>() }),
  sql: (p) => sql`select id::text as "venueId" from venues v
     where replan_from is not null and ${isNotSetApart('replan_venue', sql`v.id`, p.now)}
     order by replan_from
     limit (select ${p.limit})`,
});

/**
 * Selects some upcoming bookings of a venue whose follow-ups were changed: the next `limit` bookings
 * by start time, and those that start at the same time as the last of them. `from` is where the walk
 * through the venue's bookings stands, and `to` where it stands afterwards; null at the end. No row
 * when the venue does not wait.
 */
export const selectReplan = statement({
  params: { venue: id<'venue'>(), limit: integer },
  row: z.object({
    replan: z.object({
      from: z.string(),
      to: z.string().nullable(),
      bookings: z.array(idSchema<'booking'>()),
    }),
  }),
  sql: (p) => sql`with walked as materialized (
      -- The look-up by the key keeps PostgreSQL from reading the index of all waiting venues.
      select w.id, w.replan_from
        from (select ${p.venue} as id) n
        cross join lateral (select id, replan_from from venues where id = n.id offset 0) w
       where num_nulls(w.replan_from) = 0
    ),
    page as materialized (
      select b.*
        from walked w
        cross join lateral (
          select id, starts_at from bookings
           where venue_id = w.id and starts_at > w.replan_from and state = 'confirmed'
           order by starts_at
           fetch first (${p.limit}) rows with ties
        ) b
    )
    select jsonb_build_object(
             'from', w.replan_from,
             'to', case when (select count(*) from page) >= ${p.limit}
                        then (select max(starts_at) from page) end,
             'bookings', (select coalesce(jsonb_agg(id), '[]') from page)
           ) as replan
      from walked w`,
});

/** Selects the event that the present jobs of each booking were planned for. */
export const selectReplanEvents = statement({
  params: { bookings: ids<'booking'>() },
  row: z.object({ booking: idSchema<'booking'>(), item: salvaged(unplannedEventSchema) }),
  sql: (p) => sql`select b.id::text as booking, ${eventJson} as item
      from unnest(${p.bookings}) as n (id)
      cross join lateral (select * from bookings where id = n.id offset 0) b
      cross join lateral (
        select * from booking_events
         where booking_id = b.id and state = 'confirmed'
           and (event in ('confirmed', 'confirm', 'approve', 'undo', 'imported')
                or event in ('reschedule', 'change') and schedule_version = version)
         order by version desc
         limit 1) e
      ${eventContext}`,
});

/**
 * Stores the jobs of one step of the walk, and moves the walk on from `from` to `to`. If another sweep
 * has moved it, or the settings have changed again, nothing is stored. A job that exists already keeps
 * its row, and gets the new due time unless it has been claimed.
 */
export const storeReplan = statement({
  params: {
    venue: id<'venue'>(),
    from: instant,
    to: orNull(instant),
    now: milliseconds,
    jobs: json<readonly PlannedJob[]>(),
  },
  row: z.object({ stored: z.int() }),
  sql: (p) => sql`with walked as materialized (
      -- "is not distinct from" keeps PostgreSQL from reading all waiting venues through their index.
      update venues set replan_from = ${p.to}
       where id = ${p.venue} and replan_from is not distinct from ${p.from}
      returning id
    ),
    wanted as (
      select b.workspace_id, j.*
        from walked w
        cross join jsonb_to_recordset(${p.jobs}) as j (${plannedColumns})
        cross join lateral (
          select workspace_id from bookings where id = j.booking_id and venue_id = w.id offset 0
        ) b
    ),
    stored as (
      insert into jobs (${jobColumns})
      select ${jobValues(p.now)}
        from wanted
       order by 1
      on conflict (id) do update
         set due_at = excluded.due_at, wake_at = excluded.wake_at
       where jobs.state = 'planned' and jobs.attempts = 0 and jobs.due_at <> excluded.due_at
      returning id
    )
    select count(*)::int as stored from stored`,
});
