import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Arrivals, checkEvening } from '../../scripts/neighbours/check-evening.ts';
import { Client } from '../../scripts/neighbours/client.ts';
import type { EveningReport } from '../../scripts/neighbours/evening.ts';
import { judge } from '../../scripts/neighbours/results.ts';

const MINUTE = 60_000;

describe('the check of the ordinary tenant', () => {
  // Long enough ago, so that the check does not wait for what is open.
  const at = Date.now() - 2 * MINUTE;
  const arrivals: Arrivals = new Map([
    ['message.created chat m1', at],
    ['booking.confirmed bkg_1 1', at],
  ]);
  const report: EveningReport = {
    milliseconds: [],
    refused: [],
    guests: [
      {
        ...{ conversation: 'chat', customer: 'guest', date: '2026-12-01' },
        messages: [{ id: 'm1', role: 'customer', seq: 1, at }],
        booking: { id: 'bkg_1', state: 'confirmed', version: 1, at, moved: false },
        events: [{ type: 'booking.confirmed', version: 1, at }],
      },
    ],
  };
  const job = (channel: string, after: number) => ({
    ...{ kind: 'confirmation', channel, state: 'delivered', reason: null, scheduleVersion: 1 },
    dueAt: new Date(at).toISOString(),
    finishedAt: new Date(at + after).toISOString(),
  });
  const message = { id: 'm1', seq: 1, role: 'customer', emotionState: 'folded' };
  const good: Record<string, unknown> = {
    '/v1/conversations/chat/messages?limit=200': { data: [message] },
    '/v1/conversations/chat/emotions': { messages: 1, abstained: 0 },
    '/v1/bookings/bkg_1': { state: 'confirmed', version: 1 },
    '/v1/bookings/bkg_1/timeline': { jobs: [job('email', 900), job('conversation', 900)] },
    '/v1/operations/dead-jobs': { data: [] },
  };

  /** Checks a service that answers as given, and otherwise as it should. */
  async function check(answers: Record<string, unknown>, arrived = arrivals): Promise<string[]> {
    const all = { ...good, ...answers };
    const server = createServer((request, response) => {
      const body = all[request.url ?? ''];
      response.writeHead(body === undefined ? 503 : 200).end(JSON.stringify(body ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const client = new Client(`http://127.0.0.1:${port}`, 'key', () => {});
    const found = await checkEvening(client, 'ven_1', report, arrived);
    server.closeAllConnections();
    server.close();
    return found;
  }

  it('finds nothing when all is done', async () => {
    expect(await check({})).toEqual([]);
  });

  it.each([
    ['message m1 is stored 0 times', '/v1/conversations/chat/messages?limit=200', { data: [] }],
    [
      'have a gap: 2',
      ...([
        '/v1/conversations/chat/messages?limit=200',
        { data: [{ ...message, seq: 2 }] },
      ] as const),
    ],
    [
      '1 emotions are not folded',
      '/v1/conversations/chat/messages?limit=200',
      { data: [{ ...message, emotionState: 'pending' }] },
    ],
    ['count 0 messages of 1', '/v1/conversations/chat/emotions', { messages: 0, abstained: 0 }],
    ['the booking is held', '/v1/bookings/bkg_1', { state: 'held', version: 1 }],
    ['answered 503', '/v1/bookings/bkg_1', undefined],
    [
      'confirmation by email came after 61 s',
      '/v1/bookings/bkg_1/timeline',
      { jobs: [job('email', MINUTE + 1000), job('conversation', 0)] },
    ],
    [
      'no confirmation by conversation was sent',
      '/v1/bookings/bkg_1/timeline',
      { jobs: [job('email', 0)] },
    ],
    ['dead: {"id":"job_1"}', '/v1/operations/dead-jobs', { data: [{ id: 'job_1' }] }],
  ])('finds: %s', async (fault, path, answer) => {
    expect((await check({ [path]: answer })).join('\n')).toContain(fault);
  });

  it('finds webhooks that are lost or late', async () => {
    const found = await check({}, new Map([['message.created chat m1', at + MINUTE + 5000]]));
    expect(found).toEqual([
      'chat: message.created chat m1 arrived after 65 s',
      'chat: the webhook has not received booking.confirmed bkg_1 1',
    ]);
  });
});

describe('the judgement of a way', () => {
  const times = (apart: number, beside: number) => ({ apart: [apart], beside: [beside] });
  const quiet = { statuses: { 200: 5, 429: 3, 503: 1 }, examples: {} };

  it('takes a P95 of up to 1.5 times', () => {
    expect(judge(times(100, 150), quiet)).toEqual([]);
    expect(judge(times(100, 160), quiet)).toEqual([expect.stringContaining('1.60 times')]);
  });

  it('compares no times when there is no other fleet', () => {
    expect(judge({ apart: [], beside: [1000] }, quiet)).toEqual([]);
  });

  it('takes every answer to the noisy tenant except faults and silence', () => {
    const noise = { statuses: { 0: 1, 500: 2 }, examples: { 500: 'GET /v1/venues' } };
    expect(judge(times(1, 1), noise)).toEqual([
      expect.stringContaining('1 times 0'),
      expect.stringContaining('2 times 500, e.g. GET /v1/venues'),
    ]);
  });
});
