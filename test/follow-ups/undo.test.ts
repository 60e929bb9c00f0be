import { describe, expect, it } from 'vitest';
import { onlyEvent } from '../support/calendar-files.ts';
import { HOUR, inShort, MINUTE, startOf, useFollowUps } from '../support/follow-up-tests.ts';
import { sql } from '../support/sql.ts';

const t = useFollowUps('undo');

const act = async (booking: { id: string }, name: string) => {
  const answer = await t.call('POST', `/v1/bookings/${booking.id}/${name}`);
  expect([name, answer.status]).toEqual([name, 200]);
  return answer.body;
};
/** Lets the jobs that wait for the outcome of others fire again. */
const settle = async () => {
  for (let n = 0; n < 2; n += 1) await t.world.goTo(t.world.now() + MINUTE);
};
const subjects = () => t.mails().map(({ subject }) => subject.replace(/:.*/, ''));
/** A booking whose guest was told that it is confirmed. */
const booked = async (followUps: object) => {
  const venue = await t.venueFor({ followUps: { reminders: [120], ...followUps } });
  const booking = await t.book(venue.id);
  await t.world.goTo(t.world.now());
  return booking;
};
const email = { channels: ['email'] };
const ofKind = async (booking: { id: string }, ...kinds: string[]) =>
  inShort((await t.jobsOf(booking)).filter(({ kind }) => kinds.includes(kind)));
const REMINDER = 'Reminder';
const THANKS = 'Thank you for your visit to Chez Nous';

