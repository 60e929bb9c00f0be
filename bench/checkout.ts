import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { makeDatabase } from './make-database.ts';

/** A statement of a checkout, as a pgbench script with the database that it needs. */
export interface Script {
  readonly database: string;
  readonly text: string;
}

/** A checkout with a PostgreSQL server of its own. */
export interface Checkout {
  readonly postgresPid: number;
  readonly scripts: Record<ScriptName, Script>;
  stop(): Promise<void>;
}

/** What is measured, in this order. */
export const SCRIPTS = {
  message: 'a message',
  hotConversation: 'a message, all in one conversation',
  rowUpdate: 'an update of the row of one conversation',
  booking: 'a booking',
  hotVenue: 'a booking, all at one venue',
} as const;
export type ScriptName = keyof typeof SCRIPTS;

const MESSAGES = 200_000;

/**
 * Starts a server for a checkout, and migrates and seeds its databases. The migrations, the data and
 * the statements are those of the checkout, which must have its packages installed. It must be version
 * 0.1.0 or a later one.
 */
export async function openCheckout(folder: string): Promise<Checkout> {
  const at = (path: string) => pathToFileURL(join(resolve(folder), path)).href;
  const { migrate }: typeof import('../scripts/migrate.ts') = await import(
    at('scripts/migrate.ts')
  );
  const { messages }: typeof import('./messages/workload.ts') = await import(
    at('bench/messages/workload.ts')
  );
  const { seedMessages }: typeof import('./messages/seed.ts') = await import(
    at('bench/messages/seed.ts')
  );
  const { bookings }: typeof import('./bookings/workload.ts') = await import(
    at('bench/bookings/workload.ts')
  );
  const { seedBookings }: typeof import('./bookings/seed.ts') = await import(
    at('bench/bookings/seed.ts')
  );
  const cluster = await startPostgresCluster({
    ...{ shared_buffers: '1GB', max_wal_size: '8GB', checkpoint_timeout: '30min' },
  });
  const make = (name: string, seed: (url: string) => Promise<void>) =>
    makeDatabase(cluster.connectionString, name, (url) => migrate(url), seed);
  const [stored, booked] = [
    await make('stored', (url) => seedMessages(url, MESSAGES)),
    await make('booked', (url) => seedBookings(url)),
  ];
  return {
    postgresPid: cluster.pid,
    scripts: {
      message: { database: stored, text: messages.script },
      hotConversation: { database: stored, text: onlyFirst(messages.script, 'conversation') },
      rowUpdate: { database: stored, text: await rowUpdate(stored) },
      booking: { database: booked, text: bookings.script },
      hotVenue: { database: booked, text: onlyFirst(bookings.script, 'venue') },
    },
    stop: () => cluster.stop(),
  };
}

/** The script with 0 in place of a random number. */
function onlyFirst(script: string, variable: string): string {
  const random = new RegExp(`^\\\\set ${variable} random.*$`, 'm');
  if (!random.test(script)) throw new Error(`the script has no random ${variable}`);
  return script.replace(random, `\\set ${variable} 0`);
}

/** Raises the last seq of one conversation, which every message of it does. */
async function rowUpdate(database: string): Promise<string> {
  const client = new pg.Client(database);
  await client.connect();
  const { rows } = await client.query<{ id: string }>(
    `select id from conversations where external_id = 'conversation-0'`,
  );
  await client.end();
  const [found] = rows;
  if (found === undefined) throw new Error('the database has no first conversation');
  return `update conversations set last_seq = last_seq + 1 where id = '${found.id}';\n`;
}
