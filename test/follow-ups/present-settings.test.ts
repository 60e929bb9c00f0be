import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tomorrow } from '../support/bookings.ts';
import {
  bookingIdOf,
  HOUR,
  inShort,
  MINUTE,
  startOf,
  useFollowUps,
} from '../support/follow-up-tests.ts';
import { statement } from '../support/sql-statement.ts';

const t = useFollowUps('present-settings');

/** A booking with one reminder, two hours before the start, whose confirmation has been sent. */
async function remindedBooking(followUps: object = {}) {
  const venue = await t.venueFor({ followUps: { reminders: [120], ...followUps } });
  const booking = await t.book(venue.id);
  await t.world.goTo(t.world.now());
  expect(t.mails()).toHaveLength(1);
  const change = async (settings: object) =>
    expect((await t.call('PATCH', `/v1/venues/${venue.id}`, settings)).status).toBe(200);
  return { booking, venue, change };
}

/** The jobs that are ahead, in short, with the hours between the start and their due time. */
const ahead = async (booking: { id: string }) =>
  (await t.jobsOf(booking))
    .filter(({ kind }) => kind !== 'confirmation')
    .map((job) => `${inShort([job])} ${(Date.parse(job.dueAt) - startOf()) / HOUR}`)
    .sort();

const setContent = (booking: { id: string }, content: string | null) =>
  t.world.deps.database.run(
    statement(
      sql`update jobs set content = ${sql.placeholder('content')}::jsonb
           where booking_id = ${sql.placeholder('id')}::uuid and finished_at is null
          returning id::text`,
      z.object({ id: z.string() }),
    ),
    { id: bookingIdOf(booking.id), content },
  );

/** The text of an email without the reference of the booking. */
const wordsOf = (mail: { text: string } | undefined) => mail?.text.split('\n\n')[0];

