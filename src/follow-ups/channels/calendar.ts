import ical, {
  escape as escapeText,
  foldLines,
  ICalEvent,
  type ICalEventData,
  ICalEventStatus,
} from 'ical-generator';
import type { BookingState } from '../../bookings/lifecycle.ts';
import { showId } from '../../platform/ids.ts';
import type {
  CalendarBooking,
  CalendarEntry,
  CalendarVenue,
  Invitation,
} from './calendar-entry.ts';
import type { CalendarFile } from './calendar-file.ts';
import { attendeeLine, organizerLine } from './calendar-parties.ts';
import { plainText } from './plain-text.ts';
import { type ZoneRules, zoneRules } from './vtimezone.ts';

/** The states in which a booking no longer takes place. */
const OVER: readonly BookingState[] = ['cancelled', 'declined', 'no_show', 'expired'];

/**
 * The organizer's address where the service has none. RFC 5546 requires an organizer in each method,
 * and RFC 5545 an address for it. No mail can be sent to this one (RFC 2606).
 */
const NO_ADDRESS = 'noreply@maitred.invalid';

/**
 * Writes a booking as an iCalendar file (RFC 5545, RFC 5546). The same version of a booking always
 * gives the same bytes, because DTSTAMP is the time of the version. For a booking that no longer takes
 * place, a REQUEST becomes a CANCEL.
 */
export function bookingCalendar(booking: CalendarBooking, invitation: Invitation): CalendarFile {
  const { timeZone, venueName: name, venueAddress: address } = booking;
  const { organizer = NO_ADDRESS, guest } = invitation;
  const isOver = OVER.includes(booking.state);
  const method = invitation.method === 'REQUEST' && isOver ? 'CANCEL' : invitation.method;
  const rules = rulesFor(timeZone, [booking]);
  const event = {
    ...eventOf(booking, { name, timeZone, address }, rules),
    summary: plainText(`${name}, party of ${booking.partySize}`),
    ...(method === 'CANCEL' ? { status: ICalEventStatus.CANCELLED } : {}),
  };
  const parties = [
    organizerLine(name, organizer),
    ...(guest === undefined ? [] : [attendeeLine(guest)]),
  ];
  return { method, text: write([`METHOD:${method}`], rules, [event], parties) };
}

/**
 * Writes several bookings of one guest at one venue as one iCalendar file. REQUEST and CANCEL are about one UID each
 * (RFC 5546, 3.2.2 and 3.2.5), so the method is PUBLISH, which takes several UIDs and no attendee (3.2.1).
 * The status of a booking that is cancelled says so.
 */
export function bookingsCalendar(
  bookings: readonly [CalendarBooking, ...CalendarBooking[]],
  organizer: string = NO_ADDRESS,
): CalendarFile {
  const { timeZone, venueName: name, venueAddress: address } = bookings[0];
  const rules = rulesFor(timeZone, bookings);
  const events = bookings.map((booking) => ({
    ...eventOf(booking, { name, timeZone, address }, rules),
    summary: plainText(`${name}, party of ${booking.partySize}`),
  }));
  const text = write(['METHOD:PUBLISH'], rules, events, [organizerLine(name, organizer)]);
  return { method: 'PUBLISH', text };
}

/**
 * Writes a venue's bookings as one iCalendar file, to which its staff subscribe. It shows party
 * sizes, resources and references, and nothing about the guests.
 */
