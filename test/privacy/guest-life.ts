import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { importGuests } from '../../src/bookings/imports/store.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { idSchema } from '../../src/platform/ids.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import type { Log } from '../../src/platform/log.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { EVENT_TYPES } from '../../src/webhooks/event.ts';
import { makeVenue, tomorrow } from '../support/bookings.ts';
import { createWorld, type World } from '../support/follow-up-world.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

/** A workspace in which guests live. */
export interface Place {
  readonly call: Call;
  readonly key: string;
  /** Sends a request with an Idempotency-Key. */
  withKey(key: string): Call;
  readonly venueId: string;
  /** Delivers the queue messages that are due: emotions, follow-ups and webhooks. */
  settle(): Promise<void>;
  /** The emails that were sent. */
  readonly mails: World['mails'];
  /** Offers the free places of the venue to the waitlist. */
  offer(): Promise<unknown>;
}

const ABSTAINS = 'hm';
const UNREADABLE = 'fails';

/** A classifier whose reading depends on the words of the text. */
const classifier = {
  modelVersion: 'of-the-test',
  async classify(text: string) {
    if (text.includes(UNREADABLE)) throw new Error('not read');
    const probabilities = {
      ...{ anger: 901, disgust: 102, fear: 53, joy: 24, neutral: 15, sadness: 66, surprise: 7 },
    };
    const read = { modelVersion: 'of-the-test', probabilities };
    return text.includes(ABSTAINS)
      ? ({
          ...read,
          abstained: 'low_confidence',
          label: null,
          confidence: null,
          valence: null,
        } as const)
      : ({ ...read, abstained: null, label: 'anger', confidence: 901, valence: -805 } as const);
  },
};

/** Opens a venue, and an endpoint that receives every event and repeats it in its answer. */
export async function openPlace(workspace: string, log?: Log): Promise<Place> {
  const jobs: EmotionJob[] = [];
  const world = createWorld({
    database: testDeps().database,
    keySecret: String(Reflect.get(env, 'KEY_SECRET')),
    startsAt: Date.now(),
    receive: ({ body }) => new Response(body, { status: 200 }),
    ...(log === undefined ? {} : { log }),
  });
  const key = await makeKey(workspace);
  const bindings = {
    ...env,
    ...world.bindings,
    EMOTIONS: { send: async (job: EmotionJob) => void jobs.push(job) },
  };
  const call = client(key, {}, bindings);
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body;
  };
  await ask('POST', '/v1/webhooks', { url: 'https://example.com/echo', events: EVENT_TYPES });
  await world.drain();
  const venue = await makeVenue(ask, 8, {
    followUps: { channels: ['email', 'conversation'], reminders: [30], thankYouAfter: 60 },
    cancellationCutoff: 43_200,
  });
  const table = `/v1/venues/${venue.id}/resources/${venue.resources[0]}`;
  await ask('PATCH', table, { area: 'terrace' });
  return {
    call,
    key,
    withKey: (name) => client(key, { 'Idempotency-Key': name }, bindings),
    venueId: venue.id,
    async settle() {
      await foldMessages({ ...testDeps(), ...world.deps, classifier }, jobs.splice(0));
      await world.goTo(Date.now());
    },
    mails: world.mails,
    offer: () => offerWaitlist(world.deps, venueIdOf(venue.id)),
  };
}

/**
 * Lives through everything that leaves a trace of a guest. Each text, name and address that the
 * guest gives contains `word`, and so do all notes, tags and reasons.
 * @param chat how the ids of the guest's conversations begin; they stay after an erasure
 */
