import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { sweepFollowUps } from '../../src/follow-ups/sweep.ts';
import { changeVenue } from '../../src/venues/change-venue.ts';
import { venueChangeSchema } from '../../src/venues/venue.ts';
import { createChance, pick } from '../support/chance.ts';
import { createWorld, type World } from '../support/follow-up-world.ts';
import { openVenue as open, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type OwnClock, openOwnClock } from './own-clock.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Bookings are made weeks or months before the clocks change. */
const STARTS_AT = Date.UTC(2026, 10, 30, 9);
const YEAR = { from: Date.UTC(2027, 0, 1), to: Date.UTC(2028, 0, 1) };
/** Minutes before the start. */
const REMINDERS = [24 * 60, 2 * 60];
const ZONES = [
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kathmandu',
];
const LOCALES = ['en-GB', 'en-US', 'fr', 'de-AT', 'es-CL', 'ja', 'ne'] as const;
/** How the reminder begins in each language that has phrases. Other guests get English. */
const REMINDER_IN: Readonly<Record<string, string>> = {
  en: 'We look forward to seeing you at ',
  fr: 'Nous vous attendons chez ',
  de: 'Wir freuen uns auf Sie bei ',
  es: 'Le esperamos en ',
};
/**
 * The starts of bookings, in minutes from a change of the clocks. Some are in the hour that is skipped
 * or occurs twice; others have a reminder on the other side of the change.
 */
const FROM_CHANGE = [
  -1500, -1440, -135, -60, -30, -15, 0, 15, 30, 45, 60, 90, 120, 150, 1440, 1500,
];

let postgres: RealPostgres;
let clock: OwnClock;
beforeAll(async () => {
  postgres = await startRealPostgres();
  clock = await openOwnClock(postgres, STARTS_AT);
}, 300_000);
afterAll(async () => {
  await clock?.close();
  await postgres?.stop();
});

function openWorld(): World {
  return createWorld({
    database: clock.database,
    keySecret: 'a-secret-of-these-races-only-0123456789',
    startsAt: STARTS_AT,
  });
}

async function openVenue(name: string, timeZone: string, tables = 1): Promise<string> {
  const { caller } = postgres;
  const settings = {
    name,
    timeZone,
    horizonDays: 731,
    turnTimes: [{ maxParty: 4, minutes: 15 }],
    followUps: { reminders: REMINDERS, thankYouAfter: null, channels: ['email', 'conversation'] },
  };
  return (await open(clock, caller, settings, tablesOfFour(tables))).id;
}

/** Books for a guest who has an address and a conversation. */
async function bookFor(world: World, venueId: string, guest: string, locale: string, at: number) {
  const customer = { id: guest, email: `${guest}@example.com`, locale };
  const deps = { ...world.deps, enqueueEmotion() {} };
  const message = newMessageSchema.parse({ role: 'customer', text: 'a table please', customer });
  await storeMessage(deps, postgres.caller, guest, message);
  const start = new Date(at).toISOString();
  const wanted = { venueId, start, partySize: 2, customer, conversationId: guest };
  return (await book(deps, postgres.caller, newBookingSchema.parse(wanted))).id;
}

