import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { tomorrow } from '../support/bookings.ts';
import { HOUR, MINUTE, useFollowUps } from '../support/follow-up-tests.ts';
import { testDeps } from '../support/workspace.ts';

const t = useFollowUps('webhooks');

describe('webhooks of follow-ups', () => {
  const received = () => t.world.received.filter(({ url }) => url === t.endpoint);
  const bodies = () => received().map(({ body }) => JSON.parse(body));

  it('report each step of a booking once, and the standard’s verifier accepts them', async () => {
    const { secret } = await t.listen(['*']);
    const venue = await t.venueFor({ followUps: { channels: [] } });
    const booking = await t.book(venue.id, { hold: true });
    const act = (path: string, body?: object) =>
      t.call('POST', `/v1/bookings/${booking.id}/${path}`, body);
    for (const [path, body] of [
      ['confirm'],
      ['reschedule', { start: tomorrow(20), actor: 'Anna' }],
      ['seat'],
      ['finish'],
    ] as const) {
      expect((await act(path, body)).status).toBe(200);
      await t.world.drain();
    }
    const types = bodies().map(({ type }) => type);
    expect(types.sort()).toEqual([
      'booking.confirmed',
      'booking.finished',
      'booking.held',
      'booking.rescheduled',
      'booking.seated',
      'message.created',
    ]);
    const verifier = new Webhook(secret);
    for (const { headers, body } of received()) {
      expect(verifier.verify(body, Object.fromEntries(headers))).toEqual(JSON.parse(body));
    }
    const moved = bodies().find(({ type }) => type === 'booking.rescheduled');
    expect(moved.data).toEqual({
      bookingId: booking.id,
      seriesId: null,
      version: 3,
      state: 'confirmed',
      venueId: venue.id,
      timeZone: 'UTC',
      start: tomorrow(20).replace('.000Z', '+00:00'),
      end: tomorrow(21, 30).replace('.000Z', '+00:00'),
      partySize: 2,
      resourceIds: [expect.stringMatching(/^res_/)],
      customerId: 'maya',
      conversationId: 'chat',
      messageSeq: 1,
      reason: null,
      actor: 'Anna',
      undone: null,
    });
    expect(new Set(received().map(({ headers }) => headers.get('webhook-id'))).size).toBe(6);
  });

  it('report a turn of mood once', async () => {
    await t.listen(['conversation.needs_attention']);
    await t.call('POST', '/v1/conversations/upset/messages', {
      role: 'customer',
      text: 'This is unacceptable',
      customer: { id: 'ben' },
      emotion: { label: 'anger', valence: -1 },
    });
    const { foldMessages } = await import('../../src/emotions/fold-messages.ts');
    const { selectOverdue } = await import('../../src/emotions/store.ts');
    await new Promise((resolve) => setTimeout(resolve, 10));
    const jobs = await t.world.deps.database.run(selectOverdue, { olderThan: '0', limit: 1000 });
    await foldMessages({ ...testDeps(), ...t.world.deps }, jobs);
    await t.world.drain();
    const turns = bodies().filter(({ data }) => data.conversationId === 'upset');
    expect(turns).toMatchObject([
      {
        type: 'conversation.needs_attention',
        data: { seq: 1, mood: -0.5, label: 'anger', customerId: 'ben' },
      },
    ]);
  });

  it('are retried with growing waits, and not before the receiver’s Retry-After', async () => {
    const answers = [
      new Response('no', { status: 500 }),
      new Response('busy', { status: 429, headers: { 'Retry-After': '90' } }),
      new Response('thanks'),
    ];
    t.open({
      receive: ({ url }) =>
        (url === t.endpoint ? answers.shift() : undefined) ?? new Response('thanks'),
    });
    const { id } = await t.listen(['booking.confirmed']);
    const booking = await t.book((await t.venueFor({ followUps: { channels: [] } })).id);
    await t.world.goTo(t.world.now());
    await t.world.passTo(t.world.now() + 4 * MINUTE);
    const waits = received()
      .slice(1)
      .map(({ at }, n) => (at - (received()[n]?.at ?? 0)) / 1000);
    expect(waits[0]).toBeGreaterThanOrEqual(5);
    expect(waits[1]).toBeGreaterThanOrEqual(90);
    expect(new Set(received().map(({ headers }) => headers.get('webhook-id'))).size).toBe(1);
    expect(new Set(received().map(({ body }) => body)).size).toBe(1);
    const [job] = await t.jobsOf(booking);
    expect(job?.attempts.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['retry', 500],
      ['retry', 429],
      ['delivered', 200],
    ]);
    const listed: { event: string; answer: string }[] = (
      await t.call('GET', `/v1/webhooks/${id}/deliveries`)
    ).body.data;
    // The challenge has the same instant as the first delivery, so the list may have it on either side.
    const ofBooking = listed.filter(({ event }) => event === 'booking.confirmed');
    expect(ofBooking.map(({ answer }) => answer)).toEqual(['thanks', 'busy', 'no']);
  });

  it('are not sent once the consumer’s lease has ended, because another one may send them', async () => {
    const LEASE_MS = 5 * MINUTE;
    t.open({
      receive({ url }) {
        if (url === t.endpoint) t.world.deps.now = () => t.world.now() + LEASE_MS;
        return new Response('thanks');
      },
    });
    await t.listen(['booking.confirmed']);
    for (let n = 0; n < 8; n += 1) {
      await t.book((await t.venueFor({ followUps: { channels: [] } })).id);
    }
    await t.world.drain();
    // Five jobs are carried out side by side.
    expect(received()).toHaveLength(5);
    t.world.deps.now = t.world.now;
    await t.world.passTo(t.world.now() + 3 * LEASE_MS);
    expect(received()).toHaveLength(8);
    expect(new Set(received().map(({ headers }) => headers.get('webhook-id'))).size).toBe(8);
  });

  it('end when the endpoint is gone or has failed for days, which disables it', async () => {
    t.open({ receive: () => new Response(null, { status: 410 }) });
    const gone = await t.listen(['booking.confirmed']);
    const venue = await t.venueFor({ followUps: { channels: [] } });
    await t.book(venue.id);
    await t.world.goTo(t.world.now());
    expect((await t.call('GET', `/v1/webhooks/${gone.id}`)).body).toMatchObject({
      enabled: false,
      disabledReason: 'gone',
    });

    t.open({ receive: () => new Response(null, { status: 503 }) });
    const failing = await t.listen(['booking.confirmed']);
    for (let day = 0; day < 5; day += 1) {
      const later = await t.book(venue.id, { start: tomorrow(2 + 2 * day) });
      await t.world.goTo(t.world.now());
      for (let hours = 0; hours < 24; hours += 1) await t.world.goTo(t.world.now() + HOUR);
      const { failingSince, enabled } = (await t.call('GET', `/v1/webhooks/${failing.id}`)).body;
      expect(failingSince).not.toBeNull();
      if (!enabled) {
        expect((await t.call('GET', `/v1/webhooks/${failing.id}`)).body.disabledReason).toBe(
          'failing',
        );
        expect(day).toBeGreaterThanOrEqual(3);
        return;
      }
      expect(later.state).toBe('confirmed');
    }
    expect.unreachable('it is disabled within five days');
  });
});
