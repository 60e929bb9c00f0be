import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { statement } from '../../src/platform/legacy.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { createWorld, type World, type WorldOptions } from '../support/follow-up-world.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let key: string;
let workspaces = 0;
let world: World;
let call: Call;
beforeEach(async () => {
  // A workspace of its own for each test: endpoints hear of everything in theirs.
  workspaces += 1;
  key = await makeKey(`follow-ups ${workspaces}`);
  open();
});

/** A world that begins now, with the Worker's queues leading into it. */
function open(options: Partial<WorldOptions> = {}): void {
  world = createWorld({
    database: testDeps().database,
    keySecret: String(Reflect.get(env, 'KEY_SECRET')),
    startsAt: Date.now(),
    ...options,
  });
  call = client(key, {}, { ...env, ...world.bindings });
}

/** Other tests' guests have jobs in the same database, which this world's Cron carries out too. */
const address = () => `maya-${workspaces}@example.com`;
const mails = () => world.mails.filter(({ to }) => to === address());

/** A venue that writes by email and into conversations, unless the settings say otherwise. */
const venueFor = ({ followUps = {}, ...settings }: { followUps?: object } = {}) =>
  makeVenue(asking(call), 2, {
    ...settings,
    followUps: { channels: ['email', 'conversation'], ...followUps },
  });

/** A booking of a guest with an address and a conversation, tomorrow at seven in the evening. */
async function book(venueId: string, more: object = {}) {
  await call('POST', '/v1/conversations/chat/messages', {
    role: 'customer',
    text: 'a table please',
    customer: { id: 'maya', email: address(), locale: 'en-GB' },
  });
  const made = await call('POST', '/v1/bookings', {
    venueId,
    start: tomorrow(19),
    partySize: 2,
    customer: { id: 'maya' },
    conversationId: 'chat',
    ...more,
  });
  expect(made.status).toBe(201);
  return made.body;
}

interface JobShown {
  kind: string;
  channel: string;
  state: string;
  reason: string | null;
  dueAt: string;
  event: string | null;
  attempts: { outcome: string; status: number | null; reason: string | null }[];
}
const jobsOf = async (booking: { id: string }): Promise<JobShown[]> =>
  (await call('GET', `/v1/bookings/${booking.id}/timeline`)).body.jobs;
const told = (jobs: JobShown[]) =>
  jobs.map(({ kind, channel, state, reason }) => [kind, channel, state, reason].join(' ').trim());
const texts = async (conversation = 'chat'): Promise<string[]> =>
  (await call('GET', `/v1/conversations/${conversation}/messages`)).body.data
    .filter(({ role }: { role: string }) => role === 'assistant')
    .map(({ text }: { text: string }) => text);
const startOf = () => Date.parse(tomorrow(19));

