import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createSigner } from '../src/platform/auth/key.ts';
import { SCOPES } from '../src/platform/auth/scopes.ts';
import { ringOf } from '../src/platform/secret-ring.ts';
import { createFirstKey, workspaceNamed } from './create-first-key.ts';
import { parseDatabaseUrl } from './database-url.ts';
import { deleteUnfinishedDemo, fillNewDatabase } from './demo/fill-new-database.ts';
import { DEMO_WORKSPACE } from './demo/make-demo.ts';
import { standInForReceivers } from './demo/receivers.ts';
import { type NeonEndpoint, startNeonEndpoint } from './local/neon-endpoint.ts';
import { startOutboundProxy } from './local/outbound-proxy.ts';
import { openPgliteBackend } from './local/pglite-backend.ts';
import { openPostgresBackend } from './local/postgres-backend.ts';
import type { SqlBackend } from './local/sql-backend.ts';
import { onNpmGone } from './local/watch-parent.ts';
import { startWranglerDev, untilHealthy } from './local/wrangler-dev.ts';
import { describeMigrated, migrate } from './migrate.ts';
import { explainKeptDatabase } from './migrations/kept-database.ts';

// `npm run dev`: runs the whole service on this machine, without any other service.

const KEPT = '.wrangler/dev';
const DEMO = '.wrangler/demo.json';
const DEMO_SCOPES = SCOPES.filter((scope) => scope !== 'operator');
const USAGE = `Usage: npm run dev [-- [--empty] [--allow-loopback-webhooks]]

  --empty                    make no demo data in a new embedded database
  --allow-loopback-webhooks  accept webhooks to http(s)://127.0.0.1, [::1] and localhost
  PORT=3000                  listen on another port than 8787
  DATABASE_URL=postgres://…  use this PostgreSQL instead of the embedded one`;

/** What is kept in DEMO besides the URL. */
const keysSchema = z.object({ key: z.string(), operatorKey: z.string().optional() });
type Keys = z.infer<typeof keysSchema>;

const port = readPort();
const url = `http://127.0.0.1:${port}`;
const closing: (() => unknown)[] = [];

let stopping: Promise<never> | undefined;

await main().catch(async (error: unknown) => {
  // While the process is stopping, `main` fails because its servers were closed. That error is not
  // printed.
  if (stopping === undefined) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  }
  await stop(1);
});

async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop(0));
  }
  onNpmGone(() => void stop(0));
  const { empty, 'allow-loopback-webhooks': allowLoopback } = readSwitches();
  await refuseTakenPort();
  mkdirSync(KEPT, { recursive: true });
  lockKeptData();

  const { endpoint, embedded } = await startDatabase();
  const proxy = await startOutboundProxy(embedded && standInForReceivers);
  closing.push(() => proxy.close());
  const secret = keptSecret();
  if (embedded !== undefined && !empty) await makeDemoIn(embedded, endpoint, secret);
  const variables = `${KEPT}/variables.env`;
  const lines = [
    `DATABASE_URL="${endpoint.connectionString}"`,
    `KEY_SECRET="${secret}"`,
    `PUBLIC_URL="${url}"`,
    // Email is written to files, whose paths the runtime prints.
    'EMAIL_FROM="bookings@maitred.example"',
    `OUTBOUND_PROXY_URL="${proxy.url}"`,
    `ALLOW_LOOPBACK_WEBHOOKS="${allowLoopback}"`,
  ];
  writeFileSync(variables, `${lines.join('\n')}\n`, { mode: 0o600 });
  await startWorker(variables);

  const keys = (await keptKeys(secret)) ?? {
    key: await createFirstKey({
      databaseUrl: endpoint.connectionString,
      keySecret: secret,
      workspace: await workspaceNamed(endpoint.connectionString, DEMO_WORKSPACE),
      name: 'npm run dev',
      scopes: DEMO_SCOPES,
    }),
  };
  writeKeys(keys);
  const { key, operatorKey } = keys;
  const operator =
    operatorKey === undefined ? '' : `\noperator's key, for the whole platform: ${operatorKey}`;
  console.log(`
Maitred is running at ${url}. The API reference is at ${url}/docs.
Console: ${url}/console/
key: ${key}${operator}

Store a message:

curl ${url}/v1/conversations/hello/messages \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '{"role":"customer","text":"A table for two at seven, please!"}'

Play a restaurant's evening, in another shell: npm run evening

The key can do everything in the workspace "demo". ${DEMO} holds it, with the URL.
Webhooks to this machine: ${allowLoopback ? 'accepted' : 'refused (npm run dev -- --allow-loopback-webhooks accepts them)'}.
Data is kept in ${KEPT} between runs. To start anew: stop, then rm -r ${KEPT}
Ctrl-C stops.
`);
  fireCron();
  const minutely = setInterval(fireCron, 60_000);
  closing.push(() => clearInterval(minutely));
}

function readPort(): number {
  const text = process.env['PORT'] ?? '8787';
  const given = z.coerce.number().int().min(1).max(65_535).safeParse(text).data;
  if (given !== undefined) return given;
  console.error(`PORT must be a number from 1 to 65535, not ${JSON.stringify(text)}.`);
  process.exit(2);
}

