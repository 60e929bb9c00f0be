import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tomorrow } from '../support/bookings.ts';
import { bookingIdOf, useFollowUps } from '../support/follow-up-tests.ts';
import { statement } from '../support/sql-statement.ts';

const t = useFollowUps('response');

describe('the response to a booking', () => {
  it('does not wait for the queue, even if the queue never answers or fails', async () => {
    const venue = await t.venueFor();
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
          headers: { Authorization: `Bearer ${t.key}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({
            venueId: venue.id,
            start: tomorrow(hour),
            partySize: 2,
            customer: { id: 'ada' },
          }),
        }),
        { ...env, FOLLOW_UPS: queue, DELIVERIES: queue, WEBHOOKS: queue },
        context,
      );
      expect(response.status).toBe(201);
      const body: { id: string } = await response.json();
      // The response came before the call of the queue, and the row shows that planning is due.
      expect(asked).toBe(hour === 8 ? 0 : 1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      // The queue, and the note that the key was used.
      expect(pending.length).toBeGreaterThan(0);
      const [unplanned] = await t.world.deps.database.run(
        statement(
          sql`select planned_at is null as unplanned from booking_events
               where booking_id = ${sql.placeholder('id')}::uuid`,
          z.object({ unplanned: z.boolean() }),
        ),
        { id: bookingIdOf(body.id) },
      );
      expect(unplanned).toEqual({ unplanned: true });
    }
  });
});
