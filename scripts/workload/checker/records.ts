import type { Target } from '../target.ts';

/** A booking as the table has it at the end. Times are in milliseconds, with fractions. */
export interface StoredBooking {
  readonly id: string;
  readonly venue: string;
  readonly customer: string | null;
  readonly state: string;
  readonly start: number;
  readonly end: number;
  readonly partySize: number;
  readonly version: number;
  readonly holdUntil: number | null;
  readonly cancelledLate: boolean | null;
  /** The caller's own id of the customer's row. */
  readonly guest: string | null;
}

/** An event of the timeline. */
export interface StoredEvent {
  readonly booking: string;
  readonly version: number;
  readonly event: string;
  readonly state: string;
  readonly start: number;
  readonly end: number;
  readonly partySize: number;
  readonly resources: readonly string[];
  readonly key: string | null;
  readonly actor: string | null;
  readonly overrides: readonly string[];
  readonly undoes: number | null;
  readonly undoneBy: number | null;
  /** Taken while the venue was locked, so the times of a venue's events are in their order. */
  readonly at: number;
}

/** An entry of the waitlist with the booking that was offered to it. */
export interface StoredEntry {
  readonly id: string;
  readonly booking: string | null;
  readonly guest: string | null;
}

/** A guest that was merged into another one. */
export interface StoredMerge {
  readonly guest: string;
  readonly into: string;
  readonly at: number;
}

export interface Records {
  readonly bookings: ReadonlyMap<string, StoredBooking>;
  readonly events: readonly StoredEvent[];
  readonly entries: readonly StoredEntry[];
  readonly merges: readonly StoredMerge[];
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;
const shown = (prefix: string, column: string) =>
  `'${prefix}_' || replace(${column}::text, '-', '')`;

/** Reads what a workload has left in the tables, with the ids that clients see. */
export async function readRecords({ rows }: Target): Promise<Records> {
  const bookings = await rows<StoredBooking & Record<string, unknown>>(`
    select ${shown('bkg', 'b.id')} as id, ${shown('ven', 'b.venue_id')} as venue,
           b.customer_id::text as customer, b.state, ${ms('b.starts_at')} as start,
           ${ms('b.ends_at')} as "end", b.party_size as "partySize", b.version,
           ${ms('b.hold_expires_at')} as "holdUntil", b.cancelled_late as "cancelledLate",
           c.external_id as guest
      from bookings b left join customers c on c.id = b.customer_id`);
  const events = await rows<StoredEvent & Record<string, unknown>>(`
    select ${shown('bkg', 'booking_id')} as booking, version, event, state,
           ${ms('starts_at')} as start, ${ms('ends_at')} as "end", party_size as "partySize",
           array(select ${shown('res', 'r')} from unnest(resource_ids) r order by r) as resources,
           ${shown('key', 'key_id')} as key, actor, overrides, undoes, undone_by as "undoneBy",
           ${ms('at')} as at
      from booking_events order by at, booking_id, version`);
  const entries = await rows<StoredEntry & Record<string, unknown>>(`
    select ${shown('wtl', 'w.id')} as id, ${shown('bkg', 'w.booking_id')} as booking,
           c.external_id as guest
      from waitlist_entries w join customers c on c.id = w.customer_id`);
  const merges = await rows<StoredMerge & Record<string, unknown>>(`
    select a.external_id as guest, b.external_id as into, ${ms('a.merged_at')} as at
      from customers a join customers b on b.id = a.merged_into order by a.merged_at`);
  return { bookings: new Map(bookings.map((each) => [each.id, each])), events, entries, merges };
}
