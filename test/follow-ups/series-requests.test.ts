import { describe, expect, it } from 'vitest';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import { tomorrow } from '../support/bookings.ts';
import { MINUTE, useFollowUps } from '../support/follow-up-tests.ts';
import { sql } from '../support/sql.ts';
import { testDeps } from '../support/workspace.ts';

const t = useFollowUps('series-requests');

/** Three requests of a guest at a venue that approves every booking. */
const requestSeries = async () => {
  const venue = await t.venueFor({ followUps: { channels: ['email'] }, approvalFrom: 1 });
  const guest = await t.withScopes('bookings:write', 'messages:write');
  await guest('POST', '/v1/conversations/chat/messages', {
    role: 'customer',
    text: 'the same table every day please',
    customer: { id: 'maya', email: t.address, locale: 'en-GB' },
  });
  const made = await guest('POST', '/v1/series', {
    ...{ venueId: venue.id, start: tomorrow(19).slice(0, 16), repeat: 'FREQ=DAILY;COUNT=3' },
    ...{ partySize: 2, customer: { id: 'maya' }, conversationId: 'chat' },
  });
  const states = made.body.bookings.map(({ state }: { state: string }) => state);
  expect([made.status, states]).toEqual([201, ['requested', 'requested', 'requested']]);
  return made.body;
};
const act = async (booking: { id: string }, name: string) => {
  const { status } = await t.call('POST', `/v1/bookings/${booking.id}/${name}`);
  expect([name, status]).toEqual([name, 200]);
};
const cancel = async (series: { id: string }) => {
  const { status, body } = await t.call('POST', `/v1/series/${series.id}/cancel`, {});
  expect(status).toBe(200);
  return body.cancelled.length;
};
const settle = async () => {
  for (let n = 0; n < 3; n += 1) await t.world.goTo(t.world.now() + MINUTE);
};
/** The subject of each email, and how many dates its text names. */
const mails = () =>
  t
    .mails()
    .map(({ subject, text }) => [
      subject.replace(/:.*/, ''),
      text.match(/at 19:00/g)?.length,
      text.includes('not confirmed'),
    ]);

describe('the guest of a series that the venue has to approve', () => {
  it('gets one message of the requests, without a calendar, and a confirmation of each approval', async () => {
    const { bookings } = await requestSeries();
    await settle();
    expect(mails()).toEqual([['Requests received', 3, true]]);
    expect(t.mails()[0]?.calendar).toBeUndefined();
    await act(bookings[1], 'approve');
    await settle();
    expect(mails().slice(1)).toEqual([['Confirmed', 1, false]]);
    expect(t.mails()[1]?.calendar?.method).toBe('REQUEST');
  });

  it('is not told of a request that is answered before the message is sent', async () => {
    const { bookings } = await requestSeries();
    await act(bookings[0], 'approve');
    await act(bookings[1], 'decline');
    await settle();
    expect(mails().toSorted()).toEqual([
      ['Confirmed', 1, false],
      ['Request declined', 1, false],
      // One request is left, so the message says until when the venue answers.
      ['Request received', 1, true],
    ]);
    const received = t.mails().find(({ subject }) => subject.startsWith('Request received'));
    expect(received?.text).toMatch(/You will hear from us by \w+/);
  });

  it('gets one message of the bookings and one of the requests that end with the series', async () => {
    const series = await requestSeries();
    await settle();
    await act(series.bookings[2], 'approve');
    await settle();
    expect(await cancel(series)).toBe(3);
    await settle();
    expect(mails().slice(2).toSorted()).toEqual([
      ['Cancelled', 1, false],
      ['Requests withdrawn', 2, false],
    ]);
  });

  it('is told of a request again only if the message has left it out', async () => {
    const { bookings } = await requestSeries();
    await act(bookings[1], 'decline');
    await act(bookings[1], 'undo');
    await settle();
    expect(mails().toSorted()).toEqual([
      ['Request received', 1, true],
      ['Requests received', 2, true],
    ]);
    await act(bookings[2], 'decline');
    await act(bookings[2], 'undo');
    await settle();
    expect(mails()).toHaveLength(2);
  });

  it('is not told of requests that have expired', async () => {
    const { bookings } = await requestSeries();
    for (const { id } of bookings)
      await sql`update bookings set hold_expires_at = now() - interval '1 second'
                 where id = ${id.slice(4)}`;
    await sweepBookings({ ...testDeps(), now: () => Date.now() });
    await settle();
    expect(mails()).toEqual(bookings.map(() => ['Request not answered', 1, false]));
  });
});
