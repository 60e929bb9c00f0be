import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { runOnDatabase } from './run-on-database.ts';
import { sqlForScript } from './sql-for-script.ts';
import { exportWorkspace } from './workspaces/export-workspace.ts';

// `npm run workspaces:export -- --workspace-id … --file …` writes everything that a workspace has into a
// file of JSON lines: {"table": …, "row": …}.

const { values } = parseArgs({
  options: { 'workspace-id': { type: 'string' }, file: { type: 'string' } },
});
const { 'workspace-id': workspace, file } = values;
if (workspace === undefined || file === undefined) {
  console.error('Name the workspace with --workspace-id, and a new file with --file.');
  process.exit(2);
}
await runOnDatabase('of the deployed Worker', async (url) => {
  // The file must not exist yet, and only its owner may read it.
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  await once(out, 'open');
  const counts = await exportWorkspace(sqlForScript(url), workspace, async (line) => {
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
  });
  out.end();
  await once(out, 'close');
  console.log(JSON.stringify(counts));
});
