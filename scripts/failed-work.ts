import { retrySetApart } from '../src/emotions/store.ts';
import { openDatabaseForScript } from '../src/platform/database.ts';
import { retryFailedWork, selectFailedWork } from '../src/platform/failed-work/store.ts';
import { runOnDatabase } from './run-on-database.ts';

// `npm run failed-work` lists the bookings, conversations, venues and jobs that the sweeps have set
// apart. With `-- --retry` the next sweep tries all of them again, and the messages whose emotions the
// classifier has failed to read.

/** How many messages one statement makes pending again. */
const MESSAGES = 1000;

await runOnDatabase('whose failed work to list', async (url) => {
  const database = openDatabaseForScript({ url, timeoutMs: 60_000 });
  if (process.argv.includes('--retry')) {
    const retried = await database.run(retryFailedWork, { now: Date.now() });
    console.log(`The next sweep tries ${retried.length} subject(s) again.`);
    let messages = 0;
    // A statement leaves out messages that are locked, so it may retry fewer although more are left.
    for (let last = MESSAGES; last > 0; messages += last) {
      const [row] = await database.run(retrySetApart, { limit: MESSAGES });
      last = row?.retried ?? 0;
    }
    console.log(`The emotions of ${messages} message(s) that were set apart are read again.`);
    return;
  }
  const failed = await database.run(selectFailedWork, { limit: 1000 });
  for (const row of failed) console.log(JSON.stringify(row));
  console.log(`${failed.length} subject(s) set apart or failed in the last seven days.`);
});
