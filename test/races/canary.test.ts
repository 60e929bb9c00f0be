import { afterAll, beforeAll, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import { planUnplanned } from '../../src/follow-ups/planning/plan-unplanned.ts';
import { deleteCanary, makeCanary } from '../../src/operations/canary/store.ts';
import {
  CANARY_GUEST,
  CANARY_KEY,
  CANARY_SCOPES,
  CANARY_TABLE,
  CANARY_VENUE,
  CANARY_VENUE_SETTINGS,
  CANARY_WORKSPACE,
} from '../../src/operations/canary/workspace.ts';
import { type BookingId, readId, showId } from '../../src/platform/ids.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { differingStatistics } from './differing-statistics.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const ROUNDS = 12;
/** So many messages and bookings are made in a round. */
const OF_ROUND = 40;
const CONVERSATIONS = 5;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

it('many Crons make and delete what belongs to the canary, beside the consumers', async () => {
  const caller = { keyId: CANARY_KEY, workspaceId: CANARY_WORKSPACE, scopes: CANARY_SCOPES };
  let jobs: EmotionJob[] = [];
  let slots = 0;
  const deps = {
    ...{ database: postgres.database, now: Date.now, log: { info() {}, warn() {}, error() {} } },
    ...{ enqueueFollowUp() {}, venueChanged() {}, sendDeliveries: async () => {} },
    enqueueEmotion: (job: EmotionJob) => void jobs.push(job),
    classifier: {
      modelVersion: 'races',
      classify: async () => ({
        ...{ abstained: null, label: 'anger' as const, confidence: 900, valence: -900 },
        ...{ probabilities: null, modelVersion: 'races' },
      }),
    },
  };
  const times = <Result>(count: number, work: (n: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: count }, (_, n) => work(n)));
  const make = () =>
    postgres.database.run(makeCanary, {
      ...{ workspace: CANARY_WORKSPACE, key: CANARY_KEY, scopes: CANARY_SCOPES },
      ...{ venue: CANARY_VENUE, table: CANARY_TABLE, ...CANARY_VENUE_SETTINGS },
    });
  const sweep = () => postgres.database.run(deleteCanary, { rows: 20 });
  const customer = { id: CANARY_GUEST };
  const say = (n: number) =>
    storeMessage(
      deps,
      caller,
      `canary-${n % CONVERSATIONS}`,
      newMessageSchema.parse({ role: 'customer', text: 'never again', customer }),
    );
  const bookings = async () =>
    (
      await postgres.rows<{ id: BookingId }>(
        `select id from bookings where workspace_id = '${CANARY_WORKSPACE}'`,
      )
    ).map(({ id }) => id);

  await times(8, make);
  await postgres.rows(`update workspaces set limits = '{"guest_bookings": 1000}'`);
  for (let round = 0; round < ROUNDS; round += 1) {
    jobs = [];
    await times(OF_ROUND, say);
    const made = await times(OF_ROUND, async (n) => {
      const start = new Date(
        (Math.ceil(Date.now() / 300_000) + 300 + slots++) * 300_000,
      ).toISOString();
      const venueId = showId('venue', CANARY_VENUE);
      const place = newBookingSchema.parse({ venueId, start, partySize: 2, customer });
      const { id } = await book(deps, { ...caller, scopes: [...caller.scopes] }, place);
      const booking = readId('booking', id);
      if (booking === undefined) throw new Error('no id');
      // Every fourth one is left open by a run that does not end.
      if (n % 4 > 0) await actOnBooking(deps, caller, booking, 'cancel');
      return booking;
    });
    await postgres.rows(`update conversations set last_message_at = now() - interval '2 hours'
                          where workspace_id = '${CANARY_WORKSPACE}'`);
    await postgres.rows(`update bookings set created_at = now() - interval '2 hours'
                          where workspace_id = '${CANARY_WORKSPACE}'`);
    const late = jobs.slice();
    await Promise.all([
      times(4, () => foldMessages(deps, late)),
      times(4, () => planUnplanned(deps, { bookings: made, conversations: [] })),
      times(6, sweep),
      times(3, make),
      times(3, say),
      sweepEmotions(deps, '0 seconds'),
      ...made.slice(0, 8).map((id) => actOnBooking(deps, caller, id, 'cancel').catch(() => {})),
    ]);
    // A sweep skips what another one has locked.
    for (let n = 0; n < 4; n += 1) await sweep();
  }
  await sweepEmotions(deps, '0 seconds');
  expect(await differingStatistics(postgres)).toEqual([]);

  await postgres.rows(`update conversations set last_message_at = now() - interval '2 hours'`);
  for (let n = 0; n < 30; n += 1) await sweep();
  expect(await bookings()).toEqual([]);
  expect(
    await postgres.rows(`
      select count(*) from messages union all select count(*) from pending_messages
      union all select count(*) from booking_events union all select count(*) from allocations
      union all select count(*) from conversation_moods union all select count(*) from due_moods
      union all select count(*) from workspace_emotions union all select count(*) from jobs`),
  ).toEqual(Array(8).fill({ count: '0' }));
  const [deadlocks] = await postgres.rows<{ deadlocks: number }>(
    `select deadlocks::int from pg_stat_database where datname = 'maitred'`,
  );
  expect(deadlocks?.deadlocks).toBe(0);
}, 240_000);
