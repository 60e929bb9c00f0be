import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { callerStatement } from '../workspaces/store.ts';
import { storedCombinationSchema, storedResourceSchema, storedVenueSchema } from './venue.ts';

const p = sql.placeholder;

const venueJson = sql`jsonb_build_object(
    'id', v.id, 'name', v.name, 'timeZone', v.time_zone, 'slotInterval', v.slot_interval,
    'turnTimes', v.turn_times, 'bufferBefore', v.buffer_before, 'bufferAfter', v.buffer_after,
    'leadTime', v.lead_time, 'horizonDays', v.horizon_days, 'pacingParties', v.pacing_parties,
    'pacingCovers', v.pacing_covers, 'holdSeconds', v.hold_seconds,
    'cancellationCutoff', v.cancellation_cutoff, 'followUps', v.follow_ups,
    'waitlistFirst', v.waitlist_first, 'offerSeconds', v.offer_seconds, 'hours', jsonb_build_object(
      'weekly', v.weekly_hours, 'exceptions', v.exceptions),
    'createdAt', iso_v1(v.created_at)
  )`;

/** The live venue that the caller named, as `v`. */
const namedVenue = sql`caller join venues v
    on v.id = ${p('venue')}::uuid and v.workspace_id = caller.workspace_id and v.deleted_at is null`;

/** Fails with 22023 for a zone that PostgreSQL does not know. */
const knownZone = sql`(select ${p('timeZone')}::text from (select now() at time zone ${p('timeZone')}::text) known)`;

export const insertVenue = callerStatement(
  storedVenueSchema,
  sql`select ${venueJson} from inserted v`,
  sql`, inserted as (
    insert into venues
      (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before, buffer_after,
       lead_time, horizon_days, pacing_parties, pacing_covers, hold_seconds, cancellation_cutoff,
       follow_ups, waitlist_first, offer_seconds)
    select ${p('id')}::uuid, workspace_id, ${p('name')}::text, ${knownZone},
           ${p('slotInterval')}::smallint, ${p('turnTimes')}::jsonb,
           ${p('bufferBefore')}::smallint, ${p('bufferAfter')}::smallint, ${p('leadTime')}::int,
           ${p('horizonDays')}::smallint, ${p('pacingParties')}::smallint,
           ${p('pacingCovers')}::smallint, ${p('holdSeconds')}::int,
           ${p('cancellationCutoff')}::int, ${p('followUps')}::jsonb,
           ${p('waitlistFirst')}::boolean, ${p('offerSeconds')}::int
      from caller
    returning *
  )`,
);

/** Changes what the change names; null takes a pacing limit away. */
export const updateVenue = callerStatement(
  storedVenueSchema,
  sql`select ${venueJson} from updated v`,
  sql`, updated as (
    update venues v
       set name = coalesce(x.change ->> 'name', v.name),
           time_zone = coalesce(x.change ->> 'timeZone', v.time_zone),
           slot_interval = coalesce((x.change ->> 'slotInterval')::smallint, v.slot_interval),
           turn_times = coalesce(x.change -> 'turnTimes', v.turn_times),
           buffer_before = coalesce((x.change ->> 'bufferBefore')::smallint, v.buffer_before),
           buffer_after = coalesce((x.change ->> 'bufferAfter')::smallint, v.buffer_after),
           lead_time = coalesce((x.change ->> 'leadTime')::int, v.lead_time),
           horizon_days = coalesce((x.change ->> 'horizonDays')::smallint, v.horizon_days),
           pacing_parties = case when x.change ? 'pacingParties'
                                 then (x.change ->> 'pacingParties')::smallint
                                 else v.pacing_parties end,
           pacing_covers = case when x.change ? 'pacingCovers'
                                then (x.change ->> 'pacingCovers')::smallint
                                else v.pacing_covers end,
           hold_seconds = coalesce((x.change ->> 'holdSeconds')::int, v.hold_seconds),
           cancellation_cutoff =
             coalesce((x.change ->> 'cancellationCutoff')::int, v.cancellation_cutoff),
           follow_ups = v.follow_ups || coalesce(x.change -> 'followUps', '{}'),
           waitlist_first = coalesce((x.change ->> 'waitlistFirst')::boolean, v.waitlist_first),
           offer_seconds = coalesce((x.change ->> 'offerSeconds')::int, v.offer_seconds)
      from caller,
           (select ${p('change')}::jsonb as change,
                   now() at time zone coalesce(${p('change')}::jsonb ->> 'timeZone', 'UTC') as known) x
     where v.id = ${p('venue')}::uuid and v.workspace_id = caller.workspace_id
       and v.deleted_at is null and x.known is not null
    returning v.*
  )`,
);

export const updateHours = callerStatement(
  storedVenueSchema,
  sql`select ${venueJson} from updated v`,
  sql`, updated as (
    update venues v
       set weekly_hours = ${p('weekly')}::jsonb, exceptions = ${p('exceptions')}::jsonb
      from caller
     where v.id = ${p('venue')}::uuid and v.workspace_id = caller.workspace_id
       and v.deleted_at is null
    returning v.*
  )`,
);

