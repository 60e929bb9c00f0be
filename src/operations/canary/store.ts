import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { id, integer, json, smallint, texts } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';
import type { FollowUps } from '../../venues/follow-up-settings.ts';
import type { StoredHours } from '../../venues/opening-hours.ts';
import type { NewVenue } from '../../venues/venue.ts';

/**
 * Makes the canary's workspace, key, venue and table if one of them is missing, deleted or revoked, and
 * otherwise only reads them. Each part waits for the one before, so concurrent statements insert in
 * the same order.
 */
export const makeCanary = statement({
  params: {
    ...{ workspace: id<'workspace'>(), key: id<'key'>(), scopes: texts },
    ...{ venue: id<'venue'>(), table: id<'resource'>() },
    ...{ slotInterval: smallint, turnTimes: json<NewVenue['turnTimes']>(), horizonDays: smallint },
    ...{ weeklyHours: json<StoredHours['weekly']>(), followUps: json<FollowUps>() },
  },
  row: z.object({ made: z.boolean() }),
  sql: (p) => sql`with missing as materialized (
      select 1
       where not exists (select from api_keys
                          where id = ${p.key} and revoked_at is null and scopes @> ${p.scopes})
          or not exists (select from venues where id = ${p.venue} and deleted_at is null)
          or not exists (select from resources where id = ${p.table} and deleted_at is null)
    ),
    workspace as (
      insert into workspaces (id, name) select ${p.workspace}, 'maitred-canary' from missing
      on conflict (id) do nothing
      returning 1
    ),
    key as (
      insert into api_keys (id, workspace_id, name, scopes)
      select ${p.key}, ${p.workspace}, 'canary', ${p.scopes}
        from missing, (select count(*) from workspace) after_workspace
      on conflict (id) do update
         set revoked_at = null, revoked_through = null, scopes = excluded.scopes
      returning 1
    ),
    venue as (
      insert into venues
        (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before, buffer_after,
         lead_time, horizon_days, hold_seconds, cancellation_cutoff, weekly_hours, follow_ups)
      select ${p.venue}, ${p.workspace}, 'canary', 'UTC', ${p.slotInterval}, ${p.turnTimes}, 0, 0,
             0, ${p.horizonDays}, 300, 0, ${p.weeklyHours}, ${p.followUps}
        from missing, (select count(*) from key) after_key
      on conflict (id) do update set deleted_at = null
      returning 1
    ),
    seat as (
      insert into resources (id, workspace_id, venue_id, name, kind, min_party, max_party, priority)
      select ${p.table}, ${p.workspace}, ${p.venue}, 'canary', 'table', 1, 2, 0
        from missing, (select count(*) from venue) after_venue
      on conflict (id) do update set deleted_at = null
      returning 1
    )
    select exists (select from seat) as made`,
});

/** Deletes what the canary no longer needs; see delete_canary_v1. */
export const deleteCanary = statement({
  params: { rows: integer },
  row: z.object({ conversations: z.int(), bookings: z.int() }),
  sql: (p) => sql`select conversations, bookings from delete_canary_v1(${p.rows})`,
});
