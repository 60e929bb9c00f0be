import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createApp } from '../../src/app.ts';
import { compose, type Deps } from '../../src/compose.ts';
import { SCOPES, type Scope } from '../../src/platform/auth/scopes.ts';
import { newId } from '../../src/platform/ids.ts';
import {
  insertOperatorsKey,
  insertWorkspace,
  selectWorkspacesNamed,
} from '../../src/workspaces/store.ts';
import { undocumented } from './documented.ts';

/** The Worker's dependencies, as the composition root makes them; nothing is sent to a queue. */
export function testDeps(): Deps {
  return {
    ...compose(env, () => {}),
    enqueueEmotion: () => {},
    enqueueFollowUp: () => {},
    enqueueDelivery: () => {},
    sendDeliveries: async () => {},
  };
}

/** Creates a key in the workspace of this name, and the workspace if it does not exist. */
export async function makeKey(
  workspaceName: string,
  scopes: readonly Scope[] = SCOPES,
): Promise<string> {
  const { database, signer } = testDeps();
  const key = newId<'key'>();
  const values = { key, keyName: 'test', scopes };
  const [known] = await database.run(selectWorkspacesNamed, { name: workspaceName });
  const [workspace] =
    known === undefined
      ? await database.run(insertWorkspace, { ...values, id: newId(), name: workspaceName })
      : await database.run(insertOperatorsKey, { ...values, workspace: known.id });
  if (workspace === undefined) throw new Error('the key was not stored');
  return signer.sign({ keyId: key, workspaceId: workspace.id, scopes });
}

/** The HTTP app as the Worker composes it. */
export const app = createApp(compose);

export interface Answer {
  status: number;
  headers: Headers;
  // Tests read bodies of every shape, and an assertion on a missing field fails.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  body: any;
}

export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

/**
 * The Worker's bindings, with queues that drop all messages: tests call the consumers themselves.
 */
export const quietBindings = {
  ...env,
  FOLLOW_UPS: { send: async () => {} },
  DELIVERIES: { send: async () => {}, sendBatch: async () => {} },
  WEBHOOKS: { send: async () => {}, sendBatch: async () => {} },
  TELEMETRY: { send: async () => {} },
};

/**
 * Calls the app as a client with this key. A string body is sent unchanged. Each answer must have a
 * status and a problem code that the description of the API lists for its operation, and a problem
 * may have the described members only.
 */
export function client(
  key?: string,
  headers: Record<string, string> = {},
  env: object = quietBindings,
): Call {
  return async (method, path, body) => {
    const ctx = createExecutionContext();
    const request = new Request(`https://maitred.example${path}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await app.fetch(request, env, ctx);
    await waitOnExecutionContext(ctx);
    // The runtime warns of text() where the content type is not one of texts, as that of metrics.
    const text = new TextDecoder().decode(await response.arrayBuffer());
    const answer = {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : isJson(response) ? JSON.parse(text) : text,
    };
    const problem = isProblem(response) ? answer.body : undefined;
    const mistake = undocumented(method, path, answer.status, problem);
    if (mistake !== undefined) throw new Error(mistake);
    return answer;
  };
}

function isJson(response: Response): boolean {
  return /json/.test(response.headers.get('Content-Type') ?? '');
}

function isProblem(response: Response): boolean {
  return response.headers.get('Content-Type') === 'application/problem+json';
}
