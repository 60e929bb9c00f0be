import {
  analyzeStatistics,
  rebuildStatistics,
  selectWorkspaces,
} from '../src/emotions/statistics/store.ts';
import { openDatabaseForScript } from '../src/platform/database.ts';
import { runOnDatabase } from './run-on-database.ts';

// `npm run rebuild-statistics` recomputes every workspace's statistics from its messages, and prints
// how many rows were wrong.

await runOnDatabase('whose statistics to rebuild', async (url) => {
  const database = openDatabaseForScript({ url, timeoutMs: 10 * 60_000 });
  for (const { id } of await database.run(selectWorkspaces, {})) {
    const [row] = await database.run(rebuildStatistics, { workspace: id });
    console.log(id, JSON.stringify(row?.report));
  }
  await database.run(analyzeStatistics, {});
});
