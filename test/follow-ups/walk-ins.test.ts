import { describe, expect, it } from 'vitest';
import { HOUR, inShort, useFollowUps } from '../support/follow-up-tests.ts';

const t = useFollowUps('walk-ins');

const walkIn = async (venueId: string, more: object = {}) => {
  const made = await t.call('POST', '/v1/bookings', {
    venueId,
    partySize: 2,
    walkIn: true,
    ...more,
  });
  expect(made.status).toBe(201);
  return made.body;
};

describe('follow-ups of a walk-in', () => {
  it('are none for the guest who is not named, and booking.seated for webhooks', async () => {
    await t.listen(['*']);
    const venue = await t.venueFor({ followUps: { reminders: [60], thankYouAfter: 30 } });
    const booking = await walkIn(venue.id, { actor: 'Anna' });
    await t.world.goTo(t.world.now() + 6 * HOUR);
    await t.call('POST', `/v1/bookings/${booking.id}/finish`, { actor: 'Ben' });
    await t.world.goTo(t.world.now() + 6 * HOUR);
    expect(inShort(await t.jobsOf(booking))).toEqual([
      'event webhook delivered',
      'event webhook delivered',
    ]);
    const events = t.world.received
      .filter(({ url }) => url === t.endpoint)
      .map(({ body }) => JSON.parse(body))
      .map(({ type, data }) => [type, data.state, data.customerId, data.actor]);
    expect(events).toEqual([
      ['booking.seated', 'seated', null, 'Anna'],
      ['booking.finished', 'finished', null, 'Ben'],
    ]);
    expect(t.world.mails.filter(({ to }) => to === t.address)).toEqual([]);
  });

  it('are only the thanks for a guest who is named', async () => {
    const venue = await t.venueFor({
      followUps: { channels: ['email'], reminders: [60], thankYouAfter: 30, noShowAfter: 30 },
    });
    const booking = await walkIn(venue.id, {
      customer: { id: 'door', email: t.address, locale: 'en-GB' },
    });
    await t.world.goTo(t.world.now() + 6 * HOUR);
    expect(inShort(await t.jobsOf(booking))).toEqual([expect.stringMatching(/^thank_you email/)]);
  });
});
