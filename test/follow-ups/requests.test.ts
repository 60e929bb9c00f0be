import { describe, expect, it } from 'vitest';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import { tomorrow } from '../support/bookings.ts';
import { onlyEvent } from '../support/calendar-files.ts';
import { HOUR, inShort, MINUTE, startOf, useFollowUps } from '../support/follow-up-tests.ts';
import { sql } from '../support/sql.ts';
import { testDeps } from '../support/workspace.ts';

const t = useFollowUps('requests');
const EVENTS = [
  ...['booking.requested', 'booking.confirmed', 'booking.declined', 'booking.cancelled'],
  ...['booking.expired', 'booking.restored', 'booking.rescheduled'],
];

/** A request of a guest at a venue that approves every booking. */
const requested = async (followUps: object = {}, more: object = {}) => {
  const venue = await t.venueFor({
    followUps: { channels: ['email'], reminders: [120], ...followUps },
    approvalFrom: 1,
  });
  const made = await book(venue.id, more);
  expect([made.status, made.body.state]).toEqual([201, 'requested']);
  return made.body;
};
const book = async (venueId: string, more: object = {}) => {
  const guest = await t.withScopes('bookings:write', 'messages:write');
  await guest('POST', '/v1/conversations/chat/messages', {
    role: 'customer',
    text: 'a table please',
    customer: { id: 'maya', email: t.address, locale: 'en-GB' },
  });
  return guest('POST', '/v1/bookings', {
    ...{ venueId, start: tomorrow(19), partySize: 2, customer: { id: 'maya' } },
    conversationId: 'chat',
    ...more,
  });
};
const act = async (booking: { id: string }, name: string, body?: object) => {
  const answer = await t.call('POST', `/v1/bookings/${booking.id}/${name}`, body);
  expect([name, answer.status]).toEqual([name, 200]);
  return answer.body;
};
/** Lets the request expire, and the sweep find it. */
const expire = async (booking: { id: string }) => {
  await sql`update bookings set hold_expires_at = now() - interval '1 second'
             where id = ${booking.id.slice(4)}`;
  await sweepBookings({ ...testDeps(), now: () => Date.now() });
};
/** Does the work that is due, and lets jobs that wait for the outcome of others fire again. */
const settle = async () => {
  for (let n = 0; n < 2; n += 1) await t.world.goTo(t.world.now() + MINUTE);
};
const subjects = () => t.mails().map(({ subject }) => subject.replace(/:.*/, ''));
const told = () =>
  t.world.received
    .filter(({ url }) => url === t.endpoint)
    .map(({ body }) => JSON.parse(body))
    .toSorted((a, b) => a.data.version - b.data.version);
const types = () => told().map(({ type, data }) => [type, data.state]);
const passVisit = async () => {
  for (const at of [startOf() - 2 * HOUR, startOf() + 4 * HOUR]) {
    await t.world.goTo(at);
    await settle();
  }
};

describe('a request', () => {
  it('is told to the guest and the webhooks, and plans nothing for the visit', async () => {
    await t.listen(EVENTS);
    const booking = await requested({ channels: ['email', 'conversation'], noShowAfter: 30 });
    await settle();
    expect(subjects()).toEqual(['Request received']);
    const [mail] = t.mails();
    expect(mail?.text).toMatch(/is not confirmed yet\. You will hear from us by .* at \d\d:\d\d\./);
    expect(mail?.text).toContain(`Booking reference: ${booking.reference}`);
    expect(mail?.calendar).toBeUndefined();
    expect(await t.texts()).toHaveLength(1);
    expect(types()).toEqual([['booking.requested', 'requested']]);
    expect(inShort(await t.jobsOf(booking)).sort()).toEqual([
      'event webhook delivered',
      'request_received conversation delivered',
      'request_received email delivered',
    ]);
    const file = await t.call('GET', `/v1/bookings/${booking.id}/calendar.ics`);
    expect(onlyEvent(file.body).status).toBe('TENTATIVE');
    await passVisit();
    expect(subjects()).toEqual(['Request received']);
  });

  it('is told once with its newest time when it is moved before that', async () => {
    await t.listen(EVENTS);
    const booking = await requested();
    await act(booking, 'reschedule', { start: tomorrow(20) });
    await settle();
    expect(t.mails().map(({ subject }) => subject.slice(-5))).toEqual(['20:00']);
    await t.call('PATCH', `/v1/bookings/${booking.id}`, { partySize: 3 });
    await settle();
    expect(subjects()).toEqual(['Request received', 'Request received']);
    expect(t.mails()[1]?.text).toContain('party of 3');
    expect(types().map(([type]) => type)).toEqual([
      ...['booking.requested', 'booking.rescheduled', 'booking.rescheduled'],
    ]);
  });

  it('that was a hold is told when the hold is confirmed', async () => {
    await t.listen(EVENTS);
    const venue = await t.venueFor({ followUps: { channels: ['email'] }, approvalFrom: 1 });
    const { body } = await book(venue.id, { hold: true });
    const guest = await t.withScopes('bookings:write');
    await guest('POST', `/v1/bookings/${body.id}/confirm`);
    await settle();
    expect(subjects()).toEqual(['Request received']);
    expect(types()).toEqual([['booking.requested', 'requested']]);
  });
});

