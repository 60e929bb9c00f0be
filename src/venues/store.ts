import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { boolean, id, integer, json, orNull, smallint, text } from '../platform/parameter-kinds.ts';
import { filteredPage, filteredPageSchema, isBefore } from '../platform/range-store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { admittedWorkspace } from '../workspaces/limits/limit-store.ts';
import { storedAffectedSchema } from './affected-bookings.ts';
import { affectedJson, noneAffected } from './affected-store.ts';
import type { StoredHours } from './opening-hours.ts';
import { type NewVenue, storedVenueSchema, type VenueChange } from './venue.ts';

/** The venue `v` as JSON. */
const venueJson = sql`jsonb_build_object(
    'id', v.id, 'name', v.name, 'timeZone', v.time_zone, 'slotInterval', v.slot_interval,
    'turnTimes', v.turn_times, 'bufferBefore', v.buffer_before, 'bufferAfter', v.buffer_after,
    'leadTime', v.lead_time, 'horizonDays', v.horizon_days, 'pacingParties', v.pacing_parties,
    'pacingCovers', v.pacing_covers, 'holdSeconds', v.hold_seconds,
    'cancellationCutoff', v.cancellation_cutoff, 'lastSeating', v.last_seating,
    'seatingWindow', v.seating_window, 'lateGrace', v.late_grace, 'undoMinutes', v.undo_minutes,
    'followUps', v.follow_ups,
    'waitlistFirst', v.waitlist_first, 'offerSeconds', v.offer_seconds,
    'address', v.address, 'phone', v.phone, 'website', v.website, 'replyTo', v.reply_to,
    'cancellationPolicy', v.cancellation_policy,
    'guestBookings', v.guest_bookings, 'guestHolds', v.guest_holds,
    'guestBookingsPerDay', v.guest_bookings_per_day, 'guestOverlap', v.guest_overlap,
    'approvalFrom', v.approval_from, 'approvalMinutes', v.approval_minutes,
    'hours', jsonb_build_object('weekly', v.weekly_hours, 'exceptions', v.exceptions),
    'createdAt', iso_v1(v.created_at)
  )`;

/** The caller's workspace joined with its venue of this id, as `v`, unless the venue is deleted. */
export const namedVenue = ({ venue }: { venue: SQL }) => sql`caller join venues v
    on v.id = ${venue} and v.workspace_id = caller.workspace_id and v.deleted_at is null`;

/** Whether `v` is the venue of this id in the caller's workspace, for an update of `v`. */
const isNamed = ({ venue }: { venue: SQL }) =>
  sql`v.id = ${venue} and v.workspace_id = caller.workspace_id and v.deleted_at is null`;

/** A changed venue, and the bookings that no longer lie in its opening hours. */
const changedVenueSchema = z.object({ venue: storedVenueSchema, affected: storedAffectedSchema });
const outsideHours = affectedJson(
  'outside_hours',
  sql`v.time_zone`,
  sql`bookings_outside_hours_v1(v::venues)`,
);

/**
 * Inserts a venue, unless the workspace has reached its limit of venues. The workspace is locked, so
 * that concurrent requests count one after the other.
 */
