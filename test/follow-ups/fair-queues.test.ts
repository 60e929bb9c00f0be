import { describe, expect, it } from 'vitest';
import {
  claimDueForGuests,
  claimDueForWebhooks,
} from '../../src/follow-ups/delivery/claim-store.ts';
import { consumeDeliveries } from '../../src/follow-ups/delivery/deliveries.consumer.ts';
import { verifyByHand } from '../support/challenges.ts';
import { MINUTE, useFollowUps } from '../support/follow-up-tests.ts';
import { batchOf } from '../support/follow-up-world.ts';
import { sql } from '../support/sql.ts';
import { makeKey } from '../support/workspace.ts';

const t = useFollowUps('fair');

const workspaceOf = async (booking: { id: string }): Promise<string> =>
  (await sql`select workspace_id as id from bookings where id = ${booking.id.slice(4)}`)[0]?.['id'];

const listen = async (events: string[]): Promise<{ id: string }> => {
  const { body } = await t.call('POST', '/v1/webhooks', { url: t.endpoint, events });
  await verifyByHand(t.world.deps.database, t.endpoint);
  return body;
};

describe('the queues', () => {
  it('keep what guests wait for apart from webhooks, and take each other’s messages', async () => {
    await listen(['*']);
    const sent: { queue: string; job: { jobId: string } }[] = [];
    const { sendDeliveries } = t.world.deps;
    t.world.deps.sendDeliveries = async (all) => {
      sent.push(...all);
    };
    const booking = await t.book((await t.venueFor()).id);
    await t.world.drain();
    const channels = await sql`select id, channel from jobs
                                where booking_id = ${booking.id.slice(4)} and state = 'leased'`;
    const queues = channels.map(({ id, channel }) => [
      channel,
      sent.find(({ job }) => job.jobId === id)?.queue,
    ]);
    expect(queues.sort()).toEqual([
      ['conversation', 'deliveries'],
      ['email', 'deliveries'],
      ['webhook', 'webhooks'],
    ]);
    // The Worker of an earlier version sends webhooks to the queue `deliveries`.
    t.world.deps.sendDeliveries = sendDeliveries;
    const bodies = sent.map(({ job }) => job);
    await consumeDeliveries(
      t.world.deps,
      batchOf('deliveries', bodies, () => {}),
    );
    expect(t.mails()).toHaveLength(1);
    const mine = t.world.received.filter(({ url }) => url === t.endpoint);
    expect(mine.length).toBeGreaterThan(0);
  });
});

describe('claims', () => {
  /** Puts jobs off that are due, for a workspace with many and one with few, later ones. */
  async function seed(channel: 'email' | 'webhook') {
    await sql`update jobs set state = 'dead', finished_at = now()
               where state in ('planned', 'leased', 'running')`;
    const venue = await t.venueFor();
    const many = await workspaceOf(await t.book(venue.id));
    t.key = await makeKey(`fair other ${channel}`);
    t.open();
    const few = await workspaceOf(await t.book((await t.venueFor()).id));
    for (const [workspace, count, minutes] of [
      [many, 2000, 60],
      [few, 5, 1],
    ] as const) {
      await sql`
        insert into jobs (id, workspace_id, kind, channel, webhook_id, due_at, state, wake_at,
                          created_at)
        select gen_random_uuid(), ${workspace}, 'event', ${channel},
               case when ${channel} = 'webhook' then md5(${workspace} || n % 3)::uuid end,
               now(), 'planned', now() - ${minutes} * interval '1 minute', now()
          from generate_series(1, ${count}::int) n`;
    }
    return few;
  }

  it.each([
    ['email', claimDueForGuests],
    ['webhook', claimDueForWebhooks],
  ] as const)('of %s jobs give each workspace its share', async (channel, claim) => {
    const few = await seed(channel);
    const now = Date.now();
    const values = { now, soon: now + 2 * MINUTE, leaseMs: 5 * MINUTE, limit: 100 };
    const { database } = t.world.deps;
    const claimed = await database.run(claim, values);
    expect(claimed.length).toBeLessThanOrEqual(60);
    expect(claimed.length).toBeGreaterThan(20);
    const ids = claimed.map(({ jobId }) => jobId);
    const [row] = await sql`select count(*)::int as n from jobs
                             where workspace_id = ${few} and id = any (${ids}::uuid[])`;
    expect(row?.['n']).toBe(5);
    // When nobody else waits, the rest of the limit is used.
    expect((await database.run(claim, values)).length).toBeGreaterThan(95);
  });
});
