import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { LONGEST_STATEMENT_MS } from '../src/platform/longest-statement.ts';
import { applyFunctions, findLeftovers } from './migrations/apply-functions.ts';
import { readFunctions } from './migrations/function-files.ts';
import { dueMigrations, readMigrations } from './migrations/migration-files.ts';
import { MigrationRefused } from './migrations/migration-refused.ts';
import { openMigrationSession } from './migrations/migration-session.ts';

/** The folder with the project's migrations and functions. */
export const DRIZZLE_FOLDER = fileURLToPath(new URL('../drizzle', import.meta.url));

/**
 * The time limit for the first answer of a database. A suspended Neon compute takes about a second
 * to start.
 */
const FIRST_ANSWER_MS = 30_000;

/** What {@link migrate} has done. */
export interface Migrated {
  /** The tags of the versioned migrations that were applied. */
  readonly migrations: readonly string[];
  /** The function files that were applied. */
  readonly functions: readonly string[];
  /** Functions and triggers that are in the database but in no file. */
  readonly leftovers: readonly string[];
}

/**
 * Brings the database behind a Neon URL up to date: first the versioned migrations, each in one
 * transaction with the row that records it; then, in one transaction, each function file whose hash
 * has changed. docs/database.md describes the rules. It also sets two limits of the role: lock_timeout
 * limits how long a statement waits for a lock, and statement_timeout how long it runs. After that
 * time the request is answered with 503.
 * @throws MigrationRefused with a message for the person who runs it
 */
export async function migrate(databaseUrl: string, folder = DRIZZLE_FOLDER): Promise<Migrated> {
  const session = openMigrationSession(databaseUrl);
  const files = readMigrations(folder);
  const functions = readFunctions(folder);
  const recorded = recordedSchema.parse(
    await session.transaction('Reading the state of the database', READ_STATE, FIRST_ANSWER_MS),
  )[0].state;

  await session.transaction('Setting the limits of the role', [
    { text: `alter role current_user set lock_timeout = '3s'` },
    { text: `alter role current_user set statement_timeout = '${LONGEST_STATEMENT_MS}ms'` },
  ]);

  const due = dueMigrations(files, recorded.migrations);
  for (const { tag, statements, hash, when } of due) {
    await session.transaction(`${tag}.sql`, [
      refuseIfApplied(when),
      ...statements.map((text) => ({ text })),
      {
        text: 'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)',
        parameters: [hash, when],
      },
    ]);
  }
  const changed = functions.filter(({ file, hash }) => recorded.functions[file] !== hash);
  await applyFunctions(session, functions, changed);
  return {
    migrations: due.map(({ tag }) => tag),
    functions: changed.map(({ file }) => file),
    leftovers: await findLeftovers(session, functions),
  };
}

/** Two runs at the same time have read the same state. The second one must not repeat the first. */
const refuseIfApplied = (when: number) => ({
  text: `do $$
         begin
           lock table drizzle.__drizzle_migrations in share row exclusive mode;
           if exists (select from drizzle.__drizzle_migrations where created_at = ${when}) then
             raise exception 'another run of migrate has just applied it';
           end if;
         end
         $$`,
});

/**
 * drizzle.__drizzle_migrations is the table of drizzle's own migrator, with one row for each
 * versioned migration. It cannot record the function files, because such a file has no position in
 * the order of migrations and is applied with several hashes. The table maitred_functions has the
 * hash with which each file was last applied.
 */
const READ_STATE = [
  { text: 'create schema if not exists drizzle' },
  {
    text: `create table if not exists drizzle.__drizzle_migrations (
             id serial primary key, hash text not null, created_at bigint)`,
  },
  {
    text: `create table if not exists drizzle.maitred_functions (
             file text primary key, hash text not null)`,
  },
  {
    text: `select json_build_object(
             'migrations', (select coalesce(json_agg(json_build_object(
                                     'when', created_at, 'hash', hash) order by id), '[]')
                              from drizzle.__drizzle_migrations),
             'functions', (select coalesce(json_object_agg(file, hash), '{}')
                             from drizzle.maitred_functions)) as state`,
  },
];

const recordedSchema = z.tuple([
  z.object({
    state: z.object({
      migrations: z.array(z.object({ when: z.number(), hash: z.string() })),
      functions: z.record(z.string(), z.string()),
    }),
  }),
]);

/** What `npm run migrate` prints. */
export function describeMigrated({ migrations, functions, leftovers }: Migrated): string {
  const lines = [
    `${migrations.length} migration(s) and ${functions.length} function file(s) applied`,
  ];
  if (leftovers.length > 0) {
    lines.push(
      `In the database but in no file of drizzle/functions: ${leftovers.join(', ')}. ` +
        'Drop them in a new migration.',
    );
  }
  return lines.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = process.env['DATABASE_URL'];
  if (url === undefined) {
    console.error('Set DATABASE_URL to the Neon database to migrate.');
    process.exit(2);
  }
  try {
    console.log(describeMigrated(await migrate(url)));
  } catch (error) {
    if (!(error instanceof MigrationRefused)) throw error;
    console.error(error.message);
    process.exit(error.reason === 'unreachable' ? 2 : 1);
  }
}