export const insertVenue = callerStatement({
  params: {
    id: id<'venue'>(),
    name: text,
    timeZone: text,
    slotInterval: smallint,
    turnTimes: json<NewVenue['turnTimes']>(),
    bufferBefore: smallint,
    bufferAfter: smallint,
    leadTime: integer,
    horizonDays: smallint,
    pacingParties: orNull(smallint),
    pacingCovers: orNull(smallint),
    holdSeconds: integer,
    cancellationCutoff: integer,
    lastSeating: orNull(smallint),
    seatingWindow: integer,
    lateGrace: smallint,
    undoMinutes: integer,
    followUps: json<NewVenue['followUps']>(),
    waitlistFirst: boolean,
    offerSeconds: integer,
    address: orNull(text),
    phone: orNull(text),
    website: orNull(text),
    replyTo: orNull(text),
    cancellationPolicy: orNull(text),
    guestBookings: orNull(integer),
    guestHolds: orNull(integer),
    guestBookingsPerDay: orNull(integer),
    guestOverlap: text,
    approvalFrom: orNull(integer),
    approvalMinutes: integer,
  },
  body: storedVenueSchema,
  ctes: (p) => sql`, ${admittedWorkspace('venues', sql.raw('live_venues_v1'))}, inserted as (
    insert into venues
      (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before, buffer_after,
       lead_time, horizon_days, pacing_parties, pacing_covers, hold_seconds, cancellation_cutoff,
       last_seating, seating_window, late_grace, undo_minutes, follow_ups, waitlist_first,
       offer_seconds, address, phone, website, reply_to, cancellation_policy, guest_bookings,
       guest_holds, guest_bookings_per_day, guest_overlap, approval_from, approval_minutes)
    select ${p.id}, workspace_id, ${p.name}, known_zone_v1(${p.timeZone}), ${p.slotInterval},
           ${p.turnTimes}, ${p.bufferBefore}, ${p.bufferAfter}, ${p.leadTime}, ${p.horizonDays},
           ${p.pacingParties}, ${p.pacingCovers}, ${p.holdSeconds}, ${p.cancellationCutoff},
           ${p.lastSeating}, ${p.seatingWindow}, ${p.lateGrace}, ${p.undoMinutes}, ${p.followUps},
           ${p.waitlistFirst}, ${p.offerSeconds}, ${p.address}, ${p.phone}, ${p.website},
           ${p.replyTo}, ${p.cancellationPolicy}, ${p.guestBookings}, ${p.guestHolds},
           ${p.guestBookingsPerDay}, ${p.guestOverlap}, ${p.approvalFrom},
           ${p.approvalMinutes}
      from admitted
    returning *
  )`,
  sql: () => sql`select ${venueJson} from inserted v`,
  once: { status: 201 },
});

/**
 * Changes the settings that the change names. Null removes a limit. Bookings are compared with the
 * opening hours only if the change names a setting that moves them.
 */
export const updateVenue = callerStatement({
  params: { venue: id<'venue'>(), change: json<VenueChange>() },
  body: changedVenueSchema,
  ctes: (p) => sql`, updated as (
    update venues v
       set name = coalesce(x.change ->> 'name', v.name),
           time_zone = coalesce(known_zone_v1(x.change ->> 'timeZone'), v.time_zone),
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
           last_seating = case when x.change ? 'lastSeating'
                               then (x.change ->> 'lastSeating')::smallint
                               else v.last_seating end,
           seating_window = coalesce((x.change ->> 'seatingWindow')::int, v.seating_window),
           late_grace = coalesce((x.change ->> 'lateGrace')::smallint, v.late_grace),
           undo_minutes = coalesce((x.change ->> 'undoMinutes')::int, v.undo_minutes),
           follow_ups = v.follow_ups || coalesce(x.change -> 'followUps', '{}'),
           -- After a change the sweep plans the follow-ups of upcoming bookings again.
           replan_from = case when v.follow_ups || coalesce(x.change -> 'followUps', '{}')
                                   = v.follow_ups
                              then v.replan_from else now() end,
           waitlist_first = coalesce((x.change ->> 'waitlistFirst')::boolean, v.waitlist_first),
           offer_seconds = coalesce((x.change ->> 'offerSeconds')::int, v.offer_seconds),
           address = case when x.change ? 'address' then x.change ->> 'address'
                          else v.address end,
           phone = case when x.change ? 'phone' then x.change ->> 'phone' else v.phone end,
           website = case when x.change ? 'website' then x.change ->> 'website'
                          else v.website end,
           reply_to = case when x.change ? 'replyTo' then x.change ->> 'replyTo'
                           else v.reply_to end,
           cancellation_policy = case when x.change ? 'cancellationPolicy'
                                      then x.change ->> 'cancellationPolicy'
                                      else v.cancellation_policy end,
           guest_bookings = case when x.change ? 'guestBookings'
                                 then (x.change ->> 'guestBookings')::int
                                 else v.guest_bookings end,
           guest_holds = case when x.change ? 'guestHolds'
                              then (x.change ->> 'guestHolds')::int else v.guest_holds end,
           guest_bookings_per_day = case when x.change ? 'guestBookingsPerDay'
                                         then (x.change ->> 'guestBookingsPerDay')::int
                                         else v.guest_bookings_per_day end,
           guest_overlap = coalesce(x.change ->> 'guestOverlap', v.guest_overlap),
           approval_from = case when x.change ? 'approvalFrom'
                                then (x.change ->> 'approvalFrom')::int
                                else v.approval_from end,
           approval_minutes = coalesce((x.change ->> 'approvalMinutes')::int, v.approval_minutes)
      from caller,
           (select ${p.change} as change) x
     where ${isNamed(p)}
    returning v.*
  ),
  -- Its blocks are in local time, and are stored up to its horizon.
  changed_blocks as materialized (
    select change_blocks_v1(v.id, null) from updated v
     where ${p.change} ?| array['timeZone', 'horizonDays']
  )`,
  sql: (p) => sql`select jsonb_build_object('id', v.id, 'venue', ${venueJson}, 'affected',
             case when ${p.change} ?| array['timeZone', 'lastSeating'] then ${outsideHours}
                  else ${noneAffected} end)
        from updated v left join changed_blocks on true`,
  once: { status: 200 },
});

