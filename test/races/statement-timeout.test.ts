import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../../scripts/local/postgres-cluster.ts';
import { migrate } from '../../scripts/migrate.ts';
import { openMigrationSession } from '../../scripts/migrations/migration-session.ts';
import { openDatabase, openDatabaseForScript } from '../../src/platform/database.ts';
import { LONGEST_STATEMENT_MS } from '../../src/platform/longest-statement.ts';
import { statement } from '../support/sql-statement.ts';

const closers: (() => Promise<void>)[] = [];
let url: string;
let limits: readonly string[];

beforeAll(async () => {
  const cluster = await startPostgresCluster();
  closers.unshift(() => cluster.stop());
  const open = async () => {
    const backend = openPostgresBackend({ connectionString: cluster.connectionString, max: 2 });
    const endpoint = await startNeonEndpoint({ backend });
    closers.unshift(async () => {
      await endpoint.close();
      await backend.close();
    });
    return endpoint.connectionString;
  };
  const migrating = await open();
  await migrate(migrating);
  const [row] = await openMigrationSession(migrating).transaction('read', [
    { text: 'select rolconfig from pg_roles where rolname = current_user' },
  ]);
  limits = z.object({ rolconfig: z.array(z.string()) }).parse(row).rolconfig;
  // A shorter limit than that of the role, so that the tests need not wait.
  await openMigrationSession(migrating).transaction('shorten', [
    { text: `alter role current_user set statement_timeout = '300ms'` },
  ]);
  url = await open();
});
afterAll(async () => {
  for (const close of closers) await close();
});

const sleep = statement(sql`select pg_sleep(1)::text as done`, z.object({ done: z.string() }));
const options = () => ({ url, timeoutMs: 20_000 });

describe('the statement_timeout of the role', () => {
  it('is set by migrate', () => {
    expect(limits).toContain(`statement_timeout=${LONGEST_STATEMENT_MS}ms`);
  });

  it('ends a statement of the Worker', async () => {
    await expect(openDatabase(options()).run(sleep, {})).rejects.toMatchObject({ code: '57014' });
  });

  it('does not end a statement of a script or of migrate', async () => {
    expect(await openDatabaseForScript(options()).run(sleep, {})).toEqual([{ done: '' }]);
    const session = openMigrationSession(url);
    expect(await session.transaction('sleep', [{ text: 'select pg_sleep(1)::text as d' }])).toEqual(
      [{ d: '' }],
    );
  });

  it('applies to no script, because each opens the database for scripts', () => {
    const folder = fileURLToPath(new URL('../../scripts', import.meta.url));
    const limited = globSync('**/*.ts', { cwd: folder }).filter((file) =>
      /\b(openDatabase|neon)\(/.test(readFileSync(`${folder}/${file}`, 'utf8')),
    );
    // These two begin each transaction with the statement that removes the limit.
    expect(limited.sort()).toEqual(['migrations/migration-session.ts', 'sql-for-script.ts']);
  });
});
