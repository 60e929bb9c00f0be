import ical, {
  escape as escapeText,
  foldLines,
  ICalAttendeeStatus,
  ICalEvent,
  type ICalEventData,
  ICalEventStatus,
} from 'ical-generator';
import { z } from 'zod';
import { BOOKING_STATES, type BookingState } from '../../bookings/lifecycle.ts';
import { showId } from '../../platform/ids.ts';
import { type ZoneRules, zoneRules } from './vtimezone.ts';

/** What a calendar tells of a booking. No contacts and no notes: a calendar is passed on. */
export const calendarEntrySchema = z.object({
  /** The booking's id as the database has it: a UUID. */
  id: z.string(),
  state: z.enum(BOOKING_STATES),
  /** Instants, ISO 8601 with an offset. */
  start: z.string(),
  end: z.string(),
  partySize: z.int(),
  resources: z.array(z.object({ name: z.string() })),
  /** Rises with each change. */
  version: z.int(),
  updatedAt: z.string(),
});
export type CalendarEntry = z.infer<typeof calendarEntrySchema>;

export const calendarVenueSchema = z.object({ name: z.string(), timeZone: z.string() });
export type CalendarVenue = z.infer<typeof calendarVenueSchema>;

/** A booking with its place, as {@link bookingCalendar} takes it; a stored booking fits. */
export interface CalendarBooking extends CalendarEntry {
  readonly venueName: string;
  readonly timeZone: string;
}

/** How a file is meant (RFC 5546) and between whom. */
export interface Invitation {
  readonly method: 'PUBLISH' | 'REQUEST' | 'CANCEL';
  /** The address that the venue's email comes from. */
  readonly organizer?: string | undefined;
  /** The guest's address: a REQUEST wants one, and a file for others must have none. */
  readonly guest?: string | undefined;
}

const OVER: readonly BookingState[] = ['cancelled', 'no_show', 'expired'];

/**
 * RFC 5546 wants an organizer in each of its methods, and RFC 5545 an address for it; where the
 * service has none, one that can never be written to (RFC 2606).
 */
const NO_ADDRESS = 'noreply@maitred.invalid';

/**
 * A booking as an iCalendar file (RFC 5545, RFC 5546). The same version of a booking always gives
 * the same bytes: DTSTAMP is when the version was made. A booking that has come to nothing is never
 * requested: its REQUEST is a CANCEL.
 */
export function bookingCalendar(booking: CalendarBooking, invitation: Invitation): string {
  const { timeZone, venueName: name } = booking;
  const { organizer, guest } = invitation;
  const isOver = OVER.includes(booking.state);
  const method = invitation.method === 'REQUEST' && isOver ? 'CANCEL' : invitation.method;
  const rules = rulesFor(timeZone, [booking]);
  const event = {
    ...eventOf(booking, { name, timeZone }, rules, organizer),
    summary: plain(`${name}, party of ${booking.partySize}`),
    ...(guest === undefined
      ? {}
      : { attendees: [{ email: guest, status: ICalAttendeeStatus.ACCEPTED, rsvp: false }] }),
    ...(method === 'CANCEL' ? { status: ICalEventStatus.CANCELLED } : {}),
  };
  return write([`METHOD:${method}`], rules, [event]);
}

/**
 * A venue's bookings as one iCalendar file, for those who work there to subscribe to: party size
 * and resources, and nothing of the guest.
 */
