import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import type { RealPostgres } from './real-postgres.ts';

/** A database whose clock is set by hand. */
export interface OwnClock {
  readonly database: Database;
  /** Milliseconds since 1970. */
  set(at: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a second connection to the database, with a clock that is set by hand: a schema that comes
 * before PostgreSQL's in the search path has functions `now()` and `clock_timestamp()`. The
 * database and the test therefore have the same time, and weeks can pass at once: the expiry of
 * holds, the times of events and the checks for no-shows use the same clock as the reminders.
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
    -- Column defaults were bound to PostgreSQL's clock when their tables were created.
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
    -- These tests do not crash the server, so commits do not have to wait for the disk.
    alter role current_user set synchronous_commit = off;
    set synchronous_commit = off;`);
  // The settings of a role apply to connections that are opened later.
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
