import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createSigner } from '../src/platform/auth/key.ts';
import { SCOPES, type Scope } from '../src/platform/auth/scopes.ts';
import { openDatabaseForScript } from '../src/platform/database.ts';
import { idSchema, newId, readId, showId, type WorkspaceId } from '../src/platform/ids.ts';
import { readSecretRing, ringOf, type SecretRing } from '../src/platform/secret-ring.ts';
import {
  insertOperatorsKey,
  insertWorkspace,
  selectWorkspacesNamed,
} from '../src/workspaces/store.ts';
import { runOnDatabase } from './run-on-database.ts';

export interface OperatorsKeyOptions {
  databaseUrl: string;
  /** The secret that signs, or the ring of a deployment that has rotated it. */
  keySecret: string | SecretRing;
  /** The name of a new workspace, or the id of one that exists. */
  workspace: string | { readonly id: WorkspaceId };
  name: string;
  scopes: readonly Scope[];
}

/** A key cannot be made in the workspace that the operator has named. */
export class WorkspaceRefused extends Error {
  override readonly name = 'WorkspaceRefused';
}

const open = (databaseUrl: string) =>
  openDatabaseForScript({ url: databaseUrl, timeoutMs: 10_000 });

/**
 * Creates a key in a new workspace, or in one that exists.
 * @throws WorkspaceRefused when a workspace of the new name exists, or none has the id
 */
export async function createOperatorsKey(
  options: OperatorsKeyOptions,
): Promise<{ workspaceId: WorkspaceId; key: string }> {
  const { workspace, scopes } = options;
  const database = open(options.databaseUrl);
  const keyId = newId<'key'>();
  const values = { key: keyId, keyName: options.name, scopes };
  const [made] =
    typeof workspace === 'string'
      ? await database.run(insertWorkspace, { ...values, id: newId(), name: workspace })
      : await database.run(insertOperatorsKey, { ...values, workspace: workspace.id });
  if (made === undefined) throw new WorkspaceRefused(await explain(options));
  const { keySecret } = options;
  const ring = typeof keySecret === 'string' ? ringOf(keySecret) : keySecret;
  const claims = { keyId, workspaceId: made.id, scopes };
  return { workspaceId: made.id, key: await createSigner(ring).sign(claims) };
}

async function explain({ databaseUrl, workspace }: OperatorsKeyOptions): Promise<string> {
  if (typeof workspace !== 'string') {
    return `No workspace has the id ${showId('workspace', workspace.id)}.`;
  }
  const known = await open(databaseUrl).run(selectWorkspacesNamed, { name: workspace });
  const ids = known.map(({ id }) => showId('workspace', id)).join(', ');
  return `A workspace named ${JSON.stringify(workspace)} exists: ${ids}. Choose another name, or make a key in that one with --workspace-id.`;
}

/** Creates a key, see {@link createOperatorsKey}, and returns its text. */
export async function createFirstKey(options: OperatorsKeyOptions): Promise<string> {
  return (await createOperatorsKey(options)).key;
}

/** The oldest workspace of this name, or the name itself when there is none. */
export async function workspaceNamed(
  databaseUrl: string,
  name: string,
): Promise<OperatorsKeyOptions['workspace']> {
  const [known] = await open(databaseUrl).run(selectWorkspacesNamed, { name });
  return known ?? name;
}

const USAGE = `Usage: npm run keys:create -- --workspace NAME | --workspace-id wsp_…

  --workspace NAME       make a workspace of this name and a key in it; "default" by default
  --workspace-id wsp_…   make a key in a workspace that exists
  --name NAME            the name of the key; "first key" by default
  --scopes SCOPE,SCOPE   all but "operator" by default`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { workspace, name, scopes } = readArguments();
  const keySecret = readSecretRing(process.env);
  if (typeof keySecret === 'string') {
    fail(`Set DATABASE_URL and KEY_SECRET to the values of the deployed Worker. ${keySecret}`);
  }
  await runOnDatabase('of the deployed Worker', async (databaseUrl) => {
    const options = { databaseUrl, keySecret, workspace, name, scopes };
    const made = await createOperatorsKey(options).catch((error: unknown) => {
      if (error instanceof WorkspaceRefused) fail(error.message);
      throw error;
    });
    // Only the key goes to stdout, so that a shell can read it into a variable.
    console.error(`workspace: ${showId('workspace', made.workspaceId)}`);
    console.log(made.key);
  });
}

function readArguments(): Pick<OperatorsKeyOptions, 'workspace' | 'name' | 'scopes'> {
  const { values } = parseArgs({
    options: {
      workspace: { type: 'string' },
      'workspace-id': { type: 'string' },
      name: { type: 'string', default: 'first key' },
      scopes: { type: 'string', default: SCOPES.filter((scope) => scope !== 'operator').join(',') },
    },
  });
  const wanted = values.scopes.split(',');
  const scopes = SCOPES.filter((scope) => wanted.includes(scope));
  if (scopes.length !== wanted.length) fail(`Scopes are: ${SCOPES.join(', ')}`);
  const given = values['workspace-id'];
  if (given === undefined) {
    const workspace = values.workspace ?? 'default';
    if (workspace.trim() === '') fail(USAGE);
    return { workspace, name: values.name, scopes };
  }
  // The log and SQL show the id as a UUID.
  const id = readId('workspace', given) ?? idSchema<'workspace'>().safeParse(given).data;
  if (id === undefined || values.workspace !== undefined) fail(USAGE);
  return { workspace: { id }, name: values.name, scopes };
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
