import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { CustomerChange } from '../../customers/customer-change.ts';
import type { Guest } from '../../customers/guest.ts';
import { type BookingId, idSchema, type ResourceId } from '../../platform/ids.ts';
import { boolean, id, json, orNull, text } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';

/** A guest of another system's file. */
export interface ImportedGuest {
  /** The line of the file on which the row begins. */
  readonly line: number;
  /** The caller's own id of the customer. */
  readonly id: string;
  /** A hash of the row, in hexadecimal. */
  readonly digest: string;
  readonly change: CustomerChange;
}

/** The states that a booking of another system's file can have. */
export const IMPORTED_STATES = [
  'confirmed',
  'finished',
  'no_show',
  'cancelled',
  'cancelled_late',
] as const;
export type ImportedState = (typeof IMPORTED_STATES)[number];

/** A booking of another system's file. Instants are ISO 8601 in UTC. */
export interface ImportedBooking {
  readonly line: number;
  /** The id in the other system. */
  readonly id: string;
  readonly digest: string;
  /** The id that the booking gets. */
  readonly booking: BookingId;
  readonly guest: Guest | null;
  readonly state: ImportedState;
  readonly start: string;
  readonly partySize: number;
  readonly notes?: string | undefined;
  readonly tags: readonly string[];
  readonly resourceIds?: readonly ResourceId[] | undefined;
  /** When the booking was made. */
  readonly createdAt?: string | undefined;
}

const placeSchema = z.object({
  start: z.string(),
  until: z.string(),
  resources: z.array(z.string()),
});
/** The place that a page of a trial would have given to a booking; see take_places_v1. */
export type TakenPlace = z.infer<typeof placeSchema>;

/** What has happened to a row. `field` and `reason` say why it was refused. */
export const importResultSchema = placeSchema.partial().extend({
  line: z.int(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'differs', 'refused']),
  field: z.string().nullish(),
  reason: z.string().nullish(),
});
export type ImportResult = z.infer<typeof importResultSchema>;

/** Imports a page of guests; see import_guests_v1. */
export const importGuests = statement({
  params: {
    workspace: id<'workspace'>(),
    source: text,
    guests: json<readonly ImportedGuest[]>(),
    isTrial: boolean,
  },
  row: z.object({ results: z.array(importResultSchema) }),
  sql: (p) =>
    sql`select import_guests_v1(${p.workspace}, ${p.source}, ${p.guests}, ${p.isTrial}) as results`,
});

/** Imports a page of bookings of one venue; see import_bookings_v1. */
export const importBookings = statement({
  params: {
    workspace: id<'workspace'>(),
    venue: id<'venue'>(),
    source: text,
    bookings: json<readonly ImportedBooking[]>(),
    before: json<readonly TakenPlace[]>(),
    isTrial: boolean,
  },
  row: z.object({ results: z.array(importResultSchema) }),
  sql: (p) =>
    sql`select import_bookings_v1(${p.workspace}, ${p.venue}, ${p.source}, ${p.bookings}, ${p.before},
                                  ${p.isTrial}) as results`,
});

/** The workspace of an import with its venue, if one is named. No row when there is no such workspace. */
export const selectImportTarget = statement({
  params: { workspace: id<'workspace'>(), venue: orNull(id<'venue'>()) },
  row: z.object({
    venue: z
      .object({
        timeZone: z.string(),
        resources: z.array(z.object({ id: idSchema<'resource'>(), name: z.string() })),
      })
      .nullable(),
  }),
  sql: (p) => sql`select (
        select jsonb_build_object(
                 'timeZone', v.time_zone,
                 'resources', (
                   select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name)), '[]')
                     from resources r where r.venue_id = v.id and r.deleted_at is null))
          from (select * from venues where id = ${p.venue} offset 0) v
         where v.workspace_id = w.id and v.deleted_at is null) as venue
      from workspaces w where w.id = ${p.workspace}`,
});