describe('after a confirmation', () => {
  it('writes at once, reminds in the right minutes, thanks, and keeps a ledger', async () => {
    const booking = await book((await venueFor()).id);
    await world.goTo(world.now());
    expect(mails()).toMatchObject([{ fromName: 'Chez Nous', calendar: { method: 'REQUEST' } }]);
    expect(mails()[0]?.subject).toMatch(/^Confirmed: Chez Nous/);
    expect(mails()[0]?.text).toMatch(/at 19:00, party of 2/);
    expect(mails()[0]?.calendar?.ics).toContain(booking.id);
    expect(await texts()).toEqual([mails()[0]?.text]);

    const moments = [-DAY, -2 * HOUR, 3.5 * HOUR]
      .map((offset) => startOf() + offset)
      .filter((moment) => moment > world.now() + 3 * MINUTE);
    for (const moment of moments) {
      const before = mails().length;
      await world.goTo(moment - 3 * MINUTE);
      expect(mails().length).toBe(before);
      await world.passTo(moment + MINUTE);
      expect(
        mails()
          .slice(before)
          .map(({ at }) => Math.floor(at / MINUTE)),
      ).toEqual([Math.floor(moment / MINUTE)]);
    }
    const jobs = await jobsOf(booking);
    expect(new Set(jobs.map(({ state }) => state))).toEqual(new Set(['delivered']));
    expect(
      jobs.filter(({ channel }) => channel === 'conversation').map(({ kind }) => kind),
    ).toEqual(expect.arrayContaining(['confirmation', 'reminder', 'thank_you']));
    expect(await texts()).toHaveLength(jobs.length / 2);
    const summer = (await call('GET', `/v1/bookings/${booking.id}/timeline`)).body.data;
    expect(summer.map(({ event }: { event: string }) => event)).toEqual(['confirmed']);
  });

  it('suppresses what a move or a cancellation has made untrue, and says why', async () => {
    const booking = await book((await venueFor({ followUps: { channels: ['email'] } })).id, {
      start: tomorrow(12),
    });
    await world.goTo(world.now());
    await call('POST', `/v1/bookings/${booking.id}/reschedule`, { start: tomorrow(19) });
    await world.drain();
    expect(mails().map(({ subject }) => subject.split(':')[0])).toEqual(['Confirmed', 'Changed']);
    // Notes change nothing that was planned.
    await call('PATCH', `/v1/bookings/${booking.id}`, { notes: 'by the window' });
    await world.goTo(startOf() - 2 * HOUR);
    expect(mails().at(-1)?.subject).toMatch(/^Reminder: .* at 19:00$/);
    await call('POST', `/v1/bookings/${booking.id}/cancel`, {});
    await world.goTo(startOf() + 5 * HOUR);
    expect(mails().at(-1)).toMatchObject({ calendar: { method: 'CANCEL' } });
    const outcomes = told(await jobsOf(booking));
    expect(outcomes).toContain('reminder email suppressed superseded');
    expect(outcomes).toContain('thank_you email suppressed cancelled');
    expect(outcomes.filter((each) => each.startsWith('thank_you'))).toHaveLength(2);
    expect(outcomes).toContain('cancellation email delivered');
    expect(mails().filter(({ subject }) => subject.startsWith('Thank'))).toEqual([]);
  });

  it('does it all though every queue message is lost', async () => {
    open({ copies: () => 0 });
    const booking = await book((await venueFor()).id);
    await world.goTo(world.now() + 2 * MINUTE);
    expect(told(await jobsOf(booking)).filter((each) => each.includes('delivered'))).toEqual([]);
    // The sweep has planned and claimed; no claim arrives, so nothing is delivered, and nothing lost.
    open({ startsAt: world.now() + 6 * MINUTE });
    await world.goTo(world.now());
    expect(told(await jobsOf(booking))).toContain('confirmation email delivered');
  });

  it('takes effect once though every queue message comes three times', async () => {
    open({ copies: () => 3 });
    const booking = await book((await venueFor()).id);
    await world.goTo(world.now());
    expect(mails()).toHaveLength(1);
    expect(await texts()).toHaveLength(1);
    expect((await jobsOf(booking)).filter(({ state }) => state === 'delivered')).toHaveLength(2);
  });

  it('keeps an email that was refused for later, and gives it up after ten times', async () => {
    let refusing = true;
    open({
      mail: async () => {
        if (refusing) throw new Error('maya@example.com is greylisted');
      },
    });
    const booking = await book(
      (await venueFor({ followUps: { reminders: [], thankYouAfter: null, channels: ['email'] } }))
        .id,
    );
    await world.goTo(world.now());
    await world.passTo(world.now() + 2 * MINUTE);
    const [job] = await jobsOf(booking);
    expect(job).toMatchObject({ state: 'planned', reason: 'email_refused' });
    expect(job?.attempts.length).toBeGreaterThanOrEqual(3);
    for (let hours = 0; hours < 26; hours += 1) await world.goTo(world.now() + HOUR);
    const dead = (await call('GET', '/v1/operations/dead-jobs')).body.data;
    expect(dead).toMatchObject([{ kind: 'confirmation', state: 'dead', bookingId: booking.id }]);
    expect(dead[0].attempts).toHaveLength(10);
    refusing = false;
    const again = await call('POST', `/v1/operations/dead-jobs/${dead[0].id}/redeliver`);
    expect([again.status, again.body.state]).toEqual([200, 'planned']);
    await world.drain();
    expect(mails()).toHaveLength(1);
    expect(told(await jobsOf(booking))).toEqual(['confirmation email delivered']);
    expect((await call('GET', '/v1/operations/dead-jobs')).body.data).toEqual([]);
    const twice = await call('POST', `/v1/operations/dead-jobs/${dead[0].id}/redeliver`);
    expect(twice.body.code).toBe('job_not_found');
  });

  it('lets thanks rest while a guest is upset, and reminders not', async () => {
    const venue = await venueFor({ followUps: { channels: ['email'], reminders: [120] } });
    const booking = await book(venue.id);
    await world.goTo(world.now());
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
    await world.deps.database.run(turn, { at, booking: uuidOf(booking.id) });
    await world.goTo(startOf() - 2 * HOUR);
    expect(mails().at(-1)?.subject).toMatch(/^Reminder/);
    await world.goTo(startOf() + 4 * HOUR);
    expect(mails()).toHaveLength(2);
    const [thanks] = (await jobsOf(booking)).filter(({ kind }) => kind === 'thank_you');
    expect(thanks).toMatchObject({ state: 'planned', reason: 'mood' });
    await world.goTo(at + DAY - MINUTE);
    expect(mails()).toHaveLength(2);
    await world.goTo(at + DAY + MINUTE);
    expect(mails().at(-1)?.subject).toMatch(/^Thank you/);
  });

  it('makes a no-show of who did not come, by itself, and tells of it', async () => {
    const venue = await venueFor({ followUps: { noShowAfter: 30, thankYouAfter: 0 } });
    const booking = await book(venue.id);
    await world.goTo(world.now());
    // The booking's own function reads the real clock.
    await world.deps.database.run(
      statement(
        sql`update bookings set starts_at = now() - interval '1 hour', ends_at = now() + interval '1 hour'
             where id = ${sql.placeholder('id')}::uuid`,
        z.object({}),
      ),
      { id: uuidOf(booking.id) },
    );
    await world.goTo(startOf() + 30 * MINUTE);
    const shown = (await call('GET', `/v1/bookings/${booking.id}`)).body;
    expect(shown.state).toBe('no_show');
    await world.goTo(startOf() + 5 * HOUR);
    expect(told(await jobsOf(booking))).toContain('thank_you email suppressed no_show');
  });

  it('forgets what was planned for a guest who is erased', async () => {
    const booking = await book((await venueFor()).id);
    await world.goTo(world.now());
    const receipt = await call('DELETE', '/v1/customers/maya');
    expect([receipt.status, receipt.body.jobs]).toEqual([200, expect.any(Number)]);
    expect(receipt.body.jobs).toBeGreaterThan(2);
    await world.goTo(startOf() + 5 * HOUR);
    expect(mails()).toHaveLength(1);
    const left = await world.deps.database.run(
      statement(
        sql`select state, reason, content from jobs
             where booking_id = ${sql.placeholder('id')}::uuid and kind <> 'event'`,
        z.object({ state: z.string(), reason: z.string().nullable(), content: z.unknown() }),
      ),
      { id: uuidOf(booking.id) },
    );
    expect(left.every(({ content }) => content === null)).toBe(true);
    expect(new Set(left.map(({ state }) => state))).toEqual(new Set(['delivered', 'suppressed']));
  });
});