export const selectVenue = callerStatement(
  storedVenueSchema,
  sql`select ${venueJson} from ${namedVenue}`,
);

export const selectVenues = callerStatement(
  z.array(storedVenueSchema),
  sql`select coalesce(jsonb_agg(${venueJson} order by v.id desc), '[]')
        from (
          select v.* from caller join venues v on v.workspace_id = caller.workspace_id
           where v.deleted_at is null and (${p('before')}::uuid is null or v.id < ${p('before')}::uuid)
           order by v.id desc
           limit ${p('limit')}::int
        ) v`,
);

/** A deleted venue takes no booking any more; those that it has are lived out. */
export const deleteVenue = callerStatement(
  z.string(),
  sql`select id::text from deleted`,
  sql`, deleted as (
    update venues v set deleted_at = now() from caller
     where v.id = ${p('venue')}::uuid and v.workspace_id = caller.workspace_id
       and v.deleted_at is null
    returning v.id
  )`,
);

const resourceJson = sql`jsonb_build_object(
    'id', r.id, 'name', r.name, 'kind', r.kind, 'minParty', r.min_party, 'maxParty', r.max_party,
    'priority', r.priority)`;

export const insertResource = callerStatement(
  storedResourceSchema,
  sql`select ${resourceJson} from inserted r`,
  sql`, inserted as (
    insert into resources
      (id, workspace_id, venue_id, name, kind, min_party, max_party, priority)
    select ${p('id')}::uuid, v.workspace_id, v.id, ${p('name')}::text, ${p('kind')}::text,
           ${p('minParty')}::smallint, ${p('maxParty')}::smallint, ${p('priority')}::smallint
      from ${namedVenue}
    returning *
  )`,
);

/** Changes what the change names, unless it would turn the range of parties round. */
export const updateResource = callerStatement(
  z.object({ resource: storedResourceSchema.nullable() }),
  sql`select jsonb_build_object('resource', (select ${resourceJson} from updated r)) from known`,
  sql`, known as (
    select r.id, coalesce((x.change ->> 'minParty')::smallint, r.min_party) as min_party,
           coalesce((x.change ->> 'maxParty')::smallint, r.max_party) as max_party, x.change
      from ${namedVenue}
      join resources r on r.id = ${p('id')}::uuid and r.venue_id = v.id and r.deleted_at is null
      cross join (select ${p('change')}::jsonb as change) x
  ),
  updated as (
    update resources r
       set name = coalesce(k.change ->> 'name', r.name),
           kind = coalesce(k.change ->> 'kind', r.kind),
           min_party = k.min_party, max_party = k.max_party,
           priority = coalesce((k.change ->> 'priority')::smallint, r.priority)
      from known k
     where r.id = k.id and k.min_party <= k.max_party
    returning r.*
  )`,
);

const combinationJson = sql`jsonb_build_object(
    'id', c.id, 'resourceIds', to_jsonb(c.resource_ids), 'minParty', c.min_party,
    'maxParty', c.max_party, 'priority', c.priority)`;

/** Stored only when every member is a live resource of the venue: `unknown` counts those that are not. */
export const insertCombination = callerStatement(
  z.object({ unknown: z.number(), combination: storedCombinationSchema.nullable() }),
  sql`select jsonb_build_object('unknown', ${p('members')}::int - known.members, 'combination',
             (select ${combinationJson} from inserted c))
        from known`,
  sql`, known as (
    select v.id, v.workspace_id, count(r.id)::int as members
      from ${namedVenue}
      left join resources r on r.venue_id = v.id and r.deleted_at is null
       and r.id = any (${p('resourceIds')}::uuid[])
     group by 1, 2
  ),
  inserted as (
    insert into combinations
      (id, workspace_id, venue_id, resource_ids, min_party, max_party, priority)
    select ${p('id')}::uuid, workspace_id, id, ${p('resourceIds')}::uuid[],
           ${p('minParty')}::smallint, ${p('maxParty')}::smallint, ${p('priority')}::smallint
      from known where members = ${p('members')}::int
    returning *
  )`,
);

const allOf = (table: SQL, as: SQL, json: SQL) =>
  sql`(select coalesce(jsonb_agg(${json} order by ${as}.id), '[]')
         from ${table} ${as} where ${as}.venue_id = v.id and ${as}.deleted_at is null)`;

export const selectResources = callerStatement(
  z.object({
    resources: z.array(storedResourceSchema),
    combinations: z.array(storedCombinationSchema),
  }),
  sql`select jsonb_build_object(
             'resources', ${allOf(sql`resources`, sql`r`, resourceJson)},
             'combinations', ${allOf(sql`combinations`, sql`c`, combinationJson)})
        from ${namedVenue}`,
);

const deleteFromVenue = (table: SQL) =>
  callerStatement(
    z.string(),
    sql`select id::text from deleted`,
    sql`, deleted as (
      update ${table} x set deleted_at = now() from ${namedVenue}
       where x.id = ${p('id')}::uuid and x.venue_id = v.id and x.deleted_at is null
      returning x.id
    )`,
  );
export const deleteResource = deleteFromVenue(sql`resources`);
export const deleteCombination = deleteFromVenue(sql`combinations`);
