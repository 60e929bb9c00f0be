import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeMigrated, migrate } from '../../scripts/migrate.ts';
import { explainKeptDatabase } from '../../scripts/migrations/kept-database.ts';
import { readMigrations } from '../../scripts/migrations/migration-files.ts';
import { MigrationRefused } from '../../scripts/migrations/migration-refused.ts';
import { copyDrizzle, type DrizzleCopy } from './drizzle-copy.ts';
import { type LocalDatabase, openLocalDatabase } from './local-database.ts';

const ISO = 'functions/platform/iso.sql';

let database: LocalDatabase;
let copy: DrizzleCopy;
beforeAll(async () => {
  database = await openLocalDatabase();
});
afterAll(() => database?.close());
beforeEach(() => {
  copy = copyDrizzle();
});
afterEach(() => copy.delete());

/** The transaction that last wrote each function of the project: it changes when one is replaced. */
const writers = () =>
  database.run(`select proname, xmin::text from pg_proc
                 where pronamespace = 'public'::regnamespace and proname like '%\\_v_' order by 1`);
const records = () =>
  database.run(`select file, hash from drizzle.maitred_functions
                union all select created_at::text, hash from drizzle.__drizzle_migrations
                order by 1`);

const refusal = async (): Promise<MigrationRefused> => {
  const error: unknown = await migrate(database.url, copy.folder).catch((thrown) => thrown);
  if (error instanceof MigrationRefused) return error;
  throw new Error('it was not refused', { cause: error });
};

/** Runs `migrate` on the changed copy and expects that it leaves the database as it was. */
async function expectRefused(reason: string, message: RegExp): Promise<void> {
  const before = [await writers(), await records()];
  const error = await refusal();
  expect([error.reason, error.message]).toEqual([reason, expect.stringMatching(message)]);
  expect([await writers(), await records()]).toEqual(before);
}

const migrateAsItIs = async () => void (await migrate(database.url));

describe('a migrated database', () => {
  beforeEach(migrateAsItIs);

  it('does not change when no file has changed', async () => {
    const before = await writers();
    expect(before.length).toBeGreaterThan(40);
    expect(await migrate(database.url)).toEqual({ migrations: [], functions: [], leftovers: [] });
    expect(await writers()).toEqual(before);
  });

  it('gets only the edited function again', async () => {
    const before = await writers();
    copy.replace(ISO, 'HH24:MI:SS.MS', 'HH24:MI:SS.US');
    expect((await migrate(database.url, copy.folder)).functions).toEqual(['platform/iso.sql']);
    expect(await database.run(`select iso_v1('2026-01-02T03:04:05Z')`)).toEqual([
      { iso_v1: '2026-01-02T03:04:05.000000Z' },
    ]);
    const changed = (await writers()).filter((row, at) => row !== before[at]);
    const old = new Set(before.map((row) => JSON.stringify(row)));
    expect(changed.filter((row) => !old.has(JSON.stringify(row)))).toMatchObject([
      { proname: 'iso_v1' },
    ]);
    expect((await migrate(database.url)).functions).toEqual(['platform/iso.sql']);
  });

  it('gets functions that refer to functions of later files', async () => {
    copy.write(
      'functions/a-first.sql',
      'create or replace function first_v1() returns int language sql as $$ select last_v1() $$;',
    );
    copy.write(
      'functions/z-last.sql',
      'create or replace function last_v1() returns int language sql as $$ select 1 $$;',
    );
    expect((await migrate(database.url, copy.folder)).functions).toEqual([
      'a-first.sql',
      'z-last.sql',
    ]);
    await database.run('drop function first_v1(), last_v1()');
  });
});

