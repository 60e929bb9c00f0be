import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tomorrow } from '../support/bookings.ts';
import {
  bookingIdOf,
  DAY,
  HOUR,
  inShort,
  MINUTE,
  startOf,
  useFollowUps,
} from '../support/follow-up-tests.ts';
import { statement } from '../support/sql-statement.ts';

const t = useFollowUps('follow-ups');

describe('the follow-ups of a booking', () => {
  it('confirm at once, remind in the right minutes, thank, and are in the timeline', async () => {
    const venue = await t.venueFor({ followUps: { reminders: [24 * 60, 2 * 60] } });
    const booking = await t.book(venue.id);
    await t.world.goTo(t.world.now());
    expect(t.mails()).toMatchObject([{ fromName: 'Chez Nous', calendar: { method: 'REQUEST' } }]);
    expect(t.mails()[0]?.subject).toMatch(/^Confirmed: Chez Nous/);
    expect(t.mails()[0]?.text).toMatch(/at 19:00, party of 2/);
    expect(t.mails()[0]?.calendar?.text).toContain(booking.id);
    expect(await t.texts()).toEqual([t.mails()[0]?.text.split('\n\n')[0]]);

    const moments = [-DAY, -2 * HOUR, 3.5 * HOUR]
      .map((offset) => startOf() + offset)
      // The reminder of a day before has its time today, which may have passed.
      .filter((moment) => moment > t.world.now());
    for (const moment of moments) {
      const before = t.mails().length;
      await t.world.goTo(Math.max(moment - 3 * MINUTE, t.world.now()));
      expect(t.mails().length).toBe(before);
      await t.world.passTo(moment + MINUTE);
      expect(
        t
          .mails()
          .slice(before)
          .map(({ at }) => Math.floor(at / MINUTE)),
      ).toEqual([Math.floor(moment / MINUTE)]);
    }
    const jobs = await t.jobsOf(booking);
    expect(new Set(jobs.map(({ state }) => state))).toEqual(new Set(['delivered']));
    expect(
      jobs.filter(({ channel }) => channel === 'conversation').map(({ kind }) => kind),
    ).toEqual(expect.arrayContaining(['confirmation', 'reminder', 'thank_you']));
    expect(await t.texts()).toHaveLength(jobs.length / 2);
    const timeline = (await t.call('GET', `/v1/bookings/${booking.id}/timeline`)).body.data;
    expect(timeline.map(({ event }: { event: string }) => event)).toEqual(['confirmed']);
  });

  it('are due by the time of the version they are planned for, also when it has changed', async () => {
    const booking = await t.book((await t.venueFor({ followUps: { channels: ['email'] } })).id, {
      start: tomorrow(12),
    });
    await t.call('POST', `/v1/bookings/${booking.id}/reschedule`, { start: tomorrow(19) });
    // Only now are the follow-ups of both versions planned.
    await t.world.drain();
    const thanks = (await t.jobsOf(booking)).filter(({ kind }) => kind === 'thank_you');
    expect(thanks.map(({ dueAt }) => dueAt)).toEqual([tomorrow(15, 30), tomorrow(22, 30)]);
  });

  it('are suppressed, with a reason, after a move or a cancellation', async () => {
    const booking = await t.book((await t.venueFor({ followUps: { channels: ['email'] } })).id, {
      start: tomorrow(12),
    });
    await t.world.goTo(t.world.now());
    await t.call('POST', `/v1/bookings/${booking.id}/reschedule`, { start: tomorrow(19) });
    await t.world.drain();
    expect(t.mails().map(({ subject }) => subject.split(':')[0])).toEqual(['Confirmed', 'Changed']);
    // A change of notes leaves the planned jobs as they are.
    await t.call('PATCH', `/v1/bookings/${booking.id}`, { notes: 'by the window' });
    await t.world.goTo(startOf() - 2 * HOUR);
    expect(t.mails().at(-1)?.subject).toMatch(/^Reminder: .* at 19:00$/);
    await t.call('POST', `/v1/bookings/${booking.id}/cancel`, {});
    await t.world.goTo(startOf() + 5 * HOUR);
    expect(t.mails().at(-1)).toMatchObject({ calendar: { method: 'CANCEL' } });
    const outcomes = inShort(await t.jobsOf(booking));
    expect(outcomes).toContain('reminder email suppressed superseded');
    expect(outcomes).toContain('thank_you email suppressed cancelled');
    expect(outcomes.filter((each) => each.startsWith('thank_you'))).toHaveLength(2);
    expect(outcomes).toContain('cancellation email delivered');
    expect(t.mails().filter(({ subject }) => subject.startsWith('Thank'))).toEqual([]);
  });

  it('happen when every queue message is lost', async () => {
    t.open({ copies: () => 0 });
    const booking = await t.book((await t.venueFor()).id);
    await t.world.goTo(t.world.now() + 2 * MINUTE);
    expect(inShort(await t.jobsOf(booking)).filter((each) => each.includes('delivered'))).toEqual(
      [],
    );
    // The sweep has planned and claimed the jobs, but no message arrived, so nothing was delivered.
    t.open({ startsAt: t.world.now() + 6 * MINUTE });
    await t.world.goTo(t.world.now());
    expect(inShort(await t.jobsOf(booking))).toContain('confirmation email delivered');
  });

  it('happen once when every queue message is delivered three times', async () => {
    t.open({ copies: () => 3 });
    const booking = await t.book((await t.venueFor()).id);
    await t.world.goTo(t.world.now());
    expect(t.mails()).toHaveLength(1);
    expect(await t.texts()).toHaveLength(1);
    expect((await t.jobsOf(booking)).filter(({ state }) => state === 'delivered')).toHaveLength(2);
  });

  it('retry a refused email, and give up after ten attempts', async () => {
    let refusing = true;
    t.open({
      mail: async () => {
        if (refusing) throw new Error('maya@example.com is greylisted');
      },
    });
    const booking = await t.book(
      (await t.venueFor({ followUps: { reminders: [], thankYouAfter: null, channels: ['email'] } }))
        .id,
    );
    await t.world.goTo(t.world.now());
    await t.world.passTo(t.world.now() + 2 * MINUTE);
    const [job] = await t.jobsOf(booking);
    expect(job).toMatchObject({ state: 'planned', reason: 'email_refused' });
    expect(job?.attempts.length).toBeGreaterThanOrEqual(3);
    for (let hours = 0; hours < 26; hours += 1) await t.world.goTo(t.world.now() + HOUR);
    const dead = (await t.call('GET', '/v1/operations/dead-jobs')).body.data;
    expect(dead).toMatchObject([{ kind: 'confirmation', state: 'dead', bookingId: booking.id }]);
    expect(dead[0].attempts).toHaveLength(10);
    const about = { kind: 'confirmation', channel: 'email', reason: 'email_refused', failures: 10 };
    expect(t.world.errors).toMatchObject([{ event: 'job_dead', ...about }]);
    expect(JSON.stringify(t.world.errors)).not.toContain('maya');
    refusing = false;
    const again = await t.call('POST', `/v1/operations/dead-jobs/${dead[0].id}/redeliver`);
    expect([again.status, again.body.state]).toEqual([200, 'planned']);
    await t.world.drain();
    expect(t.mails()).toHaveLength(1);
    expect(inShort(await t.jobsOf(booking))).toEqual(['confirmation email delivered']);
    expect((await t.call('GET', '/v1/operations/dead-jobs')).body.data).toEqual([]);
    const twice = await t.call('POST', `/v1/operations/dead-jobs/${dead[0].id}/redeliver`);
    expect(twice.body.code).toBe('job_not_found');
  });

  it('postpone the thank-you of an upset guest, but not the reminders', async () => {
    const venue = await t.venueFor({ followUps: { channels: ['email'], reminders: [120] } });
    const booking = await t.book(venue.id);
    await t.world.goTo(t.world.now());
    const turn = statement(
      sql`insert into attention_events (conversation_id, seq, workspace_id, mood, label, raised_at)
          select id, 1, workspace_id, -600, 'anger',
                 to_timestamp(${sql.placeholder('at')}::double precision / 1000)
            from conversations
           where external_id = 'chat' and workspace_id = (
             select workspace_id from bookings where id = ${sql.placeholder('booking')}::uuid)`,
      z.object({}),
    );
    const at = startOf() - 3 * HOUR;
    await t.world.deps.database.run(turn, { at, booking: bookingIdOf(booking.id) });
    await t.world.goTo(startOf() - 2 * HOUR);
    expect(t.mails().at(-1)?.subject).toMatch(/^Reminder/);
    await t.world.goTo(startOf() + 4 * HOUR);
    expect(t.mails()).toHaveLength(2);
    const [thanks] = (await t.jobsOf(booking)).filter(({ kind }) => kind === 'thank_you');
    expect(thanks).toMatchObject({ state: 'planned', reason: 'mood' });
    await t.world.goTo(at + DAY - MINUTE);
    expect(t.mails()).toHaveLength(2);
    await t.world.goTo(at + DAY + MINUTE);
    expect(t.mails().at(-1)?.subject).toMatch(/^Thank you/);
  });

  it('mark a booking as a no-show when the party does not come', async () => {
    const venue = await t.venueFor({ followUps: { noShowAfter: 30, thankYouAfter: 0 } });
    const booking = await t.book(venue.id);
    await t.world.goTo(t.world.now());
    // The function that changes the booking reads the real clock.
    await t.world.deps.database.run(
      statement(
        sql`update bookings set starts_at = now() - interval '1 hour', ends_at = now() + interval '1 hour'
             where id = ${sql.placeholder('id')}::uuid`,
        z.object({}),
      ),
      { id: bookingIdOf(booking.id) },
    );
    await t.world.goTo(startOf() + 30 * MINUTE);
    const shown = (await t.call('GET', `/v1/bookings/${booking.id}`)).body;
    expect(shown.state).toBe('no_show');
    await t.world.goTo(startOf() + 5 * HOUR);
    expect(inShort(await t.jobsOf(booking))).toContain('thank_you email suppressed no_show');
  });

  it('lose their texts when the guest is erased', async () => {
    const booking = await t.book((await t.venueFor()).id);
    await t.world.goTo(t.world.now());
    const receipt = await t.call('DELETE', '/v1/customers/maya');
    expect([receipt.status, receipt.body.jobs]).toEqual([200, expect.any(Number)]);
    expect(receipt.body.jobs).toBeGreaterThan(2);
    await t.world.goTo(startOf() + 5 * HOUR);
    expect(t.mails()).toHaveLength(1);
    const left = await t.world.deps.database.run(
      statement(
        sql`select state, reason, content from jobs
             where booking_id = ${sql.placeholder('id')}::uuid and kind <> 'event'`,
        z.object({ state: z.string(), reason: z.string().nullable(), content: z.unknown() }),
      ),
      { id: bookingIdOf(booking.id) },
    );
    expect(left.every(({ content }) => content === null)).toBe(true);
    expect(new Set(left.map(({ state }) => state))).toEqual(new Set(['delivered', 'suppressed']));
  });
});
