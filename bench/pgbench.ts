import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgresBinaries } from '../scripts/local/postgres-cluster.ts';
import { type LoadResult, summariseLatencies } from './load.ts';

/** The time limit of pgbench. It is longer than any run, because a signal ends pgbench. */
const MOST_SECONDS = 3600;

/** Runs a statement in a closed loop on each connection, without anything else. */
export async function runPgbench(options: {
  connectionString: string;
  /** The same database, without a delay. */
  database: string;
  script: string;
  /** `extended` sends the statement without a name each time, so that PostgreSQL plans it again. */
  protocol: 'prepared' | 'extended';
  clients: number;
  seconds: number;
  warmSeconds: number;
  /** Called when every connection is open and runs the statement. */
  onConnected: () => Promise<void>;
}): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), 'maitred-pgbench-'));
  try {
    writeFileSync(join(folder, 'statement.sql'), options.script);
    const pgbench = spawn(
      join(findPostgresBinaries(), 'pgbench'),
      [
        ...['--no-vacuum', `--protocol=${options.protocol}`, '--file=statement.sql', '--log'],
        ...['--client', String(options.clients), '--jobs', '1'],
        ...['--time', String(MOST_SECONDS)],
        options.connectionString,
      ],
      { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const ended = endOf(pgbench);
    await Promise.race([ended, connected(options.database, options.clients)]);
    await options.onConnected();
    await Promise.race([ended, after(options.warmSeconds + options.seconds)]);
    // pgbench's own timer raises the same signal. Each connection ends after its current answer.
    pgbench.kill('SIGALRM');
    await ended;
    return summariseLog(folder, options.seconds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resolves when the process has ended without an error. */
function endOf(pgbench: ChildProcess): Promise<void> {
  let said = '';
  pgbench.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  return new Promise((resolve, reject) => {
    pgbench.once('error', reject);
    pgbench.once('close', (code) => {
      // A connection whose statement fails ends as aborted, while the others go on.
      if (code === 0 && !/aborted/.test(said)) resolve();
      else reject(new Error(`pgbench ended with ${code}: ${said}`));
    });
  });
}

/** Resolves when each of the clients has run a statement. */
async function connected(database: string, clients: number): Promise<void> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query(
        `select count(*)::int as n from pg_stat_activity
          where application_name = 'pgbench' and datname = current_database() and query <> ''`,
      );
      if (rows[0].n >= clients) return;
      await after(0.05);
    }
  } finally {
    await client.end();
  }
}

/** Summarises the last seconds of the log. */
function summariseLog(folder: string, seconds: number): LoadResult {
  // Each line: client, transaction, latency in microseconds, script, end in seconds, microseconds.
  const lines = readdirSync(folder)
    .filter((name) => name.startsWith('pgbench_log'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .filter((line) => line !== '')
    .map((line) => line.split(' ').map(Number));
  const endedAt = (line: number[]) => (line[4] ?? 0) + (line[5] ?? 0) / 1e6;
  const last = lines.reduce((latest, line) => Math.max(latest, endedAt(line)), 0);
  const counted = lines.filter((line) => endedAt(line) > last - seconds);
  return summariseLatencies(
    counted.map((line) => (line[2] ?? 0) / 1000),
    seconds,
  );
}

const after = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