function readSwitches() {
  try {
    const isOff = { type: 'boolean', default: false } as const;
    return parseArgs({ options: { empty: isOff, 'allow-loopback-webhooks': isOff } }).values;
  } catch {
    throw new Error(USAGE);
  }
}

async function refuseTakenPort(): Promise<void> {
  const probe = createServer();
  const taken = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(true));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)));
  });
  if (taken) {
    throw new Error(`Port ${port} is taken. Choose another: PORT=${port + 1} npm run dev`);
  }
}

/** Refuses a second `npm run dev`: two servers would damage the data folder. */
function lockKeptData(): void {
  const file = `${KEPT}/pid`;
  if (existsSync(file)) {
    const pid = Number(readFileSync(file, 'utf8'));
    if (isRunning(pid)) throw new Error(`npm run dev is already running here (process ${pid}).`);
  }
  writeFileSync(file, String(process.pid));
  closing.push(() => rmSync(file, { force: true }));
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** `embedded` is undefined with DATABASE_URL. */
async function startDatabase(): Promise<{ endpoint: NeonEndpoint; embedded?: SqlBackend }> {
  const given = process.env['DATABASE_URL'];
  if (given === undefined) deleteUnfinishedDemo(KEPT);
  const backend =
    given === undefined
      ? await openPgliteBackend({ dataDir: `${KEPT}/database` })
      : await openGivenDatabase(given);
  closing.push(() => backend.close());
  const endpoint = await startNeonEndpoint({ backend });
  closing.push(() => endpoint.close());
  const migrated = await migrate(endpoint.connectionString).catch((error: unknown) => {
    throw given === undefined ? explainKeptDatabase(error, KEPT) : error;
  });
  const name = given === undefined ? 'the embedded PostgreSQL' : 'the given PostgreSQL';
  console.log(`Database: ${name}, ${describeMigrated(migrated)}`);
  return given === undefined ? { endpoint, embedded: backend } : { endpoint };
}

/** Makes demo data in the embedded database, if it is new. */
async function makeDemoIn(
  backend: SqlBackend,
  { connectionString }: NeonEndpoint,
  keySecret: string,
): Promise<void> {
  const options = { databaseUrl: connectionString, keySecret, publicUrl: url, now: Date.now() };
  const made = await fillNewDatabase(KEPT, { backend, ...options });
  if (made === undefined) return;
  const { key, operatorKey, line } = made;
  writeKeys({ key, operatorKey });
  console.log(line);
}

function writeKeys(keys: Keys): void {
  writeFileSync(DEMO, `${JSON.stringify({ url, ...keys }, null, 2)}\n`, { mode: 0o600 });
}

/** Opens the PostgreSQL of DATABASE_URL, and throws an error at once when it does not answer. */
async function openGivenDatabase(connectionString: string): Promise<SqlBackend> {
  const { host } = parseDatabaseUrl(connectionString);
  const backend = openPostgresBackend({ connectionString });
  await backend.run([{ query: 'select 1', params: [] }]).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`No database answered at ${host}: ${reason}. Check DATABASE_URL.`);
  });
  return backend;
}

function keptSecret(): string {
  const file = `${KEPT}/secret`;
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

async function startWorker(variables: string): Promise<void> {
  const wrangler = startWranglerDev({ port, envFile: variables });
  closing.push(() => wrangler.stop());
  void wrangler.ended.then(() => {
    if (stopping === undefined)
      console.error('\nwrangler dev has ended. The lines above show the reason.');
    return stop(1);
  });
  await untilHealthy(url, wrangler);
}

/** The keys of the last run, if they are valid with this database and secret and have all scopes. */
async function keptKeys(secret: string): Promise<Keys | undefined> {
  if (!existsSync(DEMO)) return undefined;
  const demo = keysSchema.safeParse(JSON.parse(readFileSync(DEMO, 'utf8'))).data;
  if (demo === undefined) return undefined;
  const caller = await createSigner(ringOf(secret)).verify(demo.key);
  if (!DEMO_SCOPES.every((scope) => caller?.scopes.includes(scope))) return undefined;
  const headers = { Authorization: `Bearer ${demo.key}` };
  const { ok } = await fetch(`${url}/v1/conversations?limit=1`, { headers });
  return ok ? demo : undefined;
}

/**
 * Calls the scheduled handler once a minute, because `wrangler dev` fires no Cron Trigger by
 * itself.
 */
function fireCron(): void {
  fetch(`${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`).catch((error: unknown) =>
    console.error('cron:', error instanceof Error ? error.message : error),
  );
}

/**
 * Closes everything that was opened, in reverse order, and ends the process. Only the exit code of
 * the first call is used.
 */
function stop(code: number): Promise<never> {
  stopping ??= closeAll().then(() => process.exit(code));
  return stopping;
}

async function closeAll(): Promise<void> {
  for (let close = closing.pop(); close !== undefined; close = closing.pop()) {
    await Promise.resolve(close()).catch(() => {});
  }
}
