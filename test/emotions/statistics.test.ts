import { beforeAll, describe, expect, it } from 'vitest';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { MODEL_VERSION } from '../../src/emotions/model/version.ts';
import type { Caller } from '../../src/platform/auth/key.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

const jobs: EmotionJob[] = [];
const deps = { ...testDeps(), enqueueEmotion: (job: EmotionJob) => void jobs.push(job) };
let caller: Caller;
let call: Call;
beforeAll(async () => {
  const key = await makeKey('statistics');
  call = client(key);
  const verified = await deps.signer.verify(key);
  if (verified === undefined) throw new Error('the key does not verify');
  caller = verified;
});

type Label = 'joy' | 'anger' | 'neutral';
const say = (conversation: string, label: Label, valence: number, sentAt?: string) =>
  storeMessage(deps, caller, conversation, {
    role: 'customer',
    text: 'x',
    customer: { id: 'guest' },
    emotion: { label, valence },
    ...(sentAt === undefined ? {} : { sentAt }),
  });
const fold = () => foldMessages(deps, jobs.splice(0));
const get = async (path: string) => (await call('GET', path)).body;

describe('emotion statistics', () => {
  it('of a conversation: counts, shares, mean, spread, trend, freshness', async () => {
    await say('a', 'joy', 0.8);
    await say('a', 'joy', 0.6);
    await say('a', 'anger', -0.4);
    await say('a', 'neutral', 0);
    await storeMessage(deps, caller, 'a', { role: 'assistant', text: 'y' });
    expect(await get('/v1/conversations/a/emotions')).toMatchObject({
      messages: 0,
      meanValence: null,
      spread: null,
      labels: [],
      trend: null,
      freshness: { asOfSeq: 0, pending: 4, setApart: 0, modelVersion: MODEL_VERSION },
    });
    await fold();
    expect(await get('/v1/conversations/a/emotions')).toEqual({
      conversationId: 'a',
      messages: 4,
      abstained: 0,
      meanValence: 0.25,
      // The standard deviation of the population: the root of 0.29 (mean of squares) - 0.0625.
      spread: 0.477,
      labels: [
        { label: 'anger', messages: 1, share: 0.25, meanValence: -0.4 },
        { label: 'joy', messages: 2, share: 0.5, meanValence: 0.7 },
        { label: 'neutral', messages: 1, share: 0.25, meanValence: 0 },
      ],
      trend: { beginning: 0.7, end: -0.2, change: -0.9, direction: 'falling' },
      freshness: {
        asOfSeq: 5,
        asOf: expect.any(String),
        pending: 0,
        setApart: 0,
        modelVersion: MODEL_VERSION,
        messagesByModel: { caller: 4 },
      },
    });
  });

  it('ends asOfSeq before the first message that is still pending', async () => {
    for (let n = 0; n < 3; n++) await say('late', 'joy', 1);
    const second = jobs.splice(1, 1);
    await fold();
    expect((await get('/v1/conversations/late/emotions')).freshness).toMatchObject({
      asOfSeq: 1,
      pending: 1,
    });
    jobs.push(...second);
    await fold();
    expect((await get('/v1/conversations/late/emotions')).freshness).toMatchObject({
      asOfSeq: 3,
      pending: 0,
    });
  });

  it('of a customer cover all conversations', async () => {
    await say('b', 'anger', -1);
    await fold();
    const conversations = await Promise.all(
      ['a', 'b', 'late'].map((id) => get(`/v1/conversations/${id}/emotions`)),
    );
    const of = await get('/v1/customers/guest/emotions');
    expect(of.messages).toBe(conversations.reduce((sum, { messages }) => sum + messages, 0));
    expect(of).toMatchObject({ customerId: 'guest', messages: 8, meanValence: 0.375 });
    expect(of.trend).toEqual({ beginning: 0.25, end: 0.5, change: 0.25, direction: 'rising' });
    expect((await get('/v1/customers/guest/emotions?role=agent')).messages).toBe(0);
    expect((await call('GET', '/v1/customers/nobody/emotions')).body.code).toBe(
      'customer_not_found',
    );
  });

  it('of a workspace by the days of a zone, across a change to summer time', async () => {
    // In New York, 2026-03-08 has 23 hours: it begins at 05:00Z and ends at 04:00Z.
    await say('dst', 'joy', 1, '2026-03-08T04:59:59Z');
    await say('dst', 'anger', -1, '2026-03-08T05:00:00Z');
    await say('dst', 'anger', -1, '2026-03-09T03:59:59Z');
    await say('dst', 'joy', 0.5, '2026-03-09T04:00:00Z');
    await fold();
    const days = await get(
      '/v1/emotions?from=2026-03-07T05:00:00Z&to=2026-03-10T04:00:00Z&interval=day&timeZone=America/New_York',
    );
    expect(
      days.buckets.map(({ from, messages }: { from: string; messages: number }) => [
        from,
        messages,
      ]),
    ).toEqual([
      ['2026-03-07T05:00:00.000Z', 1],
      ['2026-03-08T05:00:00.000Z', 2],
      ['2026-03-09T04:00:00.000Z', 1],
    ]);
    expect(days).toMatchObject({ messages: 4, trend: { beginning: 1, end: 0.5 } });
  });

  it('by the hour have separate buckets for the two hours that a change to winter time repeats', async () => {
    await say('dst', 'joy', 1, '2026-11-01T05:30:00Z');
    await say('dst', 'joy', 1, '2026-11-01T06:30:00Z');
    await fold();
    const hours = await get(
      '/v1/emotions?from=2026-11-01T04:00:00Z&to=2026-11-02T05:00:00Z&interval=hour&timeZone=America/New_York',
    );
    expect(hours.buckets.map(({ from }: { from: string }) => from)).toEqual([
      '2026-11-01T05:00:00.000Z',
      '2026-11-01T06:00:00.000Z',
    ]);
  });

  it.each([
    ['31 local days with 745 hours', '2026-10-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00', 200],
    ['a quarter of an hour more', '2026-10-01T00:00:00+02:00', '2026-11-01T00:15:00+01:00', 400],
    ['31 local days with 743 hours', '2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00', 200],
    ['744 hours in spring', '2026-03-01T00:00:00+01:00', '2026-04-01T01:00:00+02:00', 200],
    ['a quarter of an hour above', '2026-03-01T00:00:00+01:00', '2026-04-01T01:15:00+02:00', 400],
    ['745 hours without a change', '2026-07-01T00:00:00+02:00', '2026-08-01T01:00:00+02:00', 400],
  ])('by the hour, over %s, %s to %s: %i', async (_, from, to, status) => {
    const query = new URLSearchParams({ from, to, interval: 'hour', timeZone: 'Europe/Paris' });
    const answer = await call('GET', `/v1/emotions?${query}`);
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body.errors[0].field).toBe('query.to');
  });

  it('count days in the zone of the request', async () => {
    const range = { from: '2026-10-01T00:00:00+02:00', to: '2026-11-01T00:00:00+01:00' };
    const query = new URLSearchParams({ ...range, interval: 'hour' });
    expect((await call('GET', `/v1/emotions?${query}`)).status).toBe(400);
  });

  it.each([
    ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'query.to'],
    ['from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z&interval=hour', 'query.to'],
    ['from=2020-01-01T00:00:00Z&to=2026-03-01T00:00:00Z', 'query.to'],
    ['to=2026-03-01T00:00:00Z', 'query.from'],
    ['from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&timeZone=Mars/X', 'query.timeZone'],
    ['from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&colour=red', 'query.colour'],
  ])('refuses %s, naming %s', async (query, field) => {
    const { status, body } = await call('GET', `/v1/emotions?${query}`);
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'invalid_field', field]);
  });
});
