import { expect, it } from 'vitest';
import { setApart } from '../../src/platform/failed-work/set-apart.ts';
import { retryFailedWork } from '../../src/platform/failed-work/store.ts';
import { sql } from '../support/sql.ts';
import { testDeps } from '../support/workspace.ts';

const MINUTE_MS = 60_000;

it('a subject is set apart for 1, 2, 4 … minutes, at most 6 hours, and each failure is counted', async () => {
  const subject = crypto.randomUUID();
  const logged: unknown[] = [];
  const log = { info() {}, warn() {}, error: (_: string, fields: unknown) => logged.push(fields) };
  const { database } = testDeps();
  const now = Date.now();
  const deps = {
    database,
    log: { ...log, error: (e: string, f?: object) => void log.error(e, f) },
  };
  const minutes: number[] = [];
  for (let n = 1; n <= 11; n += 1) {
    await setApart({ ...deps, now: () => now }, 'plan_booking', [{ subject, reason: 'fault' }]);
    const [row] = await sql`
      select failures, reason, (extract(epoch from retry_at) * 1000)::float8 as until
        from failed_work where work = 'plan_booking' and subject = ${subject}::uuid`;
    expect([row?.['failures'], row?.['reason']]).toEqual([n, 'fault']);
    minutes.push(Math.round((row?.['until'] - now) / MINUTE_MS));
  }
  expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
  expect(logged.at(-1)).toMatchObject({ work: 'plan_booking', subject, failures: 11 });
  // An operator can have it tried again at once.
  await database.run(retryFailedWork, { now });
  const [row] = await sql`select retry_at <= to_timestamp(${now / 1000}) as due from failed_work
                           where subject = ${subject}::uuid`;
  expect(row).toEqual({ due: true });
});
