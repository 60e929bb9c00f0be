import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPostgresBinaries } from '../scripts/local/postgres-cluster.ts';
import { type LoadResult, summariseLatencies } from './load.ts';
import { CONVERSATIONS, KEY_ID, WORKSPACE_ID } from './seed.ts';
import { upsertText } from './upsert-text.ts';

const run = promisify(execFile);

/** The message upsert as a pgbench script: what differs between messages is its variables. */
function script(): string {
  const parts = upsertText({
    callerKey: KEY_ID,
    callerWorkspace: WORKSPACE_ID,
    conversationId: '{uuid}',
    conversation: '{conversation}',
    customer: '{customer}',
    id: '{id}',
    role: 'customer',
    text: 'A table for two at seven, please, if you have one by the window.',
    digest: '{digest}',
  });
  const computed: Record<string, string> = {
    '{uuid}': 'gen_random_uuid()',
    '{conversation}': `('conversation-' || :conversation)`,
    '{customer}': `('guest-' || :conversation)`,
    '{id}': `('pgbench-' || :id || '-' || :client_id)`,
    '{digest}': `encode(sha256('x'), 'hex')`,
  };
  const text = parts
    .map((part) => {
      if ('raw' in part) return part.raw;
      if (part.value === null) return 'null';
      return computed[part.value] ?? `'${part.value}'`;
    })
    .join('')
    .replaceAll(/\s+/g, ' ');
  return `\\set conversation random(0, ${CONVERSATIONS - 1})
\\set id random(1, 9000000000000000)
${text};
`;
}

/** How long all connections take to open and to prepare, amply. */
const CONNECT_SECONDS = 1;

/** Runs the statement alone, prepared, from a closed loop of connections. */
export async function runPgbench(options: {
  connectionString: string;
  clients: number;
  seconds: number;
  warmSeconds: number;
  /** Called when every connection is open and has run the statement. */
  onConnected: () => Promise<void>;
}): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), 'maitred-pgbench-'));
  try {
    writeFileSync(join(folder, 'upsert.sql'), script());
    const connected = setTimeout(options.onConnected, CONNECT_SECONDS * 1000);
    const total = CONNECT_SECONDS + options.warmSeconds + options.seconds;
    await run(
      join(findPostgresBinaries(), 'pgbench'),
      [
        ...['--no-vacuum', '--protocol=prepared', '--file=upsert.sql', '--log'],
        ...['--client', String(options.clients), '--jobs', '1'],
        ...['--time', String(Math.ceil(total))],
        options.connectionString,
      ],
      { cwd: folder },
    );
    clearTimeout(connected);
    // Each line: client, transaction, latency in microseconds, script, end in seconds, microseconds.
    const lines = readdirSync(folder)
      .filter((name) => name.startsWith('pgbench_log'))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
      .map((line) => line.split(' ').map(Number));
    const endOf = (line: number[]) => (line[4] ?? 0) + (line[5] ?? 0) / 1e6;
    const last = lines.reduce((latest, line) => Math.max(latest, endOf(line)), 0);
    const counted = lines.filter((line) => endOf(line) > last - options.seconds);
    return summariseLatencies(
      counted.map((line) => (line[2] ?? 0) / 1000),
      options.seconds,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
