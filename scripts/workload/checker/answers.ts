import type { Venue } from '../furnish.ts';
import type { Finding, Success } from '../log.ts';
import type { Records, StoredEvent } from './records.ts';
import type { Replay } from './replay.ts';

const MINUTE = 60_000;
/** The event that each operation leaves; undefined: the operation changes no booking. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  book: ['held', 'requested', 'confirmed'],
  walkIn: ['walk_in'],
  accept: ['confirm'],
};
/** Acts that change nothing when they give only values that the booking has already. */
const MAY_CHANGE_NOTHING = ['change', 'reschedule', 'late'];
/** What the waitlist does with a booking when its party accepts or leaves. It names no person. */
const OF_WAITLIST = ['confirm', 'cancel'];

/**
 * Finds lost bookings: each answer of success must be in the timeline, each event must have been asked
 * for, and a refusal must have stored nothing.
 */
export function checkAnswers({ scene, bookings }: Replay): Finding[] {
  const { ran, records } = scene;
  const findings: Finding[] = [];
  const find = (kind: string, what: string) => findings.push({ kind, what });
  const byVersion = new Map(
    records.events.map((each) => [keyOf(each.booking, each.version), each]),
  );
  const byActor = new Map(
    records.events.flatMap((each) => (each.actor ? [[each.actor, each]] : [])),
  );
  const asked = new Set<string>();

  for (const success of ran.log.successes) {
    const { operation, actor, booking, key } = success;
    if (booking === undefined) continue;
    const what = `${operation} by ${actor}, ${booking.id} version ${booking.version}`;
    const event = byVersion.get(keyOf(booking.id, booking.version));
    if (event === undefined) {
      find('lost', `${what}: the answer is in no timeline`);
      continue;
    }
    const difference = differenceOf(success, event);
    if (difference !== undefined) find('answer', `${what}: ${difference}`);
    const isOwn = event.actor === actor || operation === 'accept';
    if (isOwn) {
      asked.add(keyOf(event.booking, event.version));
      const names = EVENTS[operation] ?? [operation];
      if (!names.includes(event.event)) find('answer', `${what}: the event is ${event.event}`);
      if ((event.key === ran.guestKey) !== (key === 'guest'))
        find('answer', `${what}: another key`);
    } else if (!MAY_CHANGE_NOTHING.includes(operation)) {
      find('lost', `${what}: the version is that of ${event.actor}`);
    } else if (byActor.has(actor)) {
      find('answer', `${what}: changed version ${byActor.get(actor)?.version} as well`);
    }
  }

  for (const event of records.events) {
    if (event.key === null || asked.has(keyOf(event.booking, event.version))) continue;
    const isOfWaitlist =
      OF_WAITLIST.includes(event.event) &&
      event.actor === null &&
      bookings.get(event.booking)?.isOffer;
    if (isOfWaitlist === true) continue;
    const why = ran.log.refusedActors.has(event.actor ?? '') ? 'was refused' : 'got no answer';
    find(
      'unexplained',
      `${event.booking} version ${event.version}, ${event.event}: its client ${why}`,
    );
  }
  return [...findings, ...checkRows(records, ran.venues)];
}

/** The rows of bookings must be what their newest events say. */
function checkRows(records: Records, venues: readonly Venue[]): Finding[] {
  const byBooking = Map.groupBy(records.events, ({ booking }) => booking);
  return [...records.bookings.values()].flatMap((row) => {
    const events = byBooking.get(row.id) ?? [];
    const venue = venues.find(({ id }) => id === row.venue);
    const cutoff = (venue?.plan.cancellationCutoff ?? 0) * MINUTE;
    const newest = events.find(({ version }) => version === row.version);
    const versions = new Set(events.map(({ version }) => version));
    const isGapless = versions.size === row.version && events.length === row.version;
    const isSame =
      newest !== undefined &&
      newest.state === row.state &&
      newest.start === row.start &&
      newest.end === row.end &&
      newest.partySize === row.partySize;
    const wasLate =
      newest?.event === 'cancel' && row.state === 'cancelled'
        ? // A request that is withdrawn was no booking yet.
          newest.at > row.start - cutoff &&
          events.find(({ version }) => version === row.version - 1)?.state !== 'requested'
        : row.cancelledLate;
    return [
      ...(isGapless ? [] : [{ kind: 'versions', what: `${row.id} has gaps or more events` }]),
      ...(isSame ? [] : [{ kind: 'row', what: `${row.id} is not what its newest event says` }]),
      ...(row.cancelledLate === wasLate
        ? []
        : [{ kind: 'row', what: `${row.id}: cancelledLate is ${row.cancelledLate}` }]),
    ];
  });
}

const keyOf = (booking: string, version: number) => `${booking}/${version}`;

function differenceOf({ booking }: Success, event: StoredEvent): string | undefined {
  if (booking === undefined) return undefined;
  const resources = booking.resources.toSorted().join();
  if (booking.state !== event.state) return `the state is ${event.state}`;
  if (booking.start !== event.start || booking.end !== event.end) return 'the stay is another one';
  if (booking.partySize !== event.partySize) return `the size is ${event.partySize}`;
  return resources === event.resources.toSorted().join() ? undefined : 'the tables are other ones';
}
