import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createSigner } from '../src/platform/auth/key.ts';
import { SCOPES, type Scope } from '../src/platform/auth/scopes.ts';
import { openDatabase } from '../src/platform/database.ts';
import { idSchema, newId } from '../src/platform/ids.ts';
import { insertFirstKey } from '../src/workspaces/store.ts';
import { runOnDatabase } from './run-on-database.ts';

export interface FirstKeyOptions {
  databaseUrl: string;
  keySecret: string;
  workspace: string;
  name: string;
  scopes: readonly Scope[];
}

/**
 * Creates a key in the workspace of this name, and the workspace if it does not exist. Returns the
 * text of the key.
 */
export async function createFirstKey(options: FirstKeyOptions): Promise<string> {
  const database = openDatabase({ url: options.databaseUrl, timeoutMs: 10_000 });
  const keyId = newId<'key'>();
  const [row] = await database.run(insertFirstKey, {
    id: keyId,
    workspace: newId<'workspace'>(),
    workspaceName: options.workspace,
    name: options.name,
    scopes: options.scopes,
  });
  if (row === undefined) throw new Error('the key was not stored');
  const workspaceId = idSchema<'workspace'>().parse(row.workspace);
  return createSigner(options.keySecret).sign({ keyId, workspaceId, scopes: options.scopes });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      workspace: { type: 'string', default: 'default' },
      name: { type: 'string', default: 'first key' },
      scopes: { type: 'string', default: SCOPES.filter((scope) => scope !== 'operator').join(',') },
    },
  });
  const keySecret = process.env['KEY_SECRET'];
  if (keySecret === undefined) {
    console.error('Set DATABASE_URL and KEY_SECRET to the values of the deployed Worker.');
    process.exit(2);
  }
  const wanted = values.scopes.split(',');
  const scopes = SCOPES.filter((scope) => wanted.includes(scope));
  if (scopes.length !== wanted.length) {
    console.error(`Scopes are: ${SCOPES.join(', ')}`);
    process.exit(2);
  }
  const { workspace, name } = values;
  await runOnDatabase('of the deployed Worker', async (databaseUrl) => {
    console.log(await createFirstKey({ databaseUrl, keySecret, workspace, name, scopes }));
  });
}
