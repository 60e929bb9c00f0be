import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { createOperatorsKey } from '../create-first-key.ts';
import type { SqlBackend } from '../local/sql-backend.ts';
import { createAgenda } from './agenda.ts';
import { createChance } from './chance.ts';
import { addVisitsAndTalks } from './conversations.ts';
import { openDemoApi } from './demo-api.ts';
import { eveningTime } from './evening-time.ts';
import { writeOperations } from './operations.ts';
import { addRequestsAndSeries, DAYS_AROUND, drawOtherDays } from './other-days.ts';
import { inOwnTime, type OwnTime } from './own-time.ts';
import { addThisEvening } from './this-evening.ts';
import { makeVenue } from './venue.ts';
import type { Demo } from './visits.ts';
import { addNotes, addWebhooks } from './webhooks.ts';

export interface DemoOptions {
  /** The database itself, which must be empty and have one session. */
  readonly backend: SqlBackend;
  /** The same database behind Neon's protocol. */
  readonly databaseUrl: string;
  readonly keySecret: string;
  readonly publicUrl: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly seed?: number;
}

export interface MadeDemo {
  /** A key with every scope but `operator`. */
  readonly key: string;
  /** A key with every scope, which also shows the operations of the platform. */
  readonly operatorKey: string;
  /** What was made, in one line. */
  readonly line: string;
}

/** The name of the workspace that the demo is made in. */
export const DEMO_WORKSPACE = 'demo';
const OF_WORKSPACE = SCOPES.filter((scope) => scope !== 'operator');
/** Bookings were made so many days before the first day. */
const DAYS_BEFORE = 6;

/**
 * Fills the workspace `demo` with a restaurant in the middle of its evening, and with what led to it:
 * weeks of bookings, talks, webhooks and measurements. All of it is made by the service, at the time at
 * which it would have happened. The same `now` and `seed` make the same.
 */
export function makeDemo(options: DemoOptions): Promise<MadeDemo> {
  const begins = eveningTime(options.now).on(-DAYS_AROUND - DAYS_BEFORE, '09:00');
  return inOwnTime(options.backend, begins, (own) => makeIn(own, options));
}

async function makeIn(own: OwnTime, options: DemoOptions): Promise<MadeDemo> {
  const { databaseUrl, keySecret, publicUrl, now, seed = 1 } = options;
  const time = eveningTime(now);
  const chance = createChance(seed);
  const signed = { databaseUrl, keySecret };
  const { key, workspaceId } = await createOperatorsKey({
    ...{ ...signed, workspace: DEMO_WORKSPACE, name: 'npm run dev', scopes: OF_WORKSPACE },
  });
  const operator = await createOperatorsKey({
    ...{ ...signed, workspace: { id: workspaceId }, name: 'npm run dev, operator' },
    scopes: SCOPES,
  });
  const api = openDemoApi({
    ...{ ...signed, publicUrl, now: own.now, random: chance.next },
  });
  const staff = api.client(key);
  const assistant = await staff.createKey({
    body: {
      name: 'The chat assistant',
      scopes: ['messages:write', 'messages:read', 'bookings:write', 'bookings:read'],
    },
  });
  const venue = await makeVenue(staff, time);
  const agenda = createAgenda(now);
  const demo: Demo = {
    ...{ time, chance, agenda, venue, staff, assistant: api.client(assistant.key) },
  };
  addWebhooks(demo);
  const visits = [...drawOtherDays(demo), ...addThisEvening(demo)];
  addVisitsAndTalks(demo, visits);
  addRequestsAndSeries(demo);
  addNotes(demo);
  await agenda.play(own, api);
  const lights = await writeOperations(api, workspaceId, time, seed);
  return { key, operatorKey: operator.key, line: describe() };

  function describe(): string {
    return `Demo: Chez Maitred, where it is evening (${time.timeZone}), with ${visits.length} bookings, a week of conversations and a slow hour of the database (${lights.join(', ')}).`;
  }
}
