import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { compose } from '../../src/compose.ts';
import worker from '../../src/index.ts';
import { newId } from '../../src/platform/ids.ts';
import configuration from '../../wrangler.toml?raw';
import { sql } from '../support/sql.ts';
import { client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

/** The names of the queues in the sections of wrangler.toml with this title. */
const queuesIn = (section: string) =>
  [...configuration.matchAll(/^\[\[queues\.(\w+)\]\]\n((?:(?!\[).*\n)*)/gm)].flatMap(
    ([, title, body = '']) =>
      title === section ? (/^queue = "(.+)"$/m.exec(body)?.[1] ?? []) : [],
  );

describe('the queues', () => {
  it('each have a consumer of their own, and a dead letter queue with one', async () => {
    const produced = queuesIn('producers');
    expect(produced).toEqual(['emotions', 'follow-ups', 'deliveries', 'webhooks', 'telemetry']);
    const consumed = produced.flatMap((queue) => [queue, `${queue}-dead`]);
    expect(queuesIn('consumers').sort()).toEqual(consumed.sort());
    for (const queue of consumed) {
      // A body that is no job is acknowledged.
      const batch = createMessageBatch<unknown>(queue, [
        { id: 'a', timestamp: new Date(), attempts: 1, body: { no: 'job' } },
      ]);
      const ctx = createExecutionContext();
      await worker.queue(batch, env, ctx);
      const { ackAll, explicitAcks } = await getQueueResult(batch, ctx);
      expect(ackAll || explicitAcks.includes('a'), queue).toBe(true);
    }
  });

  it('get what is sent to them: webhooks wait beside the jobs for guests', async () => {
    const sent: [string, number][] = [];
    const binding = (name: string) => ({
      send: async () => void sent.push([name, 1]),
      sendBatch: async (all: unknown[]) => void sent.push([name, all.length]),
    });
    const deps = compose(
      { ...env, DELIVERIES: binding('deliveries'), WEBHOOKS: binding('webhooks') },
      () => {},
    );
    const of = (queue: 'webhooks' | 'deliveries') => ({
      queue,
      job: { jobId: newId<'job'>(), attempt: 1 },
      delaySeconds: 0,
    });
    await deps.sendDeliveries([of('webhooks'), of('deliveries'), of('webhooks')]);
    expect(sent).toEqual([
      ['webhooks', 2],
      ['deliveries', 1],
    ]);
  });
});

describe('the Cron Trigger', () => {
  it('erases what is older than a workspace keeps', async () => {
    const call = client(await makeKey('kept by cron'));
    const said = await call('POST', '/v1/conversations/old/messages', {
      role: 'customer',
      text: 'said long ago',
    });
    expect(said.status).toBe(201);
    await call('PUT', '/v1/retention', { conversationsDays: 30, bookingsDays: null });
    await sql`update conversations set created_at = now() - interval '31 days',
                                       last_message_at = now() - interval '31 days'
               where external_id = 'old'`;
    const ctx = createExecutionContext();
    await worker.scheduled(createScheduledController(), quietBindings, ctx);
    await waitOnExecutionContext(ctx);
    expect((await call('GET', '/v1/conversations/old/messages')).status).toBe(410);
  });
});

describe('the caches of answers', () => {
  it.each([
    ['5s', 41, 10],
    ['60s', 20, 5],
  ] as const)(
    'of class %s hold %i answers of 200 KB in an isolate, and %i of a workspace',
    async (name, ofAll, ofOne) => {
      const cache = testDeps().answerCaches[name];
      const isCached = async (owner: string, key: string, length: number): Promise<boolean> => {
        const place = { owner, subject: 'venue', key };
        if (cache.find(place, 1_000_000) !== undefined) return true;
        await cache.make(place, 1_000_000, async () => 'x'.repeat(length));
        return false;
      };
      const kept = async (owners: readonly string[], key: (n: number) => string) => {
        for (const [n, owner] of owners.entries()) await isCached(owner, key(n), 200_000);
        let cached = 0;
        for (let n = owners.length - 1; n >= 0; n -= 1) {
          if (!(await isCached(owners[n] ?? '', key(n), 200_000))) break;
          cached += 1;
        }
        return cached;
      };
      expect(await kept(Array(20).fill('one'), String)).toBe(ofOne);
      expect(
        await kept(
          Array.from({ length: 60 }, (_, n) => `of ${n}`),
          () => 'k',
        ),
      ).toBe(ofAll);
      await isCached('large', 'k', 300_000);
      expect(await isCached('large', 'k', 300_000)).toBe(false);
    },
  );
});
