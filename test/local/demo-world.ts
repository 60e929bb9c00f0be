import { openDemoApi } from '../../scripts/demo/demo-api.ts';
import { type MadeDemo, makeDemo } from '../../scripts/demo/make-demo.ts';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { type DatabaseCopy, openPgliteBackend } from '../../scripts/local/pglite-backend.ts';
import { migrate } from '../../scripts/migrate.ts';
import { type Client, eachItem } from '../../src/client/index.ts';

const KEY_SECRET = 'a-secret-of-these-tests-only-0123456789';

/** A made demo, and the API on its database at the time of the demo. */
export interface DemoWorld {
  readonly made: MadeDemo;
  readonly now: number;
  /** With a key of the workspace, and with the operator's. */
  readonly staff: Client;
  readonly operator: Client;
  /** Runs SQL and returns the rows, whose values are text. */
  rows(sql: string): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

let migrated: Promise<DatabaseCopy> | undefined;

async function migratedCopy(): Promise<DatabaseCopy> {
  const backend = await openPgliteBackend({});
  const endpoint = await startNeonEndpoint({ backend });
  await migrate(endpoint.connectionString);
  await endpoint.close();
  const copy = await backend.copy();
  await backend.close();
  return copy;
}

/** Makes the demo in an embedded database of its own. */
export async function openDemoWorld(now: number): Promise<DemoWorld> {
  migrated ??= migratedCopy();
  const backend = await openPgliteBackend({ copy: await migrated });
  const endpoint = await startNeonEndpoint({ backend });
  const databaseUrl = endpoint.connectionString;
  const to = { databaseUrl, keySecret: KEY_SECRET, publicUrl: 'http://127.0.0.1:8787' };
  const made = await makeDemo({ ...to, backend, now });
  const api = openDemoApi({ ...to, now: () => now, random: () => 0.5 });
  return {
    ...{ made, now, staff: api.client(made.key), operator: api.client(made.operatorKey) },
    async rows(query) {
      const [result] = await backend.run([{ query, params: [] }]);
      return (result?.rows ?? []).map((row) => [...row]);
    },
    async close() {
      await endpoint.close();
      await backend.close();
    },
  };
}

/**
 * What a demo has, without what differs each time: ids, references, and what is drawn by the service.
 * Lists of the service are in the order of random ids where times are equal, so they are sorted.
 */
export async function contentOf({ staff }: DemoWorld) {
  const [venue] = (await staff.listVenues()).data;
  const customers = (await all(eachItem(staff.listCustomers, { limit: 100 }))).sort(byId);
  const bookings = [];
  for (const { id } of customers) {
    for (const booking of (await staff.listBookings({ customer: id, limit: 100 })).data) {
      const { customerId, state, start, end, partySize, resources, late, conversationId } = booking;
      const tables = resources.map(({ name }) => name);
      bookings.push({ customerId, state, start, end, partySize, tables, late, conversationId });
    }
  }
  const conversations = (await all(eachItem(staff.listConversations, { limit: 100 }))).sort(byId);
  bookings.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  return { timeZone: venue?.timeZone, customers, bookings, conversations };
}

const byId = (a: { readonly id: string }, b: { readonly id: string }) => a.id.localeCompare(b.id);

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