describe('the guest of a cancellation that was undone', () => {
  it('is told on each channel on which the cancellation was told, with a calendar entry', async () => {
    await t.listen(['booking.cancelled', 'booking.restored']);
    const booking = await booked({});
    await act(booking, 'cancel');
    await t.world.goTo(t.world.now() + MINUTE);
    expect(subjects()).toEqual(['Confirmed', 'Cancelled']);
    const { url } = (await t.call('POST', `/v1/venues/${booking.venueId}/calendar`)).body;
    const feed = async () => {
      const { sequence, status } = onlyEvent((await t.call('GET', new URL(url).pathname)).body);
      return [sequence, status];
    };
    expect(await feed()).toEqual([1, 'CANCELLED']);
    await act(booking, 'undo');
    await t.world.goTo(t.world.now() + MINUTE);
    expect(await feed()).toEqual([2, 'CONFIRMED']);
    expect(subjects()).toEqual(['Confirmed', 'Cancelled', 'Not cancelled']);
    expect((await t.texts()).map((text) => / not cancelled after all/.test(text))).toEqual([
      ...[false, false],
      true,
    ]);
    const files = t.mails().map(({ calendar }) => calendar);
    expect(files.map((file) => file?.method)).toEqual(['REQUEST', 'CANCEL', 'REQUEST']);
    const events = files.map((file) => onlyEvent(file?.text ?? ''));
    expect(events.map(({ sequence, status }) => [sequence, status])).toEqual([
      [0, 'CONFIRMED'],
      [1, 'CANCELLED'],
      [2, 'CONFIRMED'],
    ]);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(1);
    const told = t.world.received
      .filter(({ url }) => url === t.endpoint)
      .map(({ body }) => JSON.parse(body));
    expect(told).toMatchObject([
      { type: 'booking.cancelled', data: { version: 2, state: 'cancelled', undone: null } },
      { type: 'booking.restored', data: { version: 3, state: 'confirmed', undone: 'cancel' } },
    ]);
    // The reminder is sent once, by the job that was planned again.
    for (const at of [startOf() - 2 * HOUR, startOf() + 4 * HOUR]) {
      await t.world.goTo(at);
      await settle();
    }
    expect(subjects().slice(3)).toEqual([REMINDER, THANKS]);
    expect((await ofKind(booking, 'reminder')).sort()).toEqual([
      'reminder conversation delivered',
      'reminder conversation suppressed superseded',
      'reminder email delivered',
      'reminder email suppressed superseded',
    ]);
  });

  it('hears nothing when the cancellation had not been sent', async () => {
    const booking = await booked({});
    await act(booking, 'cancel');
    await act(booking, 'undo');
    await settle();
    expect(subjects()).toEqual(['Confirmed']);
    expect(await t.texts()).toHaveLength(1);
    const notices = await ofKind(booking, 'cancellation', 'restored', 'confirmation', 'moved');
    expect(notices.sort()).toEqual([
      'cancellation conversation suppressed undone',
      'cancellation email suppressed undone',
      'confirmation conversation delivered',
      'confirmation email delivered',
    ]);
  });

  it('gets one confirmation when neither it nor the cancellation had been sent', async () => {
    const venue = await t.venueFor({ followUps: email });
    const booking = await t.book(venue.id);
    await act(booking, 'cancel');
    await act(booking, 'undo');
    await settle();
    expect(subjects()).toEqual(['Confirmed']);
    expect(onlyEvent(t.mails()[0]?.calendar?.text ?? '').sequence).toBe(2);
  });

  it('hears nothing of an undo when it was to hear nothing of the booking', async () => {
    const venue = await t.venueFor({ followUps: { channels: [] } });
    const booking = await t.book(venue.id);
    await t.world.goTo(t.world.now());
    await t.call('PATCH', `/v1/venues/${venue.id}`, { followUps: { channels: ['email'] } });
    for (const name of ['seat', 'undo', 'seat', 'undo']) await act(booking, name);
    await settle();
    expect(subjects()).toEqual([]);
  });

  it('is told of a new time whose notice the acts have suppressed', async () => {
    const booking = await booked(email);
    const start = new Date(startOf() + HOUR).toISOString();
    await t.call('POST', `/v1/bookings/${booking.id}/reschedule`, { start });
    for (const name of ['cancel', 'undo']) await act(booking, name);
    await settle();
    expect(subjects()).toEqual(['Confirmed', 'Changed']);
    expect(t.mails()[1]?.subject).toMatch(/20:00$/);
  });

  it('is told of a cancellation that was being sent when it was undone', async () => {
    let booking = { id: '' };
    t.open({
      async mail({ subject, to }) {
        if (to === t.address && subject.startsWith('Cancelled')) await act(booking, 'undo');
      },
    });
    booking = await booked(email);
    await act(booking, 'cancel');
    await settle();
    expect(subjects()).toEqual(['Confirmed', 'Cancelled', 'Not cancelled']);
    expect((await ofKind(booking, 'restored', 'confirmation', 'moved')).sort()).toEqual([
      'confirmation email delivered',
      'restored email delivered',
    ]);
  });

  it('waits for the outcome of a cancellation that a consumer has taken', async () => {
    const booking = await booked(email);
    await act(booking, 'cancel');
    await t.world.goTo(t.world.now());
    await act(booking, 'undo');
    // The consumer has not recorded that the email was sent.
    const setState = (state: string, finished: boolean) => sql`
      update jobs set state = ${state},
                      finished_at = case when ${finished}::boolean then now() end,
                      wake_at = now() + interval '1 day'
       where booking_id = ${booking.id.replace('bkg_', '')}::uuid and kind = 'cancellation'`;
    await setState('running', false);
    await t.world.goTo(t.world.now());
    const notices = ['restored', 'confirmation', 'moved'];
    expect((await ofKind(booking, ...notices)).sort()).toEqual([
      'confirmation email delivered',
      'confirmation email planned being_sent',
      'moved email planned being_sent',
      'restored email planned being_sent',
    ]);
    await setState('delivered', true);
    await t.world.goTo(t.world.now() + MINUTE);
    expect((await ofKind(booking, ...notices)).sort()).toEqual([
      'confirmation email delivered',
      'confirmation email suppressed told_already',
      'moved email suppressed told_already',
      'restored email delivered',
    ]);
  });

  it('hears again when a second act is undone before the first undo was told', async () => {
    const booking = await booked(email);
    await act(booking, 'cancel');
    await t.world.goTo(t.world.now());
    for (const name of ['undo', 'seat', 'undo']) await act(booking, name);
    await settle();
    expect(subjects()).toEqual(['Confirmed', 'Cancelled', 'Not cancelled']);
    for (const name of ['seat', 'undo']) await act(booking, name);
    await settle();
    expect(subjects()).toHaveLength(3);
  });
});

describe('a cancellation whose consumer died', () => {
  it('counts as told, because it may have been sent', async () => {
    const booking = await booked(email);
    await act(booking, 'cancel');
    await t.world.goTo(t.world.now());
    // The lease has ended, and no attempt is recorded.
    const id = booking.id.replace('bkg_', '');
    await sql`delete from job_attempts where job_id in (
      select id from jobs where booking_id = ${id}::uuid and kind = 'cancellation')`;
    await sql`update jobs set state = 'planned', failures = 1, finished_at = null
               where booking_id = ${id}::uuid and kind = 'cancellation'`;
    await act(booking, 'undo');
    await settle();
    expect(subjects()).toEqual(['Confirmed', 'Cancelled', 'Not cancelled']);
    expect(await ofKind(booking, 'cancellation')).toEqual(['cancellation email suppressed undone']);
  });
});

