import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import type { ActDetails } from '../../src/bookings/booking.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import type { BookingAct } from '../../src/bookings/lifecycle.ts';
import type { Deps } from '../../src/compose.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import type { Caller } from '../../src/platform/auth/key.ts';
import { Problem } from '../../src/platform/problem.ts';
import { type Chance, lot, pick } from '../support/chance.ts';
import { openVenue as open, tablesOfFour } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import type { createUnrulyWorld, Errand } from './unruly-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The turn times in minutes: of a party of one or two, and of a larger one. */
export const TURNS = [25, 55] as const;
/** The number of start times: half hours from five to eight, on two evenings. */
const STARTS = 14;

type World = ReturnType<typeof createUnrulyWorld>;

/** A venue with random settings and enough tables for most bookings. */
export async function openVenue(
  { deps }: { deps: Pick<Deps, 'database'> },
  caller: Caller,
  chance: Chance,
  name: string,
  tables: number,
): Promise<string> {
  const c = (what: string) => chance(`${name} ${what}`);
  const settings = {
    name,
    timeZone: pick(c('zone'), ['Europe/Paris', 'America/New_York', 'Australia/Eucla', 'UTC']),
    slotInterval: 15,
    turnTimes: TURNS.map((minutes, n) => ({ maxParty: 2 + 2 * n, minutes })),
    followUps: {
      reminders: pick(c('reminders'), [[1440, 120], [120], [30, 5, 600], [1440, 60]]),
      thankYouAfter: pick(c('thanks'), [120, 0, 45, null]),
      feedbackUrl: pick(c('feedback'), ['https://example.com/how', null]),
      upsell: pick(c('upsell'), [{ before: 180, text: 'Oysters? https://example.com/o' }, null]),
      noShowAfter: pick(c('no-show'), [30, 45, null]),
      channels: pick(c('channels'), [
        ['email', 'conversation'],
        ['conversation', 'email'],
        ['email'],
      ]),
    },
  };
  return (await open(deps, caller, settings, tablesOfFour(tables))).id;
}

/**
 * The refusals that the errands may get, because they do not read the state before they act. A party
 * may be seated long before its start, since a booking can be moved to a later day; another booking
 * may have its table until then.
 */
const REFUSALS = [
  ...['full', 'booking_state', 'hold_expired', 'too_late', 'too_early'],
  ...['stay_overlaps', 'stay_ended'],
];

/** The errands of a number of bookings, from the guest's message to the end of the visit. */
export function planErrands(
  world: World,
  caller: Caller,
  chance: Chance,
  venues: readonly string[],
  bookings: number,
): Errand[] {
  const { deps } = world;
  const base = world.now();
  const count = (what: string) => world.counts.set(what, (world.counts.get(what) ?? 0) + 1);

  return Array.from({ length: bookings }, (_, n): Errand[] => {
    const c = (what: string) => chance(`booking ${n} ${what}`);
    // Some guests have several bookings, all in one conversation.
    const guest = n % Math.ceil(bookings * 0.8);
    const g = (what: string) => chance(`guest ${guest} ${what}`);
    const customer = {
      id: `guest-${guest}`,
      locale: pick(g('locale'), ['en-GB', 'fr', 'de-DE', 'es-ES']),
      ...(g('email') < 0.6 ? { email: `guest-${guest}@example.com` } : {}),
    };
    const conversationId = g('conversation') < 0.6 ? `chat-${guest}` : undefined;
    const made = base + Math.floor(c('made') * 20 * 60) * MINUTE;
    const start = (what: string) => {
      const nth = Math.floor(c(what) * STARTS);
      return base + DAY + (nth % 2) * DAY + 10 * HOUR + Math.floor(nth / 2) * 30 * MINUTE;
    };
    const startsAt = start('start');
    const hold = c('hold') < 0.4;
    let id = '';

    const refusable = (what: string, work: () => Promise<unknown>) => async () => {
      try {
        await work();
        count(`did ${what}`);
      } catch (error) {
        if (!(error instanceof Problem) || !REFUSALS.includes(error.code)) throw error;
        count(`refused ${error.code}`);
      }
    };
    const errand = (at: number, name: BookingAct, change?: ActDetails): Errand => {
      const run = refusable(name, () => actOnBooking(deps, caller, bookingIdOf(id), name, change));
      return { at, run: async () => (id === '' ? undefined : run()) };
    };
    const asks = refusable(hold ? 'hold' : 'book', async () => {
      if (conversationId !== undefined) {
        const text = `a table please, number ${n}`;
        const message = newMessageSchema.parse({ role: 'customer', text, customer });
        await storeMessage(deps, caller, conversationId, message);
      }
      const wanted = newBookingSchema.parse({
        venueId: pick(c('venue'), [venues[0] ?? '', ...venues.slice(1)]),
        start: new Date(startsAt).toISOString(),
        partySize: 1 + Math.floor(c('party') * 4),
        hold,
        customer,
        conversationId,
      });
      id = (await book(deps, caller, wanted)).id;
    });

    const changes = Array.from({ length: Math.floor(c('changes') * 4) }, (_, k): Errand => {
      const at = made + Math.floor(c(`at ${k}`) * ((startsAt - made) / MINUTE)) * MINUTE + MINUTE;
      return lot<() => Errand>(
        c(`change ${k}`),
        [
          [() => errand(at, 'cancel', { reason: 'ill' }), 0.2],
          [() => errand(at, 'change', { notes: `note ${k}` }), 0.2],
          [() => errand(at, 'change', { partySize: 1 + Math.floor(c(`party ${k}`) * 4) }), 0.2],
        ],
        () => errand(at, 'reschedule', { start: new Date(start(`start ${k}`)).toISOString() }),
      )();
    });
    const seatedAt = startsAt + Math.floor(c('late') * 20) * MINUTE;
    return [
      { at: made, run: asks },
      ...(hold ? [errand(made + Math.ceil(c('confirm') * 7) * MINUTE, 'confirm')] : []),
      ...changes,
      ...(c('comes') < 0.7 ? [errand(seatedAt, 'seat')] : []),
      ...(c('one more') < 0.1 ? [errand(seatedAt + 5 * MINUTE, 'change', { partySize: 4 })] : []),
      ...(c('leaves') < 0.9 ? [errand(seatedAt + 40 * MINUTE, 'finish')] : []),
    ];
  }).flat();
}
