import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageOf, withId } from '../../docs/evening/answers.ts';
import { get } from '../../docs/evening/api.ts';
import { eveningClock } from '../../docs/evening/clock.ts';
import { DifferentAnswer, Stage } from '../../docs/evening/stage.ts';
import { createFirstKey } from '../../scripts/create-first-key.ts';
import { compose } from '../../src/compose.ts';
import { sweepWaitlist } from '../../src/waitlist/sweep-waitlist.ts';
import { NODE_SERVER_SECRET, type NodeServer, startNodeServer } from './node-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let server: NodeServer;
let sweeping = true;
let swept: Promise<void>;
beforeAll(async () => {
  server = await startNodeServer();
  // The server drops the messages of queues, so the offers to the waitlist come from the sweep.
  swept = sweep();
});
afterAll(async () => {
  sweeping = false;
  await swept;
  await server?.close();
});

async function sweep(): Promise<void> {
  const deps = compose(server.bindings, () => {});
  while (sweeping) {
    await sweepWaitlist(deps);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Runs `npm run evening` with a key, and returns what it prints and the code it ends with. */
function evening(
  key: string,
  ...more: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const args = ['docs/evening/evening.ts', '--url', server.url, '--key', key, ...more];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

/** The venues that are in service. */
async function venues(): Promise<number> {
  const headers = { Authorization: `Bearer ${server.key}`, 'Cache-Control': 'no-cache' };
  const response = await fetch(`${server.url}/v1/venues?limit=200`, { headers });
  return pageOf(withId).parse(await response.json()).data.length;
}

describe('npm run evening', () => {
  it('plays at least 60 acts, each with one line and the expected answer, again and again', async () => {
    for (const time of ['the first time', 'the second time']) {
      const { code, stdout, stderr } = await evening(server.key);
      expect(stderr, time).toBe('');
      expect(code, time).toBe(0);
      const lines = stdout
        .split('\n')
        .filter((line) => /^ *\d+ {2}\d\d:\d\d {2}.* → \d{3} ./.test(line));
      const acts = Number(/^(\d+) acts in [\d.]+ seconds\./m.exec(stdout)?.[1]);
      expect(acts, time).toBeGreaterThanOrEqual(60);
      expect(lines, time).toHaveLength(acts);
      expect(await venues(), time).toBe(0);
    }
  }, 180_000);

  it('leaves the restaurant in service with --keep', async () => {
    const before = await venues();
    const { code } = await evening(server.key, '--keep');
    expect(code).toBe(0);
    expect(await venues()).toBe(before + 1);
  }, 120_000);

  it('stops with exit code 1 when the service refuses what the story needs', async () => {
    const key = await createFirstKey({
      databaseUrl: server.databaseUrl,
      keySecret: NODE_SERVER_SECRET,
      workspace: 'without a manager',
      name: 'test',
      scopes: ['bookings:read'],
    });
    const { code, stderr } = await evening(key);
    expect(code).toBe(1);
    expect(stderr).toContain('POST /v1/venues was answered 403');
  });

  it('stops with exit code 2 when no service answers', async () => {
    const args = ['docs/evening/evening.ts', '--url', 'http://127.0.0.1:1', '--key', 'mtd_x'];
    const ended = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
      execFile(process.execPath, args, { cwd: ROOT }, (error, _, stderr) =>
        resolve({ code: error?.code, stderr }),
      );
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('Is `npm run dev` running?');
  });
});

describe('an act', () => {
  const printed: string[] = [];
  const stage = () =>
    new Stage({ url: server.url, clock: eveningClock(), print: (line) => printed.push(line) });
  const count = ({ data }: { data: unknown[] }) => `${data.length} endpoints`;
  const list = () => get({ name: 'The owner', key: server.key }, '/v1/webhooks');

  it.each([
    ['the status', { status: 201, is: '0 endpoints' }, 'the status is 200'],
    ['the fact', { status: 200, is: '7 endpoints' }, 'it says: 0 endpoints'],
  ])('is told as different when %s is another', async (_, expected, words) => {
    const act = stage().act(list(), 'lists the webhooks', {
      ...expected,
      answer: pageOf(withId),
      fact: count,
    });
    await expect(act).rejects.toThrow(DifferentAnswer);
    await expect(act).rejects.toThrow(words);
    expect(printed).toEqual([]);
  });

  it('is told as different when the answer lacks what is read', async () => {
    const expected = { status: 200, answer: withId, fact: () => '', is: '' };
    const act = stage().act(list(), 'lists the webhooks', expected);
    await expect(act).rejects.toThrow('the answer has another shape: id');
  });
});

describe('the clock of the restaurant', () => {
  it('shows a time after seven in the evening at each hour of the year, without summer time', () => {
    for (let hour = 0; hour < 365 * 24; hour += 1) {
      const now = Date.UTC(2027, 0, 1, hour, hour % 60);
      const clock = eveningClock(now);
      const shown = new Intl.DateTimeFormat('sv-SE', {
        timeZone: clock.timeZone,
        dateStyle: 'short',
        timeStyle: 'short',
      }).format(now);
      expect(clock.dateTime(now)).toBe(shown.replace(' ', 'T'));
      expect(clock.time(now)).toMatch(/^19:/);
      expect(clock.time(clock.on(1, '20:00'))).toBe('20:00');
      const ahead = Date.parse(clock.quarter(0)) - now;
      expect(ahead).toBeGreaterThanOrEqual(2 * 60_000);
      expect(ahead).toBeLessThan(17 * 60_000);
    }
  });
});