/** When a zone's clocks change in the year; an ordinary day for a zone whose clocks do not change. */
function changesOf(zone: string): number[] {
  const changes: number[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(
    YEAR.from,
  ).toZonedDateTimeISO(zone);
  for (;;) {
    at = at.getTimeZoneTransition('next');
    if (at === null || at.epochMilliseconds >= YEAR.to) break;
    changes.push(at.epochMilliseconds);
  }
  return changes.length > 0 ? changes : [Date.UTC(2027, 2, 28, 1)];
}

/**
 * The local time of an instant in words, by Temporal. It ends with the zone's abbreviation when the
 * local time occurs twice.
 */
function spoken(at: number, zone: string, locale: string): { said: string; isTwice: boolean } {
  const instant = Temporal.Instant.fromEpochMilliseconds(at);
  const plain = instant.toZonedDateTimeISO(zone).toPlainDateTime();
  const [first, second] = (['earlier', 'later'] as const).map(
    (disambiguation) => plain.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
  );
  const said = plain.toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short' });
  if (first === second) return { said, isTwice: false };
  const date = plain.toPlainDate().toLocaleString(locale);
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const dated = instant.toLocaleString(locale, {
    ...numeric,
    timeZone: zone,
    timeZoneName: 'short',
  });
  const name = dated.replace(date, '').replace(/^[,\s]+|[,\s]+$/g, '');
  return { said: `${said} (${name})`, isTwice: true };
}

/** The reminders in a guest's conversation, read with SQL of this test. */
const postedTo = (guest: string) =>
  postgres.rows<{ at: number; text: string }>(`
    select (extract(epoch from m.sent_at) * 1000)::float8 as at, m.text
      from messages m join conversations c on c.id = m.conversation_id
     where c.external_id = '${guest}' and m.metadata ->> 'followUp' = 'reminder' order by m.seq`);

/** The reminders in a guest's mailbox. Other emails carry a calendar file. */
const mailedTo = (world: World, guest: string) =>
  world.mails.filter(({ to, calendar }) => to === `${guest}@example.com` && !calendar);

const minuteOf = (at: number) => Math.floor(at / MINUTE);

interface Reminder {
  readonly due: number;
  /** The start that the reminder names. */
  readonly start: number;
}
const remindersOf = (start: number): Reminder[] =>
  REMINDERS.map((minutes) => ({ due: start - minutes * MINUTE, start }));

it('reminders arrive once, in the right minute, and name the local time around every change', {
  timeout: 900_000,
}, async () => {
  const chance = createChance('reminders');
  const world = openWorld();
  const guests: { guest: string; zone: string; locale: string; reminders: Reminder[] }[] = [];
  const errands: { at: number; run: () => Promise<unknown> }[] = [];
  const moments = new Set<number>([STARTS_AT]);
  for (const zone of ZONES) {
    const venue = await openVenue(`Chez ${zone}`, zone, 4);
    for (const [n, change] of changesOf(zone).entries()) {
      for (const [k, minutes] of FROM_CHANGE.entries()) {
        const guest = `${zone.replace(/\W/g, '-').toLowerCase()}-${n}-${k}`;
        const locale = pick(chance(`${guest} locale`), LOCALES);
        const first = change + minutes * MINUTE;
        const id = await bookFor(world, venue, guest, locale, first);
        const doAct = (at: number, name: 'reschedule' | 'cancel', start?: string) => {
          moments.add(at);
          errands.push({
            at,
            run: () => actOnBooking(world.deps, postgres.caller, bookingIdOf(id), name, { start }),
          });
        };
        const fate = Math.floor(chance(`${guest} fate`) * 4);
        let reminders = remindersOf(first);
        const watched = [...reminders];
        if (fate === 0) {
          // The booking is moved to the other side of the change, weeks before it or after the first
          // reminder.
          const when = k % 2 === 0 ? change - 20 * DAY : first - 3 * HOUR;
          const across = change - Math.sign(minutes || 1) * 3 * DAY + (k % 4) * 15 * MINUTE;
          const to = Math.max(across, when + 2 * DAY);
          doAct(when, 'reschedule', new Date(to).toISOString());
          watched.push(...remindersOf(to));
          reminders = [...reminders.filter(({ due }) => due < when), ...remindersOf(to)];
        } else if (fate === 1) {
          const when = first - (k % 2 === 0 ? 30 * HOUR : 3 * HOUR);
          doAct(when, 'cancel');
          reminders = reminders.filter(({ due }) => due < when);
        }
        // The clock stops at each minute around each reminder, also those of an older schedule.
        for (const { due } of watched) {
          for (const around of [-1, 0, 1]) moments.add(due + around * MINUTE);
        }
        guests.push({ guest, zone, locale, reminders });
      }
    }
  }

  for (const at of [...moments].sort((a, b) => a - b)) {
    await clock.set(at);
    for (const errand of errands) if (errand.at === at) await errand.run();
    await world.goTo(at);
  }

  const counts = { once: 0, twice: 0 };
  for (const { guest, zone, locale, reminders } of guests) {
    const language = locale.slice(0, 2);
    const [beginning, dates] =
      language in REMINDER_IN ? [REMINDER_IN[language], locale] : [REMINDER_IN['en'], 'en'];
    for (const got of [mailedTo(world, guest), await postedTo(guest)]) {
      const minutes = got.map(({ at }) => minuteOf(at));
      expect(minutes, guest).toEqual(reminders.map(({ due }) => minuteOf(due)));
      for (const [n, { start }] of reminders.entries()) {
        const { said, isTwice } = spoken(start, zone, dates);
        expect(got[n]?.text, `${guest} ${locale}`).toContain(`: ${said}, `);
        expect(got[n]?.text, `${guest} ${locale}`).toContain(`${beginning}Chez ${zone}`);
        counts[isTwice ? 'twice' : 'once'] += 1;
      }
    }
  }
  console.info(`${guests.length} bookings, ${moments.size} moments, reminders`, counts);
  // The hour that occurs twice is among them, in the four zones that have one.
  expect(counts.twice).toBeGreaterThan(8);
  const left = await postgres.rows(
    `select id from jobs where state in ('planned', 'leased', 'running')`,
  );
  expect(left).toEqual([]);
});

it('a text names the venue and the local time of when it is sent, and the settings of then decide', async () => {
  const world = openWorld();
  await clock.set(STARTS_AT);
  const venue = await openVenue('Chez Nous', 'Europe/Paris');
  const start = Date.UTC(2027, 2, 28, 17);
  const id = await bookFor(world, venue, 'old-hand', 'en-GB', start);
  const goTo = async (at: number) => {
    await clock.set(at);
    await world.goTo(at);
  };
  const change = (settings: object) =>
    changeVenue(
      { ...world.deps, database: clock.database },
      postgres.caller,
      venueIdOf(venue),
      venueChangeSchema.parse(settings),
    );
  await goTo(STARTS_AT);
  const confirmed = world.mails.filter(({ to }) => to === 'old-hand@example.com');
  expect(confirmed.map(({ fromName }) => fromName)).toEqual(['Chez Nous']);

  await change({ name: 'Chez Vous', timeZone: 'America/New_York' });
  const [day = 0, hours = 0] = remindersOf(start).map(({ due }) => due);
  await goTo(day);
  // The instant of the reminder is relative to the start, whatever the venue's zone is.
  const text = `We look forward to seeing you at Chez Vous: ${spoken(start, 'America/New_York', 'en-GB').said}, party of 2.`;
  expect(mailedTo(world, 'old-hand').map(({ at, text: said }) => [at, said])).toEqual([
    [day, expect.stringMatching(/^[^\n]*\n\nBooking reference: \w{6}$/)],
  ]);
  expect(mailedTo(world, 'old-hand')[0]?.text.split('\n')[0]).toBe(text);
  expect(await postedTo('old-hand')).toEqual([{ at: day, text }]);

  await change({ followUps: { reminders: [], channels: [] } });
  await goTo(hours);
  await goTo(start + DAY);
  expect(mailedTo(world, 'old-hand')).toHaveLength(1);
  const left = await postgres.rows(`
    select channel, state, reason from jobs
     where booking_id = '${bookingIdOf(id)}' and due_at = to_timestamp(${hours / 1000})
     order by channel desc`);
  expect(left).toEqual([
    { channel: 'email', state: 'suppressed', reason: 'switched_off' },
    { channel: 'conversation', state: 'suppressed', reason: 'switched_off' },
  ]);
});

it('reminders that are switched on for 450 bookings arrive once, when sweeps run at the same time', {
  timeout: 300_000,
}, async () => {
  const world = openWorld();
  await clock.set(STARTS_AT);
  const guests = 450;
  const { caller } = postgres;
  const settings = {
    name: 'Chez Tous',
    timeZone: 'Europe/Paris',
    horizonDays: 731,
    turnTimes: [{ maxParty: 4, minutes: 15 }],
    followUps: { reminders: [], thankYouAfter: null, channels: ['email'] },
  };
  const venue = (await open(clock, caller, settings, tablesOfFour(5))).id;
  const base = STARTS_AT + 3 * DAY;
  const startOf = (n: number) => base + Math.floor(n / 5) * 15 * MINUTE;
  for (let n = 0; n < guests; n += 1) {
    const customer = { id: `all-${n}`, email: `all-${n}@example.com`, locale: 'en-GB' };
    const start = new Date(startOf(n)).toISOString();
    const wanted = { venueId: venue, start, partySize: 2, customer };
    await book(world.deps, caller, newBookingSchema.parse(wanted));
  }
  await world.goTo(STARTS_AT);
  const change = (reminders: number[]) =>
    changeVenue(
      { ...world.deps, database: clock.database },
      caller,
      venueIdOf(venue),
      venueChangeSchema.parse({ followUps: { reminders } }),
    );
  await change([60, 30]);
  // The settings change again while the sweeps walk through the bookings.
  const sweeps = Array.from({ length: 4 }, () => sweepFollowUps(world.deps));
  await Promise.all([...sweeps, change([60])]);
  for (let n = 0; n < 3; n += 1) await sweepFollowUps(world.deps);
  const stored = await postgres.rows(`
    select (extract(epoch from b.starts_at - j.due_at) / 60)::int as minutes, count(*)::int as jobs
      from jobs j join bookings b on b.id = j.booking_id
     where b.venue_id = '${venueIdOf(venue)}' and j.kind = 'reminder' group by 1 order by 1 desc`);
  expect(stored[0]).toEqual({ minutes: 60, jobs: guests });
  expect(await postgres.rows('select id from venues where replan_from is not null')).toEqual([]);

  const starts = Array.from({ length: guests }, (_, n) => startOf(n));
  const moments = new Set(starts.flatMap((at) => [at - HOUR, at - 30 * MINUTE]));
  for (const at of [...moments].sort((x, y) => x - y)) {
    await clock.set(at);
    await world.goTo(at);
  }
  const mails = world.mails.filter(({ to, calendar }) => to.startsWith('all-') && !calendar);
  const told = mails.map(({ to, at }) => `${to} ${minuteOf(at)}`);
  const due = starts.map((at, n) => `all-${n}@example.com ${minuteOf(at - HOUR)}`);
  expect(told.sort()).toEqual(due.sort());
  expect(postgres.log()).not.toContain('deadlock');
});
