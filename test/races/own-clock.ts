import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import type { RealPostgres } from './real-postgres.ts';

/** A database whose time is set by hand. */
export interface OwnClock {
  readonly database: Database;
  /** Milliseconds since 1970. */
  set(at: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the database anew, with a clock of its own: `now()` and `clock_timestamp()` are found in a
 * schema that comes before PostgreSQL's. So weeks can pass in the database and around it alike, and
 * holds lapse, events are dated and no-shows are too early by the same clock as reminders fire.
 */
export async function openOwnClock(postgres: RealPostgres, startsAt: number): Promise<OwnClock> {
  await postgres.rows(`
    create schema clock;
    create table clock.hand (at timestamptz not null);
    insert into clock.hand values (to_timestamp(${startsAt / 1000}));
    create function clock.now() returns timestamptz language sql stable
      as 'select at from clock.hand';
    create function clock.clock_timestamp() returns timestamptz language sql volatile
      as 'select at from clock.hand';
    -- Defaults were bound to PostgreSQL's own clock when their tables were made.
    do $$
    declare c record;
    begin
      for c in select table_name, column_name from information_schema.columns
                where table_schema = 'public' and column_default ~ '(now|clock_timestamp)\\('
      loop
        execute format('alter table %I alter column %I set default clock.now()',
                       c.table_name, c.column_name);
      end loop;
    end $$;
    alter role current_user set search_path = clock, public, pg_catalog;
    -- No crash of the server is raced: commits need not wait for the disk.
    alter role current_user set synchronous_commit = off;
    set synchronous_commit = off;`);
  // Only connections that are opened from here on have it.
  const [server] = await postgres.rows<{ port: number }>('select inet_server_port() as port');
  const connectionString = `postgres://postgres@127.0.0.1:${server?.port}/maitred`;
  const backend = openPostgresBackend({ connectionString, max: 40 });
  const endpoint = await startNeonEndpoint({ backend });
  return {
    database: openDatabase({ url: endpoint.connectionString, timeoutMs: 60_000 }),
    async set(at) {
      await postgres.rows(`update clock.hand set at = to_timestamp(${at / 1000})`);
    },
    async close() {
      await endpoint.close();
      await backend.close();
    },
  };
}