describe('a text that falls due', () => {
  it('names the venue, the local time and the language of that moment', async () => {
    const { booking, change } = await remindedBooking();
    await change({ name: 'Chez Vous', timeZone: 'Asia/Kathmandu' });
    const address = t.address.replace('maya', 'maya-later');
    await t.call('POST', '/v1/conversations/chat/messages', {
      role: 'customer',
      text: 'je préfère le français',
      customer: { id: 'maya', email: address, locale: 'fr' },
    });
    const planned = (await t.jobsOf(booking)).filter(({ kind }) => kind === 'reminder');
    // 19:00 UTC is 00:45 of the next day in Kathmandu.
    for (const job of planned) expect(job).toMatchObject({ when: expect.stringMatching(/00:45$/) });

    await t.world.goTo(startOf() - 2 * HOUR);
    const [mail] = t.world.mails.filter(({ to }) => to === address);
    expect(mail).toMatchObject({ fromName: 'Chez Vous' });
    expect(mail?.subject).toMatch(/^Rappel : Chez Vous, .* 00:45$/);
    expect(mail?.text).toMatch(
      /^Nous vous attendons chez Chez Vous : .* 00:45, 2 pers\.\n\nRéférence de réservation : \w{6}$/,
    );
    expect(mail?.html).toContain('<html lang="fr" dir="ltr">');
    expect((await t.texts()).at(-1)).toBe(wordsOf(mail));
    const sent = (await t.jobsOf(booking)).filter(({ kind }) => kind === 'reminder');
    expect(inShort(sent).sort()).toEqual([
      'reminder conversation delivered',
      'reminder email delivered',
    ]);
    for (const job of sent) expect(job).toMatchObject({ when: expect.stringMatching(/00:45$/) });
  });

  it('is not sent when the venue has switched it or its channel off, and the timeline says so', async () => {
    const { booking, change } = await remindedBooking({
      upsell: { before: 60, text: 'Oysters?' },
      noShowAfter: 30,
    });
    const before = await t.texts();
    await change({ followUps: { channels: ['conversation'] } });
    expect(await ahead(booking)).toContain('reminder email suppressed channel_off -2');
    expect(await ahead(booking)).toContain('reminder conversation planned -2');
    await change({
      followUps: { reminders: [], upsell: null, thankYouAfter: null, noShowAfter: null },
    });
    const off = (await ahead(booking)).map((each) => each.replace(/ -?[\d.]+$/, ''));
    expect(off).toEqual([
      'no_show_check booking suppressed switched_off',
      'reminder conversation suppressed switched_off',
      'reminder email suppressed switched_off',
      'thank_you conversation suppressed switched_off',
      'thank_you email suppressed switched_off',
      'upsell conversation suppressed switched_off',
      'upsell email suppressed switched_off',
    ]);
    const foreseen = await ahead(booking);
    await t.world.passTo(t.world.now() + 2 * MINUTE);
    await t.world.goTo(startOf() - 2 * HOUR);
    await t.world.goTo(startOf() - HOUR);
    await t.world.goTo(startOf() + 5 * HOUR);
    expect(await ahead(booking)).toEqual(foreseen);
    expect((await t.jobsOf(booking)).every(({ finishedAt }) => finishedAt !== null)).toBe(true);
    expect(t.mails()).toHaveLength(1);
    expect(await t.texts()).toEqual(before);
    expect((await t.call('GET', `/v1/bookings/${booking.id}`)).body.state).toBe('confirmed');
  });

  it('is written anew for a job of an older Worker, which stored its text', async () => {
    const { booking, change } = await remindedBooking({ thankYouAfter: null });
    await change({ name: 'Chez Vous' });
    const old = { locale: 'en', when: 'at seven', subject: 'Chez Nous', text: 'at Chez Nous' };
    expect(await setContent(booking, JSON.stringify(old))).toHaveLength(2);
    await t.world.goTo(startOf() - 2 * HOUR);
    expect(t.mails().at(-1)?.subject).toMatch(/^Reminder: Chez Vous, /);
    expect((await t.texts()).at(-1)).toBe(wordsOf(t.mails().at(-1)));
  });

  it('is stored with a planned job, and posted by a Worker of version 0.1.0', async () => {
    const { booking } = await remindedBooking({ channels: ['email', 'conversation'] });
    const row = z.object({ outcome: z.string().nullable() });
    const posted = await t.world.deps.database.run(
      statement(
        sql`with running as (
              update jobs set state = 'running', attempts = attempts + 1
               where booking_id = ${sql.placeholder('id')}::uuid and kind = 'reminder'
                 and channel = 'conversation'
              returning id, attempts)
            select 'running' as outcome from running`,
        row,
      ),
      { id: bookingIdOf(booking.id) },
    );
    expect(posted).toHaveLength(1);
    const said = await t.world.deps.database.run(
      statement(
        sql`select say_v1(id, attempts, now()) as outcome from jobs
             where booking_id = ${sql.placeholder('id')}::uuid and state = 'running'`,
        row,
      ),
      { id: bookingIdOf(booking.id) },
    );
    expect(said).toEqual([{ outcome: 'delivered' }]);
    expect((await t.texts()).at(-1)).toMatch(/^We look forward to seeing you at Chez Nous: /);
  });

  it('names the hour of the cancelled visit in a cancellation', async () => {
    const { booking, change } = await remindedBooking();
    await t.call('POST', `/v1/bookings/${booking.id}/cancel`, {});
    await change({ name: 'Chez Vous' });
    await t.world.drain();
    expect(t.mails().at(-1)?.text).toMatch(/^Your booking at Chez Vous, .* at 19:00, is cancelled/);
  });
});