describe('migrate refuses, and leaves the database as it was', () => {
  beforeEach(migrateAsItIs);

  it('a function that reads an unknown column', async () => {
    copy.replace('functions/bookings/pacing.sql', 'sum(b.party_size)', 'sum(b.gone_size)');
    copy.replace(ISO, 'HH24:MI:SS.MS', 'HH24:MI:SS.US');
    await expectRefused(
      'failed_statement',
      /^Applying functions\/bookings\/pacing.sql, functions\/platform\/iso.sql failed and was rolled back: function pacing_v1: column b.gone_size does not exist \(SQLSTATE 42703\)/,
    );
  });

  it('a PL/pgSQL function with a syntax error', async () => {
    copy.replace('functions/bookings/lock-venue.sql', '  return v;\n', '  retrun v;\n');
    await expectRefused(
      'failed_statement',
      /function lock_venue_v1: syntax error at or near "retrun"/,
    );
  });

  it('an edited migration', async () => {
    copy.replace('0000_baseline.sql', "('seat', '{confirmed}'", "('seat', '{held,confirmed}'");
    await expectRefused('edited_migration', /^0000_baseline\.sql was edited after it had been/);
  });

  it('a migration that fails, with the functions that came with it', async () => {
    copy.addMigration('0001_broken', 'create table a ()--> statement-breakpoint\nselect no_such()');
    copy.replace(ISO, 'HH24:MI:SS.MS', 'HH24:MI:SS.US');
    await expectRefused('failed_statement', /^0001_broken\.sql failed and was rolled back: /);
    expect(await database.run(`select to_regclass('a') as a`)).toEqual([{ a: null }]);
  });

  it('a function file that could not be applied twice', async () => {
    copy.replace(ISO, 'create or replace function', 'create function');
    await expectRefused('invalid_file', /platform\/iso\.sql does not begin with/);
  });
});

// These tests apply migrations, so each of them begins and ends with an empty database.
describe('a separate database', () => {
  beforeEach(() => database.empty());
  afterEach(() => database.empty());

  it('names functions that are in no file, until a migration drops them', async () => {
    copy.write(
      'functions/spare.sql',
      'create or replace function spare_v1() returns int language sql as $$ select 1 $$;',
    );
    expect((await migrate(database.url, copy.folder)).leftovers).toEqual([]);
    copy.remove('functions/spare.sql');
    const migrated = await migrate(database.url, copy.folder);
    expect(migrated).toEqual({ migrations: [], functions: [], leftovers: ['spare_v1'] });
    expect(describeMigrated(migrated)).toContain(
      'In the database but in no file of drizzle/functions: spare_v1. Drop them in a new migration.',
    );
    copy.addMigration('0001_drop', 'drop function spare_v1()');
    expect(await migrate(database.url, copy.folder)).toEqual({
      migrations: ['0001_drop'],
      functions: [],
      leftovers: [],
    });
  });

  it('checks unchanged functions too, when a migration has changed their table', async () => {
    await migrate(database.url);
    copy.addMigration('0001_rename', 'alter table bookings rename party_size to gone_size');
    // The migration stays applied, so a second run must not pass over the broken function.
    for (const _ of [1, 2]) {
      await expect(migrate(database.url, copy.folder)).rejects.toThrow(
        /^Checking the SQL functions failed.* function pacing_v1: column b.party_size does/,
      );
    }
  });

  it('two runs at the same time apply a migration once', async () => {
    await migrate(database.url);
    copy.addMigration('0001_rows', `insert into booking_acts values ('repaint', '{}', null)`);
    copy.addMigration('0002_delete', `delete from booking_acts where act = 'repaint'`);
    const runs = await Promise.allSettled([
      migrate(database.url, copy.folder),
      migrate(database.url, copy.folder),
    ]);
    expect(runs.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(runs.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: {
        message: expect.stringMatching(
          /^0001_rows\.sql failed and was rolled back: another run of migrate has just applied it/,
        ),
      },
    });
    expect(
      await database.run(`select count(*)::int as n from drizzle.__drizzle_migrations`),
    ).toEqual([{ n: readMigrations(copy.folder).length }]);
  });

  it('explains how to start with an empty database when the kept one is of an older version', async () => {
    // The records of the thirteen migrations before the baseline.
    await database.run(
      'create schema drizzle',
      `create table drizzle.__drizzle_migrations (
         id serial primary key, hash text not null, created_at bigint)`,
      `insert into drizzle.__drizzle_migrations (hash, created_at)
       select 'x', 1795466085791 + n from generate_series(0, 12) n`,
    );
    const error: unknown = await migrate(database.url).catch((thrown) => thrown);
    expect(error).toMatchObject({ reason: 'unknown_migrations' });
    expect(explainKeptDatabase(error, '.wrangler/dev')).toMatchObject({
      message: expect.stringMatching(
        /^The data in \.wrangler\/dev was made by another version.*rm -rf \.wrangler\/dev && npm run dev.*13 migration\(s\)/s,
      ),
    });
    const fault = new Error('something else');
    expect(explainKeptDatabase(fault, '.wrangler/dev')).toBe(fault);
  });
});
