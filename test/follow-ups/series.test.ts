import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { tomorrow } from '../support/bookings.ts';
import { onlyEvent } from '../support/calendar-files.ts';
import { DAY, HOUR, inShort, MINUTE, startOf, useFollowUps } from '../support/follow-up-tests.ts';

const t = useFollowUps('series');

const FIRST = () => tomorrow(19).slice(0, 16);
/** A series of three days of a guest with an address and a conversation. */
async function makeSeries(settings: object = {}, more: object = {}) {
  const venue = await t.venueFor({ followUps: { reminders: [120], ...settings } });
  await t.call('POST', '/v1/conversations/chat/messages', {
    role: 'customer',
    text: 'the same table every day please',
    customer: { id: 'maya', email: t.address, locale: 'en-GB' },
  });
  const made = await t.call('POST', '/v1/series', {
    ...{ venueId: venue.id, start: FIRST(), repeat: 'FREQ=DAILY;COUNT=3', partySize: 2 },
    ...{ customer: { id: 'maya' }, conversationId: 'chat', ...more },
  });
  expect(made.status).toBe(201);
  return made.body;
}
const email = { channels: ['email'] };
const subjects = () => t.mails().map(({ subject }) => subject.replace(/:.*/, ''));
const send = () => t.world.goTo(t.world.now() + MINUTE);
const settle = async () => {
  for (let n = 0; n < 3; n += 1) await send();
};
const act = async (booking: { id: string }, name: string) => {
  const { status } = await t.call('POST', `/v1/bookings/${booking.id}/${name}`);
  expect([name, status]).toEqual([name, 200]);
};
const cancel = async (series: { id: string }, body: object = {}) =>
  expect((await t.call('POST', `/v1/series/${series.id}/cancel`, body)).status).toBe(200);
const eventsOf = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return {
    method: calendar.getFirstPropertyValue('method'),
    events: calendar.getAllSubcomponents('vevent').map((event) => ({
      uid: String(event.getFirstPropertyValue('uid')),
      status: event.getFirstPropertyValue('status'),
      sequence: event.getFirstPropertyValue('sequence'),
      parties: [
        event.getAllProperties('organizer').length,
        event.getAllProperties('attendee').length,
      ],
    })),
  };
};
const noticesOf = async (booking: { id: string }) =>
  inShort(
    (await t.jobsOf(booking)).filter(({ kind }) =>
      ['confirmation', 'cancellation', 'restored', 'moved'].includes(kind),
    ),
  ).sort();

describe('the guest of a series', () => {
  it('gets one confirmation on each channel, with all dates and a calendar of all', async () => {
    const series = await makeSeries();
    await settle();
    expect(t.mails().map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Confirmed: .*Chez Nous.*, 3 bookings$/),
    ]);
    const { text = '', calendar } = t.mails()[0] ?? {};
    for (const { reference } of series.bookings) expect(text).toContain(reference);
    expect(text.match(/at 19:00/g)).toHaveLength(3);
    expect(text).toContain('party of 2');
    expect(await t.texts()).toHaveLength(1);
    expect((await t.texts())[0]?.match(/at 19:00/g)).toHaveLength(3);
    expect(calendar?.method).toBe('PUBLISH');
    const ids = series.bookings.map(({ id }: { id: string }) => `${id}@maitred`);
    expect(eventsOf(calendar?.text ?? '')).toEqual({
      method: 'PUBLISH',
      events: ids.map((uid: string) => ({
        ...{ uid, status: 'CONFIRMED', sequence: 0, parties: [1, 0] },
      })),
    });
    // Reminders are each booking's own.
    for (const days of [0, 1]) await t.world.goTo(startOf() + days * DAY - 2 * HOUR);
    expect(subjects().filter((each) => each === 'Reminder')).toHaveLength(2);
  });

  it('gets one message about several cancellations, and none about what stays', async () => {
    await t.listen(['booking.confirmed', 'booking.cancelled']);
    const series = await makeSeries(email);
    await settle();
    await cancel(series, { from: new Date(startOf() + DAY).toISOString().slice(0, 10) });
    await settle();
    expect(subjects()).toEqual(['Confirmed', 'Cancelled']);
    const mail = t.mails()[1];
    expect(mail?.text.match(/at 19:00/g)).toHaveLength(2);
    expect(eventsOf(mail?.calendar?.text ?? '')).toMatchObject({
      method: 'PUBLISH',
      events: [1, 2].map((n) => ({
        ...{ uid: `${series.bookings[n].id}@maitred`, status: 'CANCELLED', sequence: 1 },
      })),
    });
    const told = t.world.received
      .filter(({ url }) => url === t.endpoint)
      .map(({ body }) => JSON.parse(body))
      .map(({ type, data }) => [type, data.bookingId, data.seriesId]);
    const [a, b, c] = series.bookings.map(({ id }: { id: string }) => id);
    expect(told.sort()).toEqual(
      [
        ...[a, b, c].map((id) => ['booking.confirmed', id, series.id]),
        ...[b, c].map((id) => ['booking.cancelled', id, series.id]),
      ].sort(),
    );
  });

  it('gets the usual messages about a single booking of it', async () => {
    const series = await makeSeries(email);
    await settle();
    const [, second] = series.bookings;
    await act(second, 'cancel');
    await settle();
    await act(second, 'undo');
    await settle();
    expect(subjects()).toEqual(['Confirmed', 'Cancelled', 'Not cancelled']);
    const files = t.mails().slice(1);
    expect(files.map(({ calendar }) => calendar?.method)).toEqual(['CANCEL', 'REQUEST']);
    expect(onlyEvent(files[1]?.calendar?.text ?? '').uid).toBe(`${second.id}@maitred`);
  });

  it('gets a confirmation of one booking where the others could not be had', async () => {
    const series = await makeSeries(email, { repeat: 'FREQ=DAILY;COUNT=1' });
    await settle();
    expect(series.bookings).toHaveLength(1);
    expect(t.mails()[0]?.text).toMatch(/^Your booking at .* is confirmed/);
    expect(t.mails()[0]?.calendar?.method).toBe('REQUEST');
  });
});

