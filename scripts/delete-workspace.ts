import { parseArgs } from 'node:util';
import { runOnDatabase } from './run-on-database.ts';
import { sqlForScript } from './sql-for-script.ts';
import { deleteWorkspace } from './workspaces/delete-workspace.ts';

// `npm run workspaces:delete -- --workspace-id … --yes` deletes a workspace with everything that it has.
// A run that was interrupted is continued by the same command.

const { values } = parseArgs({
  options: { 'workspace-id': { type: 'string' }, yes: { type: 'boolean', default: false } },
});
const { 'workspace-id': workspace, yes } = values;
if (workspace === undefined || !yes) {
  console.error('Name the workspace with --workspace-id, and confirm with --yes. Export it first.');
  process.exit(2);
}
await runOnDatabase('of the deployed Worker', async (url) => {
  console.log(JSON.stringify(await deleteWorkspace(sqlForScript(url), workspace)));
});
