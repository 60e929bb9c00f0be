import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { createFirstKey } from '../../scripts/create-first-key.ts';
import { createSigner } from '../../src/platform/auth/key.ts';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { showId } from '../../src/platform/ids.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import { NODE_SERVER_SECRET, type NodeServer } from './node-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A row of the report of refused rows. */
export interface Reported {
  file: string;
  line: number;
  id?: string;
  outcome: string;
  field?: string;
  reason: string;
}

/** A run of the script: its exit code, what it counted, and its report. */
export interface Ran {
  code: number;
  // biome-ignore lint/suspicious/noExplicitAny: a missing field fails an assertion
  counts: any;
  stdout: string;
  stderr: string;
  report: Reported[];
}

/** What {@link openImportWorld} opens. */
export type ImportWorld = ReturnType<typeof openImportWorld>;

/** The API and the script on one database, with a folder for their files. */
export function openImportWorld(server: NodeServer) {
  const folder = mkdtempSync(join(tmpdir(), 'maitred-import-'));

  /** Writes a file of these lines, or this JSON, and returns its path. */
  const file = (name: string, content: readonly string[] | object | Buffer): string => {
    const path = join(folder, name);
    const isLines = Array.isArray(content) && content.every((each) => typeof each === 'string');
    const text = isLines ? content.map((line) => `${line}\n`).join('') : JSON.stringify(content);
    writeFileSync(path, Buffer.isBuffer(content) ? content : text);
    return path;
  };

  /** Runs the script; a report is written unless the arguments name one. */
  const run = (...args: string[]): Promise<Ran> => {
    const report = join(folder, 'report.json');
    rmSync(report, { force: true });
    const env = { ...process.env, DATABASE_URL: server.databaseUrl };
    const all = ['scripts/import.ts', ...args, '--report', report];
    return new Promise((resolve) => {
      execFile(process.execPath, all, { cwd: ROOT, env }, (error, stdout, stderr) => {
        const code = Number(error?.code ?? 0);
        const written = code === 1 ? '[]' : readFileSync(report, 'utf8');
        const counts = stdout === '' ? undefined : JSON.parse(stdout);
        resolve({ code, stdout, stderr, counts, report: JSON.parse(written) });
      });
    });
  };

  /** Makes a workspace, and a function that sends requests to it. */
  const workspace = async (name: string) => {
    const key = await createFirstKey({
      ...{ databaseUrl: server.databaseUrl, keySecret: NODE_SERVER_SECRET },
      ...{ workspace: name, name, scopes: SCOPES },
    });
    const caller = await createSigner(ringOf(NODE_SERVER_SECRET)).verify(key);
    if (caller === undefined) throw new Error('the key does not verify');
    const ask = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      // biome-ignore lint/suspicious/noExplicitAny: a missing field fails an assertion
      const answer: any = text === '' ? {} : JSON.parse(text);
      expect(response.status, text).toBeLessThan(300);
      return answer;
    };
    return { id: showId('workspace', caller.workspaceId), ask };
  };

  /** The number of rows of each table with a hash of them, without those of the caches of requests. */
  const checksums = async (): Promise<Record<string, string>> => {
    const tables = await server.rows(
      `select table_name as name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    );
    const found: Record<string, string> = {};
    for (const { name = '' } of tables) {
      const [row] = await server.rows(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, e'\\n' order by t::text)), '')
                as sum from ${name} t`,
      );
      found[name] = row?.['sum'] ?? '';
    }
    return found;
  };

  const close = () => rmSync(folder, { recursive: true, force: true });
  return { file, run, workspace, checksums, close };
}
