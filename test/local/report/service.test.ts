import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readFloors } from '../../../scripts/report/floors.ts';
import { readService, ServiceRefused } from '../../../scripts/report/read-service.ts';
import { type NodeServer, startNodeServer } from '../node-server.ts';
import { INPUT } from './input.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

describe('npm run report', () => {
  let server: NodeServer;
  let folder: string;
  beforeAll(async () => {
    server = await startNodeServer();
    folder = mkdtempSync(join(tmpdir(), 'maitred-report-'));
  });
  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['scripts/report/run.ts', ...args],
        { cwd: ROOT },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  }

  it.each(['platform', 'workspace'])('writes both files of a %s without requests', async (of) => {
    const { code, stdout, stderr } = await run(
      ...['--url', server.url, '--key', server.key, '--of', of, '--out', folder, '--name', of],
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      join(folder, `${of}.md`),
      join(folder, `${of}.html`),
    ]);
    const text = readFileSync(join(folder, `${of}.md`), 'utf8');
    expect(text).toContain('Nothing was measured in this period');
    expect(readFileSync(join(folder, `${of}.html`), 'utf8')).toContain('<h2>Decisions</h2>');
    // The key is in no file.
    expect(text).not.toContain('mtd_');
  });

  it('says what is wrong with a key, a period and an option', async () => {
    const to = ['--url', server.url, '--out', folder];
    const forged = await run(...to, '--key', 'mtd_forged');
    expect(forged).toMatchObject({ code: 1, stdout: '' });
    expect(forged.stderr).toContain('/v1/operations/latency was answered 401');
    const backwards = ['--from', '2026-11-27T00:00:00Z', '--to', '2026-11-26T00:00:00Z'];
    const { stderr } = await run(...to, '--key', server.key, ...backwards);
    expect(stderr).toContain('was answered 400 (invalid_field)');
    expect((await run(...to, '--key', server.key, '--of', 'all')).stderr).toContain('Usage:');
    expect((await run('--urls', server.url)).stderr).toContain('Usage:');
  });
});

describe('readService', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  /** A service whose answers are these; a path without an answer is 503. */
  async function serviceOf(answer: (url: URL) => unknown) {
    const asked: URL[] = [];
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://service');
      asked.push(url);
      const body = answer(url);
      response.writeHead(body === undefined ? 503 : 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body ?? { code: 'database_unavailable' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.closeAllConnections());
    closing.push(() => server.close());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return { service: { url: `http://127.0.0.1:${address.port}`, key: 'a-key' }, asked };
  }
  const range = { of: 'platform' as const, ...INPUT.asked };

  it('reads all pages of the history', async () => {
    const { history, latency } = INPUT;
    if (history === null) throw new Error('no history');
    const { service, asked } = await serviceOf(({ pathname, searchParams }) => {
      if (pathname.endsWith('/latency')) return latency;
      if (!pathname.endsWith('/history')) return undefined;
      const before = history.data.filter(({ at }) => at < (searchParams.get('to') ?? ''));
      return { ...history, data: before.slice(0, 1), isWhole: before.length <= 1 };
    });
    const read = await readService(service, range);
    expect(read.history).toEqual(history);
    expect(asked.filter(({ pathname }) => pathname.endsWith('/history'))).toHaveLength(3);
  });

  it('goes on without what is not answered, and says so', async () => {
    const { service } = await serviceOf(({ pathname }) =>
      pathname.endsWith('/latency') ? INPUT.latency : undefined,
    );
    const read = await readService(service, range);
    expect(read).toMatchObject({ status: null, history: null, levels: null, backlog: null });
    expect(read.failures).toContain(
      '/v1/operations/backlog was answered 503 (database_unavailable).',
    );
    expect(read.failures).toHaveLength(5);
  });

  it('makes nothing without the durations, or of an answer that it does not understand', async () => {
    const none = await serviceOf(() => undefined);
    await expect(readService(none.service, range)).rejects.toThrow(ServiceRefused);
    const other = await serviceOf(() => ({ operations: 'many' }));
    await expect(readService(other.service, range)).rejects.toThrow('was not understood');
  });
});

describe('readFloors', () => {
  it('reads the floors of the last benchmark', () => {
    const { store_message: message, confirm_booking: booking } = readFloors(ROOT, null);
    for (const floor of [message, booking]) {
      expect(floor?.roundTripMs).toBe(90);
      expect(floor?.turns).toBeGreaterThan(5);
      expect(floor?.requests).toBeGreaterThan(1000);
      // The floor needs one round trip, and little else.
      expect(floor?.p50).toBeGreaterThan(90);
      expect(floor?.p95).toBeGreaterThan(floor?.p50 ?? 0);
      expect(floor?.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it('are null without results', () => {
    const none = { store_message: null, confirm_booking: null };
    expect(readFloors(tmpdir(), null)).toEqual(none);
  });
});