export const updateHours = callerStatement({
  params: {
    venue: id<'venue'>(),
    weekly: json<StoredHours['weekly']>(),
    exceptions: json<StoredHours['exceptions']>(),
  },
  body: changedVenueSchema,
  ctes: (p) => sql`, updated as (
    update venues v set weekly_hours = ${p.weekly}, exceptions = ${p.exceptions}
      from caller where ${isNamed(p)}
    returning v.*
  )`,
  sql: () => sql`select jsonb_build_object('id', v.id, 'venue', ${venueJson}, 'affected',
             ${outsideHours})
        from updated v`,
  once: { status: 200 },
});

export const selectVenue = callerStatement({
  params: { venue: id<'venue'>() },
  body: storedVenueSchema,
  isCached: true,
  sql: (p) => sql`select ${venueJson} from ${namedVenue(p)}`,
});

/** A page of the workspace's venues, the newest first. */
export const selectVenues = callerStatement({
  isCached: true,
  params: { before: orNull(id<'venue'>()), limit: integer },
  body: filteredPageSchema<typeof storedVenueSchema, 'venue'>(storedVenueSchema),
  sql: (p) =>
    sql`select (${filteredPage(
      sql`jsonb_agg((select ${venueJson} from (select s.*) v) order by s.id desc)`,
      {
        rows: sql`select * from venues
               where ${isBefore([[sql`workspace_id`, sql`caller.workspace_id`]], sql`id`, p.before)}
               order by workspace_id desc, id desc`,
        order: sql`s.workspace_id desc, s.id desc`,
        isWanted: sql`s.deleted_at is null`,
        limit: p.limit,
      },
    )}) from caller`,
});

/**
 * Marks a venue as deleted: it takes no further bookings, and its existing ones stay valid. The body
 * is the existing bookings, also for a venue that is deleted already.
 */
export const deleteVenue = callerStatement({
  params: { venue: id<'venue'>() },
  body: storedAffectedSchema,
  ctes: (p) => sql`, deleted as (
    update venues v set deleted_at = coalesce(v.deleted_at, now())
      from caller where v.id = ${p.venue} and v.workspace_id = caller.workspace_id
    returning v.*
  )`,
  sql: () =>
    sql`select ${affectedJson(
      'venue_deleted',
      sql`v.time_zone`,
      sql`live_bookings_v1(v.id, null)`,
    )} || jsonb_build_object('id', v.id) from deleted v`,
  once: { status: 200 },
});