export function venueCalendar(
  venue: CalendarVenue,
  bookings: readonly CalendarEntry[],
  organizer: string = NO_ADDRESS,
): CalendarFile {
  const rules = rulesFor(venue.timeZone, bookings);
  const events = bookings.map((booking) => {
    const names = booking.resources.map(({ name }) => name).join(', ');
    return {
      ...eventOf(booking, venue, rules),
      summary: plainText(names === '' ? partyOf(booking) : `${partyOf(booking)} · ${names}`),
    };
  });
  const name = escapeText(plainText(venue.name), false);
  // Each property is written twice: as RFC 7986 defines it, and under the older name that many
  // clients read.
  const properties = [
    'METHOD:PUBLISH',
    `NAME:${name}`,
    `X-WR-CALNAME:${name}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
  ];
  const text = write(properties, rules, events, [organizerLine(venue.name, organizer)]);
  return { method: 'PUBLISH', text };
}

/** How often clients are asked to refresh. */
const REFRESH = 'PT15M';

/**
 * Writes the file. The library writes the events only: it folds text character by character, which
 * takes seconds for a whole feed, so it is given only the lines that are too long. It does not know
 * RFC 6868, so the lines of the parties, which are the same in each event, are added to its own.
 */
function write(
  properties: readonly string[],
  rules: ZoneRules,
  events: readonly ICalEventData[],
  parties: readonly string[],
): string {
  // A calendar must have a component (RFC 5545, 3.6). Without events that is the time zone.
  const isZoned = events.length === 0 || events.some(({ timezone }) => timezone !== null);
  const calendar = ical();
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Maitred//Bookings//EN',
    ...properties,
    ...(isZoned ? [rules.component] : []),
    ...events.flatMap((event) => {
      const lines = new ICalEvent(event, calendar).toString().trimEnd().split('\r\n');
      return [...lines.slice(0, -1), ...parties, ...lines.slice(-1)];
    }),
    'END:VCALENDAR',
    '',
  ]
    .join('\r\n')
    .split('\r\n')
    .map((line) => (encoder.encode(line).length <= MOST_OCTETS ? line : foldLines(line)))
    .join('\r\n');
}

const encoder = new TextEncoder();
/** The length of a line (RFC 5545, 3.1). */
const MOST_OCTETS = 75;

function rulesFor(timeZone: string, bookings: readonly CalendarEntry[]): ZoneRules {
  let [first, last] = [Infinity, -Infinity];
  for (const { start, end } of bookings) {
    first = Math.min(first, Date.parse(start));
    last = Math.max(last, Date.parse(end));
  }
  return first > last ? zoneRules(timeZone, ANY_TIME, ANY_TIME) : zoneRules(timeZone, first, last);
}

/**
 * The time for which an empty feed describes its time zone. It is fixed, so that the bytes of the
 * file do not change.
 */
const ANY_TIME = Date.UTC(2026, 0, 1);

function eventOf(booking: CalendarEntry, venue: CalendarVenue, rules: ZoneRules): ICalEventData {
  return {
    id: `${showId('booking', booking.id)}@maitred`,
    // Sequence numbers start at 0 (RFC 5545, 3.8.7.4), versions at 1.
    sequence: booking.version - 1,
    stamp: new Date(booking.updatedAt),
    lastModified: new Date(booking.updatedAt),
    ...timesOf(booking, venue.timeZone, rules),
    location: locationOf(venue),
    description: descriptionOf(booking),
    status: statusOf(booking.state),
  };
}

/** The name of a venue and its address, each line of the address as a line. */
function locationOf({ name, address }: CalendarVenue): { title: string } | null {
  const lines = [name, address ?? ''].filter((line) => line !== '').map(plainText);
  // The library refuses an empty title.
  return lines.length === 0 ? null : { title: lines.join('\n') };
}

/**
 * The times of an event: local times with their zone, or UTC when clients would not all read a local
 * time alike. For a local time that occurs twice because clocks go back, RFC 5545 (3.3.5) defines the
 * first of the two, so that it cannot express the second, and widely used clients read it as the
 * second.
 */
function timesOf(
  { start, end }: CalendarEntry,
  timeZone: string,
  rules: ZoneRules,
): Pick<ICalEventData, 'start' | 'end' | 'timezone'> {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  if (timeZone === 'UTC' || !rules.isReadAlike(from) || !rules.isReadAlike(to)) {
    return { start: new Date(from), end: new Date(to), timezone: null };
  }
  // The library writes a local time without an offset unchanged.
  return { start: rules.localTime(from), end: rules.localTime(to), timezone: timeZone };
}

function statusOf(state: BookingState): ICalEventStatus {
  if (OVER.includes(state)) return ICalEventStatus.CANCELLED;
  const isTentative = state === 'held' || state === 'requested';
  return isTentative ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

/** The party, and the reference by which the guest names the booking. */
const descriptionOf = ({ partySize, reference }: CalendarEntry) =>
  `Party of ${partySize}.${reference ? ` Booking reference: ${reference}.` : ''}`;

const partyOf = ({ partySize }: CalendarEntry) => `Party of ${partySize}`;
