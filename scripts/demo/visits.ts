import type { Client, NewBooking } from '../../src/client/index.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import { type EveningTime, MINUTE } from './evening-time.ts';
import type { DemoGuest } from './guests.ts';
import type { DemoVenue } from './venue.ts';

/** What the makers of demo data share. */
export interface Demo {
  readonly time: EveningTime;
  readonly chance: Chance;
  readonly agenda: Agenda;
  readonly venue: DemoVenue;
  /** With every scope of the workspace. */
  readonly staff: Client;
  /** The chat assistant, which may book and write messages. */
  readonly assistant: Client;
}

/** How a visit goes on. Times are minutes after its start; a time that is to come is left out. */
export type Fate =
  | { readonly ends: 'comes'; readonly after?: number; readonly stays?: number }
  | { readonly ends: 'late'; readonly expected: number }
  | { readonly ends: 'stays away' }
  /** Minutes before the start. */
  | { readonly ends: 'cancels'; readonly before: number; readonly reason: string }
  | { readonly ends: 'waits' };

export interface Visit {
  readonly guest: DemoGuest;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly madeAt: number;
  readonly size: number;
  readonly fate: Fate;
  /** The names of tables. Left out: the fewest and smallest that fit. */
  readonly tables?: readonly string[];
  readonly notes?: string;
  readonly tags?: readonly string[];
  readonly hold?: boolean;
  /** Whether the assistant makes it, so that a large party has to be approved. */
  readonly isAsked?: boolean;
}

const ACTORS = ['Maria', 'Tom', 'Aylin'];

/** Adds a booking and what becomes of it to the agenda. */
export function addVisit(demo: Demo, visit: Visit): void {
  const { agenda, staff, assistant } = demo;
  const actor = demo.chance.of(ACTORS);
  let bookingId = '';
  agenda.add(visit.madeAt, async () => {
    const by = visit.isAsked === true ? assistant : staff;
    const named = visit.isAsked === true ? {} : { actor };
    const { guest } = visit;
    const body = { ...placeOf(demo, visit), ...named, customer: guest };
    ({ id: bookingId } = await by.createBooking({ body }));
  });
  addFate(demo, visit, () => bookingId, actor);
}

/** The place that a visit asks for. */
export function placeOf(
  { venue }: Pick<Demo, 'venue'>,
  { start, size, tables, notes, tags, hold }: Visit,
): Omit<NewBooking, 'customer' | 'walkIn'> {
  return {
    ...{ venueId: venue.id, start: new Date(start).toISOString(), partySize: size },
    ...(tables === undefined ? {} : { resourceIds: venue.tables(...tables) }),
    ...(notes === undefined ? {} : { notes }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(hold === undefined ? {} : { hold }),
  };
}

/** Adds what becomes of a visit to the agenda. */
export function addFate(
  { agenda, staff }: Demo,
  { start, fate }: Pick<Visit, 'start' | 'fate'>,
  id: () => string,
  actor = 'Maria',
): void {
  const at = (minutes: number, act: (bookingId: string) => Promise<unknown>) =>
    agenda.add(start + minutes * MINUTE, () => act(id()));
  switch (fate.ends) {
    case 'comes':
      at(fate.after ?? 0, (bookingId) => staff.seatBooking({ bookingId, body: { actor } }));
      if (fate.stays !== undefined) {
        at(fate.stays, (bookingId) => staff.finishBooking({ bookingId, body: { actor } }));
      }
      return;
    case 'late': {
      const expectedAt = new Date(start + fate.expected * MINUTE).toISOString();
      at(-5, (bookingId) => staff.markLate({ bookingId, body: { expectedAt, actor } }));
      return;
    }
    case 'stays away':
      at(30, (bookingId) => staff.markNoShow({ bookingId, body: { actor } }));
      return;
    case 'cancels': {
      const { reason } = fate;
      at(-fate.before, (bookingId) => staff.cancelBooking({ bookingId, body: { reason, actor } }));
      return;
    }
    case 'waits':
  }
}