export async function live(place: Place, word: string, chat: string) {
  const { call, venueId } = place;
  const guest = {
    id: `${word}-guest`,
    name: `${word} Moreau`,
    email: `${word}@example.com`,
    phone: `+33 ${word}`,
    locale: 'fr-CA',
    timeZone: 'America/Toronto',
  };
  const conversations = {
    booked: `${chat}-booked`,
    waiting: `${chat}-waiting`,
    own: `${chat}-own`,
  };
  const ask = async (method: string, path: string, body?: unknown, by = call) => {
    const answer = await by(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body;
  };
  const say = (conversation: string, text: string, more: object = {}) =>
    ask('POST', `/v1/conversations/${conversation}/messages`, {
      role: 'customer',
      text: `${text}, says ${word}`,
      metadata: { from: word },
      ...more,
    });
  const book = (hour: number, more: object = {}, by = call) =>
    ask(
      'POST',
      '/v1/bookings',
      {
        venueId,
        start: tomorrow(hour),
        partySize: 2,
        customer: guest,
        notes: `${word} is allergic`,
        tags: [`${word}-tag`],
        ...more,
      },
      by,
    );

  // Conversations without a customer, until the guest books or waits in them.
  await say(conversations.booked, 'a table please');
  const booking = await book(
    9,
    { conversationId: conversations.booked },
    place.withKey(`${word}-key`),
  );
  await say(conversations.waiting, 'is anything free');
  await ask('POST', `/v1/bookings/${booking.id}/reschedule`, { start: tomorrow(10), partySize: 3 });
  // Between two slots, so that an override is recorded.
  const late = await book(12, {
    conversationId: conversations.booked,
    start: tomorrow(12, 7),
    override: ['slot'],
    area: { name: 'terrace' },
  });
  const cancellation = { reason: `${word} is ill`, actor: `${word} or a friend` };
  for (const [name, body] of [
    ['cancel', cancellation],
    ['undo', {}],
    ['cancel', cancellation],
  ] as const)
    await ask('POST', `/v1/bookings/${late.id}/${name}`, body);
  await ask('POST', `/v1/bookings/${booking.id}/late`, { expectedAt: tomorrow(10, 20) });
  const refused = await place.withKey(`${word}-refused`)(
    'POST',
    `/v1/bookings/${late.id}/cancel`,
    {},
  );
  expect(refused.status).toBe(409);
  await book(14, { hold: true });
  // The second day is blocked, so the series lacks it.
  const day = (days: number) => new Date(Date.parse(tomorrow(2)) + days * 86_400_000).toISOString();
  const { id: blockId } = await ask('POST', `/v1/venues/${venueId}/blocks`, {
    ...{ all: true, from: day(1).slice(0, 16), to: `${day(1).slice(0, 10)}T05:00` },
  });
  const series = await ask('POST', '/v1/series', {
    ...{ venueId, start: day(0).slice(0, 16), repeat: 'FREQ=DAILY;COUNT=3', partySize: 2 },
    ...{ customer: guest, missing: 'report', notes: `${word} every day`, tags: [`${word}-club`] },
    actor: `${word} or a friend`,
  });
  expect(series.missing).toHaveLength(1);
  await ask('DELETE', `/v1/venues/${venueId}/blocks/${blockId}`);
  await ask('POST', `/v1/series/${series.id}/cancel`, {
    ...cancellation,
    from: day(2).slice(0, 10),
  });
  const wait = (hour: number) =>
    ask('POST', `/v1/venues/${venueId}/waitlist`, {
      earliest: tomorrow(hour),
      latest: tomorrow(hour + 1),
      partySize: 2,
      customer: guest,
      conversationId: conversations.waiting,
      notes: `${word} waits`,
    });
  await wait(16);
  await place.offer();
  const { id: leaving } = await wait(18);
  await ask('DELETE', `/v1/venues/${venueId}/waitlist/${leaving}`);
  await wait(20);

  // A conversation of the guest, whose mood turns.
  const customer = { id: guest.id };
  await say(conversations.own, 'good', {
    id: 'given',
    customer,
    emotion: { label: 'joy', valence: 0.251, confidence: 0.752 },
  });
  await say(conversations.own, ABSTAINS, { id: 'unclear' });
  await say(conversations.own, 'bad', {
    id: 'bad',
    booking: { venueId, start: tomorrow(6), partySize: 2 },
  });
  await say(conversations.own, 'worse', { customer: { ...customer, phone: `+34 ${word}` } });
  await say(conversations.own, 'and worse');
  await say(conversations.own, UNREADABLE);
  await place.settle();
  await ask('PATCH', `/v1/conversations/${conversations.own}/messages/bad/emotion`, {
    label: 'disgust',
    valence: -0.903,
  });
  await ask('PATCH', `/v1/customers/${guest.id}`, {
    tags: [`${word}-regular`],
    preferences: `${word} likes the window`,
    staffNotes: `${word} tips well`,
  });
  await importRows(word, guest.id);
  await place.settle();
  const link = place.mails.find(({ to }) => to === guest.email)?.unsubscribeUrl;
  await ask('POST', new URL(link ?? '').pathname);
  await ask('PUT', `/v1/customers/${guest.id}/refusal`, { reason: `${word} left without paying` });
  return { guest, conversations, booking };
}

/** Imports a row of another system about the guest. */
async function importRows(word: string, guest: string): Promise<void> {
  const [row] = await sql.query(
    'select workspace_id::text as id from customers where external_id = $1',
    [guest],
  );
  const workspace = idSchema<'workspace'>().parse(row?.['id']);
  const change = { preferences: `${word} likes the window` };
  await testDeps().database.run(importGuests, {
    ...{ workspace, source: 'other', isTrial: false },
    guests: [{ line: 2, id: guest, digest: '0a1b', change }],
  });
}
