import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

export interface PostgresCluster {
  readonly connectionString: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts a temporary PostgreSQL server on a free loopback port. Stopping it deletes its data. The
 * server refuses to run as root, so root runs it as the user `postgres`.
 */
export async function startPostgresCluster(
  settings: Record<string, string> = {},
  logFile?: string,
): Promise<PostgresCluster> {
  const bin = findPostgresBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'maitred-postgres-'));
  const owner = process.getuid?.() === 0 ? idsOf('postgres') : undefined;
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'], {
    ...owner,
    cwd: folder,
  });

  const port = await freePort();
  const all = {
    max_connections: '200',
    jit: 'off',
    unix_socket_directories: folder,
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', logFile === undefined ? 'ignore' : openSync(logFile, 'w')],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const kill = () => {
    // PostgreSQL's fast shutdown: it disconnects the clients and loses no data.
    server.kill('SIGINT');
  };
  process.once('exit', kill);

  const client = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres'];
  for (let tries = 0; ; tries += 1) {
    try {
      execFileSync(join(bin, 'createdb'), [...client, 'maitred'], { stdio: 'ignore' });
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    connectionString: `postgres://postgres@127.0.0.1:${port}/maitred`,
    pid: server.pid ?? 0,
    async stop() {
      kill();
      await ended;
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function idsOf(user: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, user]).toString());
  return { uid: id('-u'), gid: id('-g') };
}

/** The binaries' folder of the newest PostgreSQL on this machine. Throws when there is none. */
export function findPostgresBinaries(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : [];
  const candidates = [
    process.env['PG_BINDIR'],
    ...versions.map((version) => join(debian, version, 'bin')),
    '/usr/local/bin',
    '/usr/bin',
  ];
  const found = candidates.find((bin) => bin !== undefined && existsSync(join(bin, 'initdb')));
  if (found === undefined) {
    throw new Error('PostgreSQL is not installed: apt-get install postgresql, or set PG_BINDIR.');
  }
  return found;
}
