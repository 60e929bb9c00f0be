import { beforeAll, expect, it } from 'vitest';
import { sweepRetentions } from '../../src/privacy/sweep-retentions.ts';
import { sql } from '../support/sql.ts';
import { testDeps } from '../support/workspace.ts';
import { live, openPlace, type Place } from './guest-life.ts';
import { columnsWith } from './whole-database.ts';

const NAME = 'retention of a whole life';

let place: Place;
let workspace: string;
beforeAll(async () => {
  place = await openPlace(NAME);
  await live(place, 'wombat', 'chat-w');
  const [row] = await sql.query('select id::text from workspaces where name = $1', [NAME]);
  workspace = String(row?.['id']);
}, 120_000);

/** How many rows of the workspace hold something that a retention empties or deletes. */
async function left() {
  const [row] = await sql.query(
    `with c as (select id from conversations where workspace_id = $1),
          j as (select * from jobs where workspace_id = $1)
     select (select count(*) from conversation_moods where conversation_id in (table c))::int as moods,
            (select count(*) from attention_events where conversation_id in (table c))::int as turns,
            (select count(*) from emotion_corrections
              where conversation_id in (table c))::int as corrections,
            (select count(*) from messages where conversation_id in (table c)
               and (text is not null or metadata is not null or digest <> ''
                    or probabilities is not null or confidence is not null
                    or fold_error is not null))::int as messages,
            (select count(*) from messages where conversation_id in (table c)
               and emotion_state not in ('folded', 'erased'))::int as pending,
            (select count(*) from j where content is not null)::int as texts,
            (select count(*) from j where kind <> 'event'
               and state in ('planned', 'leased', 'running'))::int as waiting,
            (select count(*) from job_attempts a join j on j.id = a.job_id
              where a.answer is not null
                and num_nonnulls(j.booking_id, j.conversation_id) > 0)::int as answers`,
    [workspace],
  );
  return row;
}

it('leaves nothing of a guest but the customer and what is counted', async () => {
  const before = await left();
  for (const [what, count] of Object.entries(before ?? {}))
    expect([what, count > 0]).toEqual([what, true]);

  await sql.query(
    `update conversations set created_at = now() - interval '31 days',
                              last_message_at = now() - interval '31 days' where workspace_id = $1`,
    [workspace],
  );
  await sql.query(
    `with gone as (
       delete from allocations where booking_id in (select id from bookings where workspace_id = $1))
     update bookings set starts_at = starts_at - interval '40 days',
                         ends_at = ends_at - interval '40 days' where workspace_id = $1`,
    [workspace],
  );
  await sql.query(
    `update waitlist_entries set earliest = earliest - interval '40 days',
                                 latest = latest - interval '40 days' where workspace_id = $1`,
    [workspace],
  );
  await place.call('PUT', '/v1/retention', { conversationsDays: 30, bookingsDays: 30 });
  expect(await sweepRetentions(testDeps(), 3)).toMatchObject({ conversations: 3, failed: 0 });

  expect(await left()).toEqual(
    Object.fromEntries(Object.keys(before ?? {}).map((key) => [key, 0])),
  );
  // A kept answer is deleted after a day, and a customer stays until it is erased.
  const words = await columnsWith('wombat');
  expect(
    words.filter(
      (each) => !/\.(customers|customer_index|customer_keys|idempotency_keys)\./.test(each),
    ),
  ).toEqual([]);
  // Nobody waits any more.
  const waiting = await sql.query(
    'select from waitlist_entries where workspace_id = $1 and left_at is null and booking_id is null',
    [workspace],
  );
  expect(waiting).toEqual([]);
});
