import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../platform/ids.ts';
import {
  id,
  instant,
  integer,
  json,
  milliseconds,
  orNull,
} from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';
import { jobColumns, jobValues, type PlannedJob, plannedColumns } from './job-store.ts';
import { eventContext, eventJson } from './store.ts';

/**
 * Selects some upcoming bookings of a venue whose follow-ups were changed, each with the event that
 * its present jobs were planned for: the next `limit` bookings by start time, and those that start at
 * the same time as the last of them. `from` is where the walk through the venue's bookings stands, and
 * `to` where it stands afterwards; null at the end. No row when no venue waits.
 */
export const selectReplan = statement({
  params: { limit: integer },
  row: z.object({
    replan: z.object({
      venueId: idSchema<'venue'>(),
      from: z.string(),
      to: z.string().nullable(),
      /** UnplannedEvents. The caller parses each, so that one bad row does not stop the walk. */
      events: z.array(z.unknown()),
    }),
  }),
  sql: (p) => sql`with walked as materialized (
      select id, replan_from from venues
       where replan_from is not null
       order by replan_from
       limit (select 1)
    ),
    page as materialized (
      select b.*
        from walked w
        cross join lateral (
          select * from bookings
           where venue_id = w.id and starts_at > w.replan_from and state = 'confirmed'
           order by starts_at
           fetch first (${p.limit}) rows with ties
        ) b
    )
    select jsonb_build_object(
             'venueId', w.id, 'from', w.replan_from,
             'to', case when (select count(*) from page) >= ${p.limit}
                        then (select max(starts_at) from page) end,
             'events', (
               select coalesce(jsonb_agg(${eventJson}), '[]')
                 from page b
                cross join lateral (
                  select * from booking_events
                   where booking_id = b.id and state = 'confirmed'
                     and (event in ('confirmed', 'confirm')
                          or event in ('reschedule', 'change') and schedule_version = version)
                   order by version desc
                   limit 1) e
                ${eventContext})
           ) as replan
      from walked w`,
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
