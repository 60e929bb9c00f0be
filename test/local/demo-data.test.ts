import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FINDINGS } from '../../scripts/workload/checker/tables.ts';
import { eachItem } from '../../src/client/index.ts';
import { all, contentOf, type DemoWorld, openDemoWorld } from './demo-world.ts';

/** It takes about twenty seconds on a machine that does nothing else. */
const MAKING_MS = 900_000;
const DAY = 24 * 3_600_000;

/** Times of the day that are to come. On the last day clocks go forward in Europe. */
const CLOCKS = ['2036-07-10T11:31:00Z', '2036-01-15T23:58:30Z', '2036-03-30T00:59:00Z'];

describe.each(CLOCKS)('the demo at %s', (clock) => {
  const now = Date.parse(clock);
  let world: DemoWorld;
  let venueId: string;
  let timeZone: string;
  const dateIn = (days: number) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now + days * DAY);
  const bookingsOf = (days: number) =>
    all(eachItem(world.staff.listBookings, { venueId, date: dateIn(days), limit: 100 }));

  beforeAll(async () => {
    world = await openDemoWorld(now);
    const { data } = await world.staff.listVenues();
    expect(data).toHaveLength(1);
    venueId = data[0]?.id ?? '';
    timeZone = data[0]?.timeZone ?? '';
  }, MAKING_MS);
  afterAll(() => world?.close());

  it('is about eight in the evening, at a restaurant with three areas', async () => {
    const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'short' }).format(now);
    expect(shown >= '19:30' && shown <= '20:30', shown).toBe(true);
    const { data } = await world.staff.listResources({ venueId });
    expect(data).toHaveLength(20);
    expect(new Set(data.map(({ area }) => area))).toEqual(
      new Set(['dining room', 'terrace', 'bar']),
    );
  });

  it('has bookings of this evening in every state, none of which is overlooked', async () => {
    const bookings = await bookingsOf(0);
    expect(bookings.length).toBeGreaterThanOrEqual(45);
    const states = Map.groupBy(bookings, ({ state }) => state);
    for (const [state, least] of [
      ['finished', 8],
      ['seated', 10],
      ['confirmed', 10],
      ['held', 2],
      ['requested', 1],
      ['cancelled', 3],
      ['no_show', 2],
    ] as const) {
      expect(states.get(state)?.length ?? 0, state).toBeGreaterThanOrEqual(least);
    }
    expect(bookings.filter(({ late }) => late)).toHaveLength(2);
    expect(bookings.filter(({ customerId }) => customerId === null)).toHaveLength(4);
    const forgotten = bookings.filter(
      ({ state, start, late }) => state === 'confirmed' && Date.parse(start) <= now && !late,
    );
    expect(forgotten).toEqual([]);
  });

  it('has bookings around, closed days, blocks, a series and a waitlist', async () => {
    const around = await Promise.all([-14, -7, -6, -1, 1, 2, 6, 14].map(bookingsOf));
    for (const bookings of around) expect(bookings.length).toBeGreaterThan(0);
    expect(around.flat().filter(({ seriesId }) => seriesId !== null).length).toBeGreaterThan(0);
    const query = { venueId, from: dateIn(0), to: dateIn(10), partySize: 2 };
    const { days } = await world.staff.searchAvailability(query);
    const closed = days.filter(({ reason }) => reason === 'closed').map(({ date }) => date);
    expect(closed).toEqual([3, 9, 10].map(dateIn));
    expect((await world.staff.listBlocks({ venueId })).data).toHaveLength(2);
    const { data } = await world.staff.listWaitlist({ venueId });
    expect(data.map(({ state }) => state).toSorted()).toEqual([
      ...['offered', 'waiting', 'waiting', 'waiting'],
    ]);
  });

  it('has guests with history, tags and notes, and one who may not book', async () => {
    const alice = await world.staff.showCustomer({ customerId: 'alice-marlow' });
    expect(alice).toMatchObject({ tags: ['regular', 'vip'], refusal: null });
    expect(alice.staffNotes).toContain('Maria');
    const regulars = await world.staff.listCustomers({ tag: 'regular' });
    const shown = await Promise.all(
      regulars.data.map(({ id }) => world.staff.showCustomer({ customerId: id })),
    );
    const visits = shown.reduce((sum, { attendance }) => sum + (attendance?.visits ?? 0), 0);
    expect(visits).toBeGreaterThan(3);
    const refused = await world.staff.listCustomers({ refused: 'true' });
    expect(refused.data.map(({ id }) => id)).toEqual(['rex-malone']);
  });

  it('has a week of conversations whose moods are known', async () => {
    const conversations = await all(eachItem(world.staff.listConversations, { limit: 100 }));
    expect(conversations.length).toBeGreaterThanOrEqual(55);
    expect(new Set(conversations.map(({ channel }) => channel)).size).toBe(5);
    const { data } = await world.staff.listConversations({ attention: 'needed' });
    expect(data.map(({ id }) => id).toSorted()).toEqual(
      [0, 1, 2].map((n) => `chat-complaint-${n}`),
    );
    for (const { attention } of data) {
      expect(now - Date.parse(attention.since ?? '')).toBeLessThan(4 * 3_600_000);
    }
    const today = await world.staff.listConversations({
      since: new Date(now - 12 * 3_600_000).toISOString(),
      limit: 100,
    });
    expect(today.data.length).toBeLessThan(conversations.length / 2);
    const recovered = conversations.find(({ id }) => id.startsWith('chat-recovers'));
    const emotions = await world.staff.showConversationEmotions({
      conversationId: recovered?.id ?? '',
    });
    expect(emotions.trend?.direction).toBe('rising');
    const week = { from: new Date(now - 7 * DAY).toISOString(), to: new Date(now).toISOString() };
    const of = await world.staff.showWorkspaceEmotions({ ...week, interval: 'day', timeZone });
    expect(of.buckets.length).toBeGreaterThanOrEqual(6);
    const { outcomes } = await world.staff.showOutcomes(week);
    const counts = new Map(outcomes.map(({ mood, bookings }) => [mood, bookings]));
    for (const mood of ['negative', 'neutral', 'positive'] as const) {
      expect(counts.get(mood), mood).toBeGreaterThan(0);
    }
    expect(counts.get('pending')).toBe(0);
    const locales = new Set(
      (await world.staff.listCustomers({ limit: 100 })).data.map((c) => c.locale),
    );
    expect(locales).toEqual(new Set(['en', 'de', 'fr', 'es']));
  });

  it('has had a slow hour of the database', async () => {
    const since = new Date(now - DAY).toISOString();
    const { data } = await world.operator.showStatusHistory({ from: since });
    const lights = data
      .toReversed()
      .map(({ light }) => light)
      .filter((light, place, every) => light !== every[place - 1]);
    expect(lights.slice(0, 2)).toEqual(['green', 'yellow']);
    expect(lights).toContain('red');
    expect(lights.at(-1)).toBe('green');
    const status = await world.operator.showStatus({ of: 'platform' });
    expect(status.light).toBe('green');
    const day = { from: since, to: new Date(now).toISOString() };
    const { operations } = await world.staff.showLatency(day);
    const stored = operations.find(({ operation }) => operation === 'store_message');
    expect(stored?.requests).toBeGreaterThan(1000);
    expect(stored?.slow).toBeGreaterThan(50);
    const { objectives } = await world.staff.showServiceLevels({ of: 'workspace' });
    for (const { name, budget } of objectives) {
      expect(budget.percent, name).toBeGreaterThan(20);
      expect(budget.percent, name).toBeLessThan(95);
    }
  });

  it('has webhooks with a log, and a dead letter that can be sent again', async () => {
    const webhooks = (await world.staff.listWebhooks()).data;
    expect(webhooks.map(({ status }) => status)).toEqual(['active', 'active']);
    for (const { id: webhookId } of webhooks) {
      const log = (await world.staff.listWebhookDeliveries({ webhookId })).data;
      expect(log.filter(({ outcome }) => outcome === 'delivered').length).toBeGreaterThan(0);
    }
    const [dead, ...others] = (await world.staff.listDeadJobs()).data;
    expect(others).toEqual([]);
    expect(dead).toMatchObject({ state: 'dead', event: 'conversation.needs_attention' });
    await world.staff.redeliverJob({ jobId: dead?.id ?? '' });
    expect((await world.staff.listDeadJobs()).data).toEqual([]);
  });

  it.runIf(clock === CLOCKS[0])(
    'is the same for the same clock and seed',
    async () => {
      const content = await contentOf(world);
      expect(content.bookings.length).toBeGreaterThan(150);
      const again = await openDemoWorld(now);
      expect(await contentOf(again).finally(() => again.close())).toEqual(content);
    },
    MAKING_MS,
  );

  it('leaves nothing that is due, no broken invariant, and the database its own clock', async () => {
    const at = `'${new Date(now).toISOString()}'::timestamptz`;
    // The one that the test before has sent again is leased.
    const due = `select id from jobs where state = 'planned' and due_at <= ${at}`;
    expect(await world.rows(due)).toEqual([]);
    expect(await world.rows('select 1 from pending_messages')).toEqual([]);
    expect(await world.rows(FINDINGS.replaceAll('now()', at))).toEqual([]);
    const clocks = `select column_default from information_schema.columns
                     where column_default like '%clock.%'
                    union all select nspname from pg_namespace where nspname = 'clock'`;
    expect(await world.rows(clocks)).toEqual([]);
    expect(Math.abs(Date.now() - now)).toBeGreaterThan(DAY);
    expect(world.made.line).toMatch(/^Demo: .* \d+ bookings/);
  });
});
