import type { Venue } from '../furnish.ts';
import type { KeyName } from '../log.ts';
import type { Visitor } from '../visitor.ts';
import { addDays, instantOf, localDate } from '../zones.ts';

const MINUTE = 60_000;
const OVERRIDES = [
  ...['hours', 'slot', 'lead_time', 'horizon', 'pacing', 'party_size', 'guest_overlap'],
] as const;
const AREAS = ['terrace', 'bar'];

/** Some rules that a request may break: a few, or all of them. */
export const drawOverride = (visitor: Visitor): string[] =>
  visitor.happens(0.4) ? [...OVERRIDES] : visitor.some(OVERRIDES, 0.4);

/** A start that the venue may offer: on its grid, mostly in the next hours and days. */
export function drawStart(visitor: Visitor, { plan }: Venue): string {
  const day = addDays(localDate(Date.now(), plan.timeZone), visitor.below(4));
  const periods = plan.week[0] ?? [];
  const { opens, closes } = visitor.one(periods);
  const opensAt = instantOf(`${day}T${opens}`, plan.timeZone);
  const next = closes <= opens ? addDays(day, 1) : day;
  const closesAt = instantOf(`${next}T${closes}`, plan.timeZone);
  // Few hours, so that parties meet.
  const hours = Math.min(closesAt - opensAt, 8 * 60 * MINUTE);
  const latest = Math.floor(hours / MINUTE / plan.slotInterval);
  const soon = Math.ceil((Date.now() - opensAt) / MINUTE / plan.slotInterval);
  const slot = soon > 0 && visitor.happens(0.7) ? soon + visitor.below(24) : visitor.below(latest);
  return new Date(opensAt + slot * plan.slotInterval * MINUTE).toISOString();
}

/** Any minute from an hour ago on, or in a later week. */
export function drawAnyStart(visitor: Visitor): string {
  const minutes = visitor.happens(0.3)
    ? visitor.from(-60, 30)
    : visitor.happens(0.2)
      ? visitor.from(5 * 1440, 40 * 1440)
      : visitor.from(0, 3 * 1440);
  return new Date((Math.floor(Date.now() / MINUTE) + minutes) * MINUTE).toISOString();
}

const drawParty = (visitor: Visitor): number =>
  visitor.happens(0.8) ? visitor.from(1, 6) : visitor.from(1, 16);

/** One table or a few of the venue that touch each other. */
export function drawResources(visitor: Visitor, { resources }: Venue): string[] {
  const first = visitor.below(resources.length);
  const count = visitor.happens(0.7) ? 1 : visitor.from(2, 3);
  return resources.slice(first, first + count);
}

export const drawArea = (visitor: Visitor) => ({
  name: visitor.one(AREAS),
  required: visitor.happens(0.5),
});

/** The wishes of a new booking: chosen tables, an area. */
const drawWishes = (visitor: Visitor, venue: Venue) => ({
  ...(visitor.happens(0.12) ? { resourceIds: drawResources(visitor, venue) } : {}),
  ...(visitor.happens(0.25) ? { area: drawArea(visitor) } : {}),
});

/** A booking or a hold by the rules of the venue. */
export async function book(visitor: Visitor): Promise<void> {
  const venue = visitor.one(visitor.world.venues);
  const key: KeyName = visitor.happens(0.6) ? 'guest' : 'staff';
  const body = {
    venueId: venue.id,
    start: drawStart(visitor, venue),
    partySize: drawParty(visitor),
    hold: visitor.happens(0.3),
    customer: { id: visitor.guest() },
    ...drawWishes(visitor, venue),
  };
  const request = { method: 'POST', path: '/v1/bookings', body, actor: true, venue };
  await visitor.ask({ operation: 'book', key, ...request });
}

/** A booking of the staff that may break rules of the venue. */
export async function bookWithOverride(visitor: Visitor): Promise<void> {
  const venue = visitor.one(visitor.world.venues);
  const body = {
    venueId: venue.id,
    start: visitor.happens(0.5) ? drawAnyStart(visitor) : drawStart(visitor, venue),
    partySize: visitor.happens(0.5) ? visitor.from(1, 16) : drawParty(visitor),
    hold: visitor.happens(0.15),
    customer: { id: visitor.guest() },
    override: drawOverride(visitor),
    ...drawWishes(visitor, venue),
  };
  const request = { method: 'POST', path: '/v1/bookings', body, actor: true, venue };
  await visitor.ask({ operation: 'book', key: 'staff', ...request });
}

/** A party that comes without a booking, with or without a name and a shortest stay. */
export async function walkIn(visitor: Visitor): Promise<void> {
  const venue = visitor.one(visitor.world.venues);
  const body = {
    venueId: venue.id,
    partySize: drawParty(visitor),
    walkIn: true,
    ...(visitor.happens(0.5) ? { minStay: visitor.from(5, 60) } : {}),
    ...(visitor.happens(0.5) ? { customer: { id: visitor.guest() } } : {}),
    ...(visitor.happens(0.6) ? { override: drawOverride(visitor) } : {}),
    ...drawWishes(visitor, venue),
  };
  const request = { method: 'POST', path: '/v1/bookings', body, actor: true, venue };
  await visitor.ask({ operation: 'walkIn', key: 'staff', ...request });
}

/** What a key without bookings:staff may not do. */
export async function bookWithoutScope(visitor: Visitor): Promise<void> {
  const venue = visitor.one(visitor.world.venues);
  const party = { venueId: venue.id, partySize: 2 };
  const body = visitor.happens(0.5)
    ? { ...party, walkIn: true }
    : {
        ...party,
        start: drawAnyStart(visitor),
        customer: { id: visitor.guest() },
        override: ['hours', 'slot', 'lead_time'],
      };
  const request = { method: 'POST', path: '/v1/bookings', body, actor: true, venue };
  const reply = await visitor.ask({ operation: 'withoutScope', key: 'guest', ...request });
  if (reply.status !== 403) {
    const what = `withoutScope: ${reply.status} for ${JSON.stringify(body)}`;
    visitor.world.log.findings.push({ kind: 'scope', what });
  }
}