export function venueCalendar(
  venue: CalendarVenue,
  bookings: readonly CalendarEntry[],
  organizer?: string,
): string {
  const rules = rulesFor(venue.timeZone, bookings);
  const events = bookings.map((booking) => {
    const names = booking.resources.map(({ name }) => name).join(', ');
    return {
      ...eventOf(booking, venue, rules, organizer),
      summary: plain(names === '' ? partyOf(booking) : `${partyOf(booking)} · ${names}`),
    };
  });
  const name = escapeText(plain(venue.name), false);
  // Each in the words of RFC 7986 and in those that came before it.
  const properties = [
    'METHOD:PUBLISH',
    `NAME:${name}`,
    `X-WR-CALNAME:${name}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
  ];
  return write(properties, rules, events);
}

/** How often a client is asked to look again. */
const REFRESH = 'PT15M';

/**
 * The file: the library writes the events. It could write the calendar around them too, but folds
 * it all character by character, which takes seconds for a feed; so only long lines are given to it.
 */
function write(
  properties: readonly string[],
  rules: ZoneRules,
  events: readonly ICalEventData[],
): string {
  // A calendar must hold a component (RFC 5545, 3.6): without events, the zone itself.
  const isZoned = events.length === 0 || events.some(({ timezone }) => timezone !== null);
  const calendar = ical();
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Maitred//Bookings//EN',
    ...properties,
    ...(isZoned ? [rules.component] : []),
    ...events.map((event) => new ICalEvent(event, calendar).toString().trimEnd()),
    'END:VCALENDAR',
    '',
  ]
    .join('\r\n')
    .split('\r\n')
    .map((line) => (encoder.encode(line).length <= MOST_OCTETS ? line : foldLines(line)))
    .join('\r\n');
}

const encoder = new TextEncoder();
/** Of a line (RFC 5545, 3.1). */
const MOST_OCTETS = 75;

function rulesFor(timeZone: string, bookings: readonly CalendarEntry[]): ZoneRules {
  let [first, last] = [Infinity, -Infinity];
  for (const { start, end } of bookings) {
    first = Math.min(first, Date.parse(start));
    last = Math.max(last, Date.parse(end));
  }
  return first > last ? zoneRules(timeZone, ANY_TIME, ANY_TIME) : zoneRules(timeZone, first, last);
}

/** What a zone is told for where there is nothing to tell: always the same, so that the file is. */
const ANY_TIME = Date.UTC(2026, 0, 1);

function eventOf(
  booking: CalendarEntry,
  venue: CalendarVenue,
  rules: ZoneRules,
  organizer = NO_ADDRESS,
): ICalEventData {
  return {
    id: `${showId('booking', booking.id)}@maitred`,
    // A new component's number is 0 (RFC 5545, 3.8.7.4), a new booking's version 1.
    sequence: booking.version - 1,
    stamp: new Date(booking.updatedAt),
    lastModified: new Date(booking.updatedAt),
    ...timesOf(booking, venue.timeZone, rules),
    location: { title: plain(venue.name) },
    description: `${partyOf(booking)}.`,
    organizer: { name: parameter(venue.name), email: organizer },
    status: statusOf(booking.state),
  };
}

/**
 * Local times with their zone; UTC where a local time comes twice, as clocks go back. RFC 5545
 * (3.3.5) reads such a time as the first of the two, so it has no way to say the second, and
 * clients in wide use read it as the second.
 */
function timesOf(
  { start, end }: CalendarEntry,
  timeZone: string,
  rules: ZoneRules,
): Pick<ICalEventData, 'start' | 'end' | 'timezone'> {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  if (timeZone === 'UTC' || rules.isRepeated(from) || rules.isRepeated(to)) {
    return { start: new Date(from), end: new Date(to), timezone: null };
  }
  // The library writes a local time without an offset as it is.
  return { start: rules.localTime(from), end: rules.localTime(to), timezone: timeZone };
}

function statusOf(state: BookingState): ICalEventStatus {
  if (OVER.includes(state)) return ICalEventStatus.CANCELLED;
  return state === 'held' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

const partyOf = ({ partySize }: CalendarEntry) => `Party of ${partySize}`;

/** Without the control characters that a text must not hold (RFC 5545, 3.1); lines may break. */
function plain(text: string): string {
  return text.replace(/[^\P{Cc}\n\r\t]/gu, ' ');
}

/** A name as a parameter, which has no escapes: without quotes, backslashes and breaks. */
function parameter(text: string): string {
  return text.replace(/["\\\p{Cc}]+/gu, ' ').trim() || 'Maitred';
}
