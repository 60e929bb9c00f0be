import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDatabaseForScript } from '../src/platform/database.ts';
import { idSchema, readId, type WorkspaceId } from '../src/platform/ids.ts';
import { type LimitChange, LimitRefused, setLimits } from '../src/workspaces/limits/set-limits.ts';
import { runOnDatabase } from './run-on-database.ts';

const USAGE = `Usage: npm run limits:set -- --workspace-id wsp_… [--limit NAME --value NUMBER | --limit NAME --reset]

  --workspace-id wsp_…   the workspace; without --limit its limits are listed
  --limit NAME           the limit, for example venues or requests_per_minute
  --value NUMBER         its new value
  --reset                the default again`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { workspace, change } = readArguments(process.argv.slice(2));
  await runOnDatabase('of the deployed Worker', async (databaseUrl) => {
    const database = openDatabaseForScript({ url: databaseUrl, timeoutMs: 10_000 });
    const limits = await setLimits({ database }, workspace, change).catch((error: unknown) => {
      if (error instanceof LimitRefused) fail(error.message);
      throw error;
    });
    console.table(Object.fromEntries(limits.map(({ name, ...rest }) => [name, rest])));
  });
}

function readArguments(args: string[]): { workspace: WorkspaceId; change?: LimitChange } {
  const { values } = parseArgs({
    args,
    options: {
      'workspace-id': { type: 'string', default: '' },
      limit: { type: 'string' },
      value: { type: 'string' },
      reset: { type: 'boolean', default: false },
    },
  });
  const given = values['workspace-id'];
  // The log and SQL show the id as a UUID.
  const workspace = readId('workspace', given) ?? idSchema<'workspace'>().safeParse(given).data;
  const { limit, value, reset } = values;
  if (workspace === undefined || (limit !== undefined) !== (value !== undefined || reset)) {
    fail(USAGE);
  }
  if (limit === undefined) return { workspace };
  if (reset) {
    if (value !== undefined) fail(USAGE);
    return { workspace, change: { limit, value: null } };
  }
  return { workspace, change: { limit, value: /^\d+$/.test(value ?? '') ? Number(value) : -1 } };
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
