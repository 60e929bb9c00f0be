import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';
import type { SqlBackend } from '../local/sql-backend.ts';

/** The time of the work, and of the embedded database meanwhile. */
export interface OwnTime {
  /** Milliseconds since 1970. */
  now(): number;
  set(at: number): Promise<void>;
}

const defaultsSchema = z.array(z.tuple([z.string(), z.string(), z.string()]));

/** Column defaults are bound to PostgreSQL's clock when their tables are created. */
const CLOCK_DEFAULTS = `
  select table_name, column_name, column_default from information_schema.columns
   where table_schema = 'public' and column_default ~ '(now|clock_timestamp)\\('
   order by 1, 2`;

/** Functions that come before PostgreSQL's in the search path. */
const OWN_CLOCK = [
  'create schema clock',
  ...['now', 'clock_timestamp'].map(
    (name) => `create function clock.${name}() returns timestamptz language sql stable
      as $$ select current_setting('maitred.now')::timestamptz $$`,
  ),
];

/**
 * Does work while the clocks are set by hand, so that weeks pass at once. The statements and functions
 * of the service ask PostgreSQL for the time, so a schema with a clock of its own comes first in the
 * search path. New ids carry the time of the process, so the work gets its own from `Date.now`;
 * whatever else runs in this process has the system's. The database must have one session, which nobody
 * else uses meanwhile.
 */
export async function inOwnTime<Result>(
  backend: SqlBackend,
  startsAt: number,
  work: (time: OwnTime) => Promise<Result>,
): Promise<Result> {
  const isWork = new AsyncLocalStorage<boolean>();
  // The embedded PostgreSQL asks `Date.now` when a statement has taken too long, so that must not jump.
  const run = (query: string, ...params: string[]) =>
    isWork.run(false, async () => {
      const [result] = await backend.run([{ query, params }]);
      return result?.rows ?? [];
    });
  let clock = startsAt;
  const set = async (at: number) => {
    clock = at;
    await run(`select set_config('maitred.now', $1, false)`, new Date(at).toISOString());
  };
  const systemNow = Date.now;
  const defaults = defaultsSchema.parse(await run(CLOCK_DEFAULTS));
  await set(startsAt);
  for (const query of OWN_CLOCK) await run(query);
  for (const [table, column] of defaults) {
    await run(`alter table "${table}" alter column "${column}" set default clock.now()`);
  }
  await run('set search_path = clock, public, pg_catalog');
  Date.now = () => (isWork.getStore() === true ? clock : systemNow());
  try {
    return await isWork.run(true, () => work({ now: () => clock, set }));
  } finally {
    Date.now = systemNow;
    await run('reset search_path');
    for (const [table, column, text] of defaults) {
      await run(`alter table "${table}" alter column "${column}" set default ${text}`);
    }
    await run('drop schema clock cascade');
  }
}