describe('what an undone act has suppressed', () => {
  it.each(['cancel', 'seat'])('is sent after the undo of %s', async (name) => {
    const booking = await booked(email);
    await act(booking, name);
    await t.world.goTo(startOf() - 2 * HOUR);
    const state = name === 'seat' ? 'seated' : 'cancelled';
    expect(await ofKind(booking, 'reminder')).toEqual([`reminder email suppressed ${state}`]);
    await act(booking, 'undo');
    await t.world.goTo(startOf() - 2 * HOUR + MINUTE);
    expect(subjects()).toContain(REMINDER);
    await t.world.goTo(startOf() + 4 * HOUR);
    expect(subjects().filter((subject) => subject === REMINDER)).toHaveLength(1);
  });

  it('is not sent again when the guest has it already', async () => {
    const booking = await booked(email);
    await t.world.goTo(startOf() - 2 * HOUR);
    await act(booking, 'seat');
    await act(booking, 'undo');
    await act(booking, 'seat');
    await act(booking, 'finish');
    await t.world.goTo(startOf() + 4 * HOUR);
    expect(subjects()).toEqual(['Confirmed', REMINDER, THANKS]);
    await act(booking, 'undo');
    await t.world.goTo(startOf() + 8 * HOUR);
    await act(booking, 'undo');
    await t.world.goTo(startOf() + 9 * HOUR);
    expect(subjects()).toEqual(['Confirmed', REMINDER, THANKS]);
    const jobs = await ofKind(booking, 'thank_you', 'reminder');
    expect(jobs.filter((job) => job.endsWith('delivered'))).toHaveLength(2);
    expect(jobs.filter((job) => job.endsWith('told_already')).length).toBeGreaterThan(0);
  });

  it('are no emails at a venue without channels, but a check for a no-show', async () => {
    const booking = await booked({ channels: [], noShowAfter: 30, thankYouAfter: null });
    await act(booking, 'seat');
    await t.world.goTo(startOf() + 30 * MINUTE);
    expect(await ofKind(booking, 'no_show_check')).toEqual([
      'no_show_check booking suppressed seated',
    ]);
    await act(booking, 'undo');
    await t.world.drain();
    const checks = (await t.jobsOf(booking)).filter(({ kind }) => kind === 'no_show_check');
    expect(checks.map(({ state }) => state).sort()).toEqual(['planned', 'suppressed']);
  });
});

describe('the verdict on a job', () => {
  it('waits for the end of a stay that was extended, before it thanks', async () => {
    await t.listen(['booking.rescheduled']);
    const booking = await booked({ channels: ['email'], reminders: [], thankYouAfter: 0 });
    const end = new Date(startOf() + 2 * HOUR).toISOString();
    const longer = await t.call('PATCH', `/v1/bookings/${booking.id}`, { end });
    expect(longer.status).toBe(200);
    await t.world.goTo(startOf() + 2 * HOUR - MINUTE);
    expect(await ofKind(booking, 'thank_you')).toEqual(['thank_you email planned stay_extended']);
    await t.world.goTo(startOf() + 2 * HOUR);
    expect(subjects()).toEqual(['Confirmed', THANKS]);
    const told = t.world.received.filter(({ url }) => url === t.endpoint);
    expect(told.map(({ body }) => JSON.parse(body).data.end)).toEqual([
      end.replace('.000Z', '+00:00'),
    ]);
  });

  it('waits for the expected time of a late party, before it checks for a no-show', async () => {
    const venue = await t.venueFor({
      lateGrace: 10,
      followUps: { channels: [], noShowAfter: 0 },
    });
    const booking = await t.book(venue.id);
    await t.world.goTo(t.world.now());
    const expectedAt = new Date(startOf() + HOUR).toISOString();
    await t.call('POST', `/v1/bookings/${booking.id}/late`, { expectedAt });
    await t.world.goTo(startOf() + MINUTE);
    const [check] = (await t.jobsOf(booking)).filter(({ kind }) => kind === 'no_show_check');
    expect(check).toMatchObject({
      ...{ state: 'planned', reason: 'grace' },
      nextAttemptAt: new Date(startOf() + 70 * MINUTE).toISOString(),
    });
  });
});