const uuidOf = (shown: string) =>
  shown.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

describe('webhooks', () => {
  const endpoint = () => `https://hooks.tenant.example.com/${workspaces}`;
  const received = () => world.received.filter(({ url }) => url === endpoint());
  const listen = async (events: string[]) =>
    (await call('POST', '/v1/webhooks', { url: endpoint(), events })).body;
  const bodies = () => received().map(({ body }) => JSON.parse(body));

  it('tell of each step of a booking, once, in a way that the standard’s verifier accepts', async () => {
    const { secret } = await listen(['*']);
    const venue = await venueFor({ followUps: { channels: [] } });
    const booking = await book(venue.id, { hold: true });
    const act = (path: string, body?: object) =>
      call('POST', `/v1/bookings/${booking.id}/${path}`, body);
    for (const [path, body] of [
      ['confirm'],
      ['reschedule', { start: tomorrow(20) }],
      ['seat'],
      ['finish'],
    ] as const) {
      expect((await act(path, body)).status).toBe(200);
      await world.drain();
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
      version: 3,
      state: 'confirmed',
      venueId: venue.id,
      timeZone: 'UTC',
      start: tomorrow(20).replace('.000Z', '+00:00'),
      partySize: 2,
      resourceIds: [expect.stringMatching(/^res_/)],
      customerId: 'maya',
      conversationId: 'chat',
      messageSeq: 1,
      reason: null,
    });
    expect(new Set(received().map(({ headers }) => headers.get('webhook-id'))).size).toBe(6);
  });

  it('tell of a mood that turned, once', async () => {
    await listen(['conversation.needs_attention']);
    await call('POST', '/v1/conversations/upset/messages', {
      role: 'customer',
      text: 'This is unacceptable',
      customer: { id: 'ben' },
      emotion: { label: 'anger', valence: -1 },
    });
    const { foldMessages } = await import('../../src/emotions/fold-messages.ts');
    const { selectOverdue } = await import('../../src/emotions/store.ts');
    await new Promise((resolve) => setTimeout(resolve, 10));
    const jobs = await world.deps.database.run(selectOverdue, { olderThan: '0', limit: 1000 });
    await foldMessages({ ...testDeps(), ...world.deps }, jobs);
    await world.drain();
    const turns = bodies().filter(({ data }) => data.conversationId === 'upset');
    expect(turns).toMatchObject([
      {
        type: 'conversation.needs_attention',
        data: { seq: 1, mood: -0.5, label: 'anger', customerId: 'ben' },
      },
    ]);
  });

  it('try again, later and later, and when the receiver says', async () => {
    const answers = [
      new Response('no', { status: 500 }),
      new Response('busy', { status: 429, headers: { 'Retry-After': '90' } }),
      new Response('thanks'),
    ];
    open({
      receive: ({ url }) =>
        (url === endpoint() ? answers.shift() : undefined) ?? new Response('thanks'),
    });
    const { id } = await listen(['booking.confirmed']);
    const booking = await book((await venueFor({ followUps: { channels: [] } })).id);
    await world.goTo(world.now());
    await world.passTo(world.now() + 4 * MINUTE);
    const waits = received()
      .slice(1)
      .map(({ at }, n) => (at - (received()[n]?.at ?? 0)) / 1000);
    expect(waits[0]).toBeGreaterThanOrEqual(5);
    expect(waits[1]).toBeGreaterThanOrEqual(90);
    expect(new Set(received().map(({ headers }) => headers.get('webhook-id'))).size).toBe(1);
    expect(new Set(received().map(({ body }) => body)).size).toBe(1);
    const [job] = await jobsOf(booking);
    expect(job?.attempts.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['retry', 500],
      ['retry', 429],
      ['delivered', 200],
    ]);
    const deliveries = (await call('GET', `/v1/webhooks/${id}/deliveries`)).body.data;
    expect(deliveries.map(({ answer }: { answer: string }) => answer)).toEqual([
      'thanks',
      'busy',
      'no',
    ]);
  });

  it('are disabled when the endpoint is gone, or has failed for days, and say so', async () => {
    open({ receive: () => new Response(null, { status: 410 }) });
    const gone = await listen(['booking.confirmed']);
    const venue = await venueFor({ followUps: { channels: [] } });
    await book(venue.id);
    await world.goTo(world.now());
    expect((await call('GET', `/v1/webhooks/${gone.id}`)).body).toMatchObject({
      enabled: false,
      disabledReason: 'gone',
    });

    open({ receive: () => new Response(null, { status: 503 }) });
    const failing = await listen(['booking.confirmed']);
    for (let day = 0; day < 5; day += 1) {
      const later = await book(venue.id, { start: tomorrow(2 + 2 * day) });
      await world.goTo(world.now());
      for (let hours = 0; hours < 24; hours += 1) await world.goTo(world.now() + HOUR);
      const { failingSince, enabled } = (await call('GET', `/v1/webhooks/${failing.id}`)).body;
      expect(failingSince).not.toBeNull();
      if (!enabled) {
        expect((await call('GET', `/v1/webhooks/${failing.id}`)).body.disabledReason).toBe(
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

describe('the response', () => {
  it('waits for none of it: a queue that never answers, or fails, holds up no confirmation', async () => {
    const venue = await venueFor();
    let asked = 0;
    const never = {
      send: () => {
        asked += 1;
        return new Promise<never>(() => {});
      },
    };
    const failing = {
      send: async () => {
        asked += 1;
        throw new Error('the queue is down');
      },
    };
    const { app } = await import('../support/workspace.ts');
    for (const [hour, queue] of [
      [8, never],
      [12, failing],
    ] as const) {
      const pending: Promise<unknown>[] = [];
      const context = createExecutionContext();
      context.waitUntil = (work) => void pending.push(work);
      const response = await app.fetch(
        new Request('https://maitred.example/v1/bookings', {
          method: 'POST',
          headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({
            venueId: venue.id,
            start: tomorrow(hour),
            partySize: 2,
            customer: { id: 'ada' },
          }),
        }),
        { ...env, FOLLOW_UPS: queue, DELIVERIES: queue },
        context,
      );
      expect(response.status).toBe(201);
      const body: { id: string } = await response.json();
      // It was answered before the queue was even asked; and what is to be done stands in the row.
      expect(asked).toBe(hour === 8 ? 0 : 1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(pending).toHaveLength(1);
      const [unplanned] = await world.deps.database.run(
        statement(
          sql`select planned_at is null as unplanned from booking_events
               where booking_id = ${sql.placeholder('id')}::uuid`,
          z.object({ unplanned: z.boolean() }),
        ),
        { id: uuidOf(body.id) },
      );
      expect(unplanned).toEqual({ unplanned: true });
    }
  });
});
