import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workspaceNamed } from '../../scripts/create-first-key.ts';
import { readId } from '../../src/platform/ids.ts';
import { NODE_SERVER_SECRET, type NodeServer, startNodeServer } from './node-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let server: NodeServer;
beforeAll(async () => {
  server = await startNodeServer();
});
afterAll(() => server?.close());

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function createKey(...args: string[]): Promise<Ended> {
  const env = {
    ...process.env,
    DATABASE_URL: server.databaseUrl,
    KEY_SECRET: NODE_SERVER_SECRET,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['scripts/create-first-key.ts', ...args],
      { cwd: ROOT, env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

const workspaceOf = ({ stderr }: Ended) => /^workspace: (wsp_[0-9a-f]{32})$/m.exec(stderr)?.[1];

async function conversations({ stdout }: Ended): Promise<string[]> {
  const headers = { Authorization: `Bearer ${stdout.trim()}` };
  const response = await fetch(`${server.url}/v1/conversations`, { headers });
  expect(response.status).toBe(200);
  const { data } = (await response.json()) as { data: { id: string }[] };
  return data.map(({ id }) => id);
}

it('a name that exists is refused, and its id gives a further key of that workspace', async () => {
  const first = await createKey('--workspace', 'Chez Nous');
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/^mtd_[\w-]+\n$/);
  const id = workspaceOf(first) ?? '';
  const stored = await fetch(`${server.url}/v1/conversations/private/messages`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${first.stdout.trim()}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ role: 'customer', text: 'hi' }),
  });
  expect(stored.status).toBe(201);

  const second = await createKey('--workspace', 'Chez Nous');
  expect([second.code, second.stdout]).toEqual([2, '']);
  expect(second.stderr).toContain(`A workspace named "Chez Nous" exists: ${id}.`);
  expect(second.stderr.trim().split('\n')).toHaveLength(1);

  const other = await createKey('--workspace', 'Chez Nous, Lyon');
  expect(workspaceOf(other)).not.toBe(id);
  expect(await conversations(other)).toEqual([]);

  const further = await createKey('--workspace-id', id);
  expect(workspaceOf(further)).toBe(id);
  expect(await conversations(further)).toEqual(['private']);
  const uuid = readId('workspace', id) ?? '';
  expect(workspaceOf(await createKey('--workspace-id', uuid))).toBe(id);
});

it('an id that does not exist, and two workspaces at once, are refused', async () => {
  const unknown = `wsp_${'0'.repeat(12)}7000800000000000cafe`;
  const missing = await createKey('--workspace-id', unknown);
  expect([missing.code, missing.stdout]).toEqual([2, '']);
  expect(missing.stderr.trim()).toBe(`No workspace has the id ${unknown}.`);
  for (const args of [
    ['--workspace-id', 'x'],
    ['--workspace', 'a', '--workspace-id', unknown],
  ]) {
    const refused = await createKey(...args);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('Usage: ');
  }
});

it('npm run dev finds its workspace again', async () => {
  expect(await workspaceNamed(server.databaseUrl, 'demo')).toBe('demo');
  const id = readId('workspace', workspaceOf(await createKey('--workspace', 'demo')) ?? '');
  expect(await workspaceNamed(server.databaseUrl, 'demo')).toEqual({ id });
});