describe('an answer to a request', () => {
  it('that approves it is the usual confirmation, with a calendar entry and reminders', async () => {
    await t.listen(EVENTS);
    const booking = await requested();
    await settle();
    await act(booking, 'approve');
    await settle();
    expect(subjects()).toEqual(['Request received', 'Confirmed']);
    const calendar = t.mails()[1]?.calendar;
    expect(calendar?.method).toBe('REQUEST');
    expect(onlyEvent(calendar?.text ?? '')).toMatchObject({ sequence: 1, status: 'CONFIRMED' });
    await passVisit();
    expect(subjects().slice(2)).toEqual(['Reminder', 'Thank you for your visit to Chez Nous']);
    expect(types()).toEqual([
      ['booking.requested', 'requested'],
      ['booking.confirmed', 'confirmed'],
    ]);
  });

  it('suppresses the receipt that was not sent yet, and is planned without a queue', async () => {
    t.open({ copies: () => 0 });
    const booking = await requested();
    await act(booking, 'approve');
    await t.world.goTo(t.world.now() + 2 * MINUTE);
    // The sweep has planned the jobs and claimed those that are due; no message has arrived.
    t.open({ startsAt: t.world.now() + 6 * MINUTE });
    await settle();
    expect(subjects()).toEqual(['Confirmed']);
    expect(inShort(await t.jobsOf(booking))).toContain(
      'request_received email suppressed confirmed',
    );
  });

  it('that declines it tells the reason, and the place is offered to the waitlist', async () => {
    await t.listen(EVENTS);
    const booking = await requested({ channels: ['email', 'conversation'] });
    await settle();
    await t.call('POST', '/v1/bookings', {
      ...{ venueId: booking.venueId, start: tomorrow(19), partySize: 2 },
      customer: { id: 'other' },
    });
    const path = `/v1/venues/${booking.venueId}/waitlist`;
    const range = { earliest: tomorrow(19), latest: tomorrow(19) };
    await t.call('POST', path, { ...range, partySize: 2, customer: { id: 'waiting' } });
    await act(booking, 'decline', { reason: 'We have a wedding that evening.' });
    await settle();
    expect(subjects()).toEqual(['Request received', 'Request declined']);
    expect(t.mails()[1]?.text).toMatch(/party of 2\. We have a wedding that evening\./);
    expect(t.mails()[1]?.calendar).toBeUndefined();
    expect((await t.texts()).at(-1)).toContain('We have a wedding that evening.');
    expect(told().at(-1)).toMatchObject({
      type: 'booking.declined',
      data: { state: 'declined', reason: 'We have a wedding that evening.' },
    });
    expect((await t.call('GET', `${path}?state=offered`)).body.data).toHaveLength(1);
    await passVisit();
    expect(subjects()).toHaveLength(2);
  });

  it('that does not come is told when the sweep has ended the request', async () => {
    await t.listen(EVENTS);
    const booking = await requested();
    await settle();
    await expire(booking);
    await settle();
    expect(subjects()).toEqual(['Request received', 'Request not answered']);
    expect(types()).toEqual([
      ['booking.requested', 'requested'],
      ['booking.expired', 'expired'],
    ]);
    expect(t.mails()[1]?.text).toContain('No place is booked for you.');
  });

  it('is not awaited by a guest who has withdrawn the request', async () => {
    await t.listen(EVENTS);
    const booking = await requested();
    await settle();
    await act(booking, 'cancel');
    await settle();
    expect(subjects()).toEqual(['Request received', 'Request withdrawn']);
    expect(types().at(-1)).toEqual(['booking.cancelled', 'cancelled']);
  });
});

describe('the guest of an answer that was undone', () => {
  it('is told that the request is open again, and loses the calendar entry of the approval', async () => {
    await t.listen(EVENTS);
    const booking = await requested();
    await settle();
    await act(booking, 'approve');
    await settle();
    await act(booking, 'undo');
    await settle();
    expect(subjects().slice(1)).toEqual(['Confirmed', 'Request open again']);
    await act(booking, 'approve');
    await settle();
    expect(subjects().slice(3)).toEqual(['Confirmed']);
    const files = t.mails().map(({ calendar }) => calendar);
    expect(files.map((file) => file?.method)).toEqual([undefined, 'REQUEST', 'CANCEL', 'REQUEST']);
    const events = files.flatMap((file) => (file ? onlyEvent(file.text) : []));
    expect(events.map(({ sequence, status }) => [sequence, status])).toEqual([
      [1, 'CONFIRMED'],
      [2, 'CANCELLED'],
      [3, 'CONFIRMED'],
    ]);
    expect(told().map(({ type, data }) => [type, data.undone])).toEqual([
      ['booking.requested', null],
      ['booking.confirmed', null],
      ['booking.restored', 'approve'],
      ['booking.confirmed', null],
    ]);
    // The reminder of the first approval is not sent beside that of the second.
    await passVisit();
    expect(subjects().filter((subject) => subject === 'Reminder')).toHaveLength(1);
  });

  it.each([
    ['declined', 'Request declined', (booking: { id: string }) => act(booking, 'decline')],
    ['expired', 'Request not answered', expire],
    ['withdrawn', 'Request withdrawn', (booking: { id: string }) => act(booking, 'cancel')],
  ])('hears of a request that was %s only if the guest was told so', async (_, subject, end) => {
    const booking = await requested();
    await settle();
    await end(booking);
    await act(booking, 'undo');
    await settle();
    expect(subjects()).toEqual(['Request received']);
    await end(booking);
    await settle();
    await act(booking, 'undo');
    await settle();
    expect(subjects()).toEqual(['Request received', subject, 'Request open again']);
    expect(t.mails()[2]?.calendar).toBeUndefined();
  });

  it('gets one receipt when neither it nor the answer had been sent', async () => {
    const booking = await requested();
    await act(booking, 'decline');
    await act(booking, 'undo');
    await settle();
    expect(subjects()).toEqual(['Request received']);
  });

  it('gets a confirmation after an approval that followed an undone one', async () => {
    const booking = await requested();
    await settle();
    for (const name of ['approve', 'undo', 'approve', 'cancel', 'undo']) await act(booking, name);
    await settle();
    expect(subjects()).toEqual(['Request received', 'Confirmed']);
  });
});