describe('a change of a venue’s follow-ups', () => {
  it('applies to upcoming bookings: another hour, a new reminder, an offer, thanks and a check', async () => {
    const { booking, change } = await remindedBooking({ channels: ['email'] });
    await change({
      followUps: {
        reminders: [180, 90],
        thankYouAfter: 30,
        upsell: { before: 60, text: 'Oysters?' },
        noShowAfter: 45,
      },
    });
    await t.world.goTo(t.world.now() + MINUTE);
    expect(await ahead(booking)).toEqual([
      'no_show_check booking planned 0.75',
      'reminder email planned -1.5',
      'reminder email planned -3',
      'reminder email suppressed switched_off -2',
      'thank_you email planned 2',
      'upsell email planned -1',
    ]);
    expect(t.mails()).toHaveLength(1);
    // The time of a job that exists already changes with the settings.
    await change({ followUps: { upsell: { before: 30, text: 'Figs?' }, thankYouAfter: 60 } });
    await t.world.goTo(t.world.now() + MINUTE);
    const later = await ahead(booking);
    expect(later).toContain('upsell email planned -0.5');
    expect(later).toContain('thank_you email planned 2.5');
    for (const hours of [-3, -2, -1.5, -1, -0.5]) await t.world.goTo(startOf() + hours * HOUR);
    expect(t.mails().map(({ at, text }) => [(at - startOf()) / HOUR, text.slice(0, 7)])).toEqual([
      [expect.any(Number), 'Your bo'],
      [-3, 'We look'],
      [-1.5, 'We look'],
      [-0.5, 'Figs?'],
    ]);
  });

  it('does not repeat a notice or a webhook on a new channel or endpoint', async () => {
    const { booking, change } = await remindedBooking({ channels: ['email'] });
    await t.listen(['booking.confirmed']);
    await change({ followUps: { channels: ['email', 'conversation'] } });
    await t.world.goTo(t.world.now() + MINUTE);
    expect(await ahead(booking)).toEqual([
      'reminder conversation planned -2',
      'reminder email planned -2',
      expect.stringMatching(/^thank_you conversation planned/),
      expect.stringMatching(/^thank_you email planned/),
    ]);
    expect(await t.texts()).toEqual([]);
    expect(t.world.received.filter(({ url }) => url === t.endpoint)).toEqual([]);
  });

  it('leaves bookings alone that are cancelled, held, or moved to an older schedule', async () => {
    const { booking, venue, change } = await remindedBooking({ channels: ['email'] });
    await t.call('POST', `/v1/bookings/${booking.id}/cancel`, {});
    const held = await t.book(venue.id, { hold: true, start: tomorrow(20) });
    const moved = await t.book(venue.id, { start: tomorrow(12) });
    await t.world.drain();
    await t.call('POST', `/v1/bookings/${moved.id}/reschedule`, { start: tomorrow(19) });
    await t.world.drain();
    await change({ followUps: { reminders: [90], thankYouAfter: null } });
    await t.world.goTo(t.world.now() + MINUTE);
    const reminders = async (each: { id: string }) =>
      (await ahead(each)).filter((job) => job.startsWith('reminder'));
    expect(await reminders(booking)).toEqual(['reminder email suppressed cancelled -2']);
    expect(await reminders(held)).toEqual([]);
    expect(await reminders(moved)).toEqual([
      'reminder email planned -1.5',
      'reminder email suppressed superseded -9',
      'reminder email suppressed switched_off -2',
    ]);
  });

  it('reaches other venues when one cannot be planned for', async () => {
    const { venue } = await remindedBooking({ channels: ['email'] });
    const broken = statement(
      sql`update venues
             set follow_ups = '{"reminders": "broken"}', replan_from = now() - interval '1 day'
           where id = ${sql.placeholder('id')}::uuid`,
      z.object({}),
    );
    await t.world.deps.database.run(broken, { id: venue.id.slice(4) });
    const other = await t.venueFor({ followUps: { channels: ['email'], reminders: [120] } });
    const booking = await t.book(other.id);
    await t.world.drain();
    await t.call('PATCH', `/v1/venues/${other.id}`, { followUps: { reminders: [90] } });
    await t.world.goTo(t.world.now() + MINUTE);
    expect(await ahead(booking)).toContain('reminder email planned -1.5');
    expect(t.world.errors).toMatchObject([
      { event: 'booking_not_replanned' },
      { event: 'work_set_apart', work: 'replan_booking' },
    ]);
  });
});
