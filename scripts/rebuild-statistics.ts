import {
  analyzeStatistics,
  rebuildStatistics,
  selectWorkspaces,
} from '../src/emotions/statistics/store.ts';
import { openDatabase } from '../src/platform/database.ts';

// `npm run rebuild-statistics` recomputes every workspace's statistics from its messages, and prints
// how many rows were wrong.

const url = process.env['DATABASE_URL'];
if (url === undefined) {
  console.error('Set DATABASE_URL to the database whose statistics to rebuild.');
  process.exit(2);
}
const database = openDatabase({ url, timeoutMs: 10 * 60_000 });
for (const { id } of await database.run(selectWorkspaces, {})) {
  const [row] = await database.run(rebuildStatistics, { workspace: id });
  console.log(id, JSON.stringify(row?.report));
}
await database.run(analyzeStatistics, {});