describe('a booking of a series that changes before the confirmation is sent', () => {
  it('is left out when it is cancelled, also when it is the first', async () => {
    const series = await makeSeries(email);
    const [first, ...rest] = series.bookings;
    await act(first, 'cancel');
    await settle();
    const confirmed = t.mails().find(({ subject }) => subject.startsWith('Confirmed'));
    expect(subjects().sort()).toEqual(['Cancelled', 'Confirmed']);
    expect(confirmed?.text.match(/at 19:00/g)).toHaveLength(2);
    for (const { reference } of rest) expect(confirmed?.text).toContain(reference);
  });

  it('gets a message of its own after an undo', async () => {
    const series = await makeSeries(email);
    const [first, second] = series.bookings;
    for (const booking of [first, second]) {
      await act(booking, 'cancel');
      await act(booking, 'undo');
    }
    await settle();
    // One for what is left of the series, and one for each of the restored bookings.
    expect(subjects()).toEqual(['Confirmed', 'Confirmed', 'Confirmed']);
    for (const { reference } of series.bookings) {
      expect(t.mails().filter(({ text }) => text.includes(reference))).toHaveLength(1);
    }
  });

  it('is not confirmed when all were cancelled', async () => {
    const series = await makeSeries(email);
    await cancel(series);
    await settle();
    expect(subjects()).toEqual(['Cancelled']);
    expect(await noticesOf(series.bookings[0])).toEqual([
      'cancellation email delivered',
      'confirmation email suppressed cancelled',
    ]);
    expect(await noticesOf(series.bookings[1])).toEqual([]);
  });
});

describe('a cancellation of a series that is undone for one booking', () => {
  it('is told for this booking, after the guest was told of the cancellation', async () => {
    const series = await makeSeries(email);
    await settle();
    await cancel(series);
    await settle();
    for (const booking of series.bookings.slice(0, 2)) await act(booking, 'undo');
    await settle();
    expect(subjects()).toEqual(['Confirmed', 'Cancelled', 'Not cancelled', 'Not cancelled']);
  });

  it('is told for the others only, before the guest was told of it', async () => {
    const series = await makeSeries(email);
    await settle();
    await cancel(series);
    const [first, second, third] = series.bookings;
    await act(first, 'undo');
    await settle();
    expect(subjects()).toEqual(['Confirmed', 'Cancelled']);
    const { text = '' } = t.mails()[1] ?? {};
    expect([first, second, third].map(({ reference }) => text.includes(reference))).toEqual([
      ...[false, true, true],
    ]);
  });
});
