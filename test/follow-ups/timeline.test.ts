import { describe, expect, it } from 'vitest';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { HOUR, inShort, MINUTE, startOf, useFollowUps } from '../support/follow-up-tests.ts';

const t = useFollowUps('timeline');

/** Makes a booking at a venue that only uses email, and delivers the confirmation. */
async function confirmed(hour: number) {
  // A reminder two hours before the start is always in the future.
  const followUps = { channels: ['email'], reminders: [120, 60], noShowAfter: 30 };
  const booking = await t.book((await t.venueFor({ followUps })).id, { start: tomorrow(hour) });
  await t.world.goTo(t.world.now());
  return booking;
}

describe('the timeline', () => {
  it('shows jobs of a confirmed booking as planned', async () => {
    const jobs = await t.jobsOf(await confirmed(19));
    expect(inShort(jobs)).toEqual([
      'confirmation email delivered',
      'reminder email planned',
      'reminder email planned',
      'no_show_check booking planned',
      'thank_you email planned',
    ]);
    for (const job of jobs.slice(1)) expect(job.nextAttemptAt).toBe(job.dueAt);
  });

  it('shows jobs of a cancelled booking as suppressed before they are due', async () => {
    const booking = await confirmed(19);
    await t.call('POST', `/v1/bookings/${booking.id}/cancel`, {});
    await t.world.goTo(t.world.now() + MINUTE);
    const jobs = await t.jobsOf(booking);
    expect(inShort(jobs)).toEqual([
      'confirmation email delivered',
      'cancellation email delivered',
      'reminder email suppressed cancelled',
      'reminder email suppressed cancelled',
      'no_show_check booking suppressed cancelled',
      'thank_you email suppressed cancelled',
    ]);
    expect(jobs[2]).toMatchObject({
      dueAt: new Date(startOf() - 2 * HOUR).toISOString(),
      nextAttemptAt: null,
      finishedAt: null,
      attempts: [],
    });
  });

  it('shows the outcome that jobs will have when they are due, before it is stored', async () => {
    const booking = await confirmed(19);
    await t.call('POST', `/v1/bookings/${booking.id}/cancel`, {});
    await t.world.goTo(t.world.now() + MINUTE);
    const foreseen = inShort(await t.jobsOf(booking));
    await t.world.goTo(startOf() + 5 * HOUR);
    const jobs = await t.jobsOf(booking);
    expect(inShort(jobs)).toEqual(foreseen);
    expect(jobs.every(({ finishedAt }) => finishedAt !== null)).toBe(true);
  });

  it('shows reminders of an older schedule as superseded, and those of the new one as planned', async () => {
    const booking = await confirmed(12);
    await t.call('POST', `/v1/bookings/${booking.id}/reschedule`, { start: tomorrow(19) });
    await t.world.drain();
    const reminders = (await t.jobsOf(booking)).filter(({ kind }) => kind === 'reminder');
    expect(inShort(reminders)).toEqual([
      'reminder email suppressed superseded',
      'reminder email suppressed superseded',
      'reminder email planned',
      'reminder email planned',
    ]);
  });

  it('shows a webhook that waits for its next attempt as suppressed once its endpoint is deleted', async () => {
    t.open({ receive: () => new Response(null, { status: 500 }) });
    const webhook = await t.listen(['booking.confirmed']);
    const venue = await makeVenue(asking(t.call), 1, { followUps: { channels: [] } });
    const booking = await t.book(venue.id);
    await t.world.goTo(t.world.now());
    expect(inShort(await t.jobsOf(booking))).toEqual(['event webhook planned http_500']);
    await t.call('DELETE', `/v1/webhooks/${webhook.id}`);
    expect(inShort(await t.jobsOf(booking))).toEqual(['event webhook suppressed endpoint_deleted']);
  });
});
