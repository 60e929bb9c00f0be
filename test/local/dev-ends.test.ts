import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

/**
 * The files that `npm run dev` needs. They are copied, so that the test does not affect the
 * developer's data and server.
 */
const NEEDED = ['package.json', 'wrangler.toml', 'src', 'drizzle', 'scripts'];
const START_MS = 150_000;
const END_MS = 20_000;

// The test finds processes in /proc.
describe.skipIf(process.platform !== 'linux')('npm run dev', () => {
  let home: string;
  beforeAll(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'maitred-dev-')));
    for (const name of NEEDED) cpSync(name, join(home, name), { recursive: true });
    symlinkSync(resolve('node_modules'), join(home, 'node_modules'));
  });
  afterEach(() => {
    for (const { pid } of runningIn(home)) process.kill(pid, 'SIGKILL');
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it.each([
    ['npm gets SIGTERM', 'SIGTERM', 'npm run dev'],
    ['npm is killed and passes no signal', 'SIGKILL', 'npm run dev'],
    ['the script itself is killed', 'SIGKILL', 'node scripts/dev.ts'],
  ] as const)(
    'leaves nothing running when %s',
    async (_, signal, name) => {
      const port = await freePort();
      await startDev(port);
      expect(await isTaken(port)).toBe(true);
      const [target] = runningIn(home).filter(({ command }) => command.startsWith(name));
      if (target === undefined) throw new Error(`${name} is not running`);
      process.kill(target.pid, signal);
      await expect
        .poll(async () => ({ taken: await isTaken(port), running: runningIn(home) }), {
          timeout: END_MS,
        })
        .toEqual({ taken: false, running: [] });
    },
    START_MS + 30_000,
  );

  /** Starts it as a shell does in the background, and waits until it has printed its key. */
  async function startDev(port: number): Promise<void> {
    const child = spawn('npm', ['run', 'dev', '--', '--empty'], {
      cwd: home,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PORT: String(port), DATABASE_URL: undefined },
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    await expect.poll(() => output, { timeout: START_MS, interval: 200 }).toMatch(/^key: mtd_/m);
  }
});

/** The processes whose working directory is this folder, without zombies. */
function runningIn(folder: string): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // A zombie has no working directory.
        if (readlinkSync(`/proc/${pid}/cwd`) !== folder) return [];
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return [{ pid: Number(pid), command: words.join(' ').trim() }];
      } catch {
        // The process has ended, or belongs to another user.
        return [];
      }
    });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function isTaken(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((done) => {
    probe.once('error', () => done(true));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(false)));
  });
}
