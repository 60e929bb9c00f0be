import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RUNTIME_MESSAGES } from '../support/runtime-failures.ts';

/** A Worker that fetches the given URL and returns the error that was thrown. */
const WORKER = `export default {
  async fetch(request) {
    try {
      await fetch(await request.text(), { method: 'POST', body: 'x' });
      return Response.json('answered');
    } catch ({ message, retryable }) {
      return Response.json({ message, retryable });
    }
  },
};`;

const configOf = (port: number) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-10-20")),
    (name = "internet", network = (
      allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]);`;

describe('workerd', () => {
  const closing: (() => unknown)[] = [];
  let ask: (url: string) => Promise<unknown>;
  beforeAll(async () => {
    const home = mkdtempSync(join(tmpdir(), 'maitred-workerd-'));
    closing.push(() => rmSync(home, { recursive: true, force: true }));
    const { port, server } = await listen(() => {});
    await new Promise((done) => server.close(done));
    writeFileSync(join(home, 'worker.js'), WORKER);
    writeFileSync(join(home, 'config.capnp'), configOf(port));
    const wrangler = createRequire(import.meta.url).resolve('wrangler/package.json');
    const workerd = createRequire(wrangler).resolve('workerd/bin/workerd');
    // workerd prints a stack trace of each failure. The output is ignored, because the test causes
    // failures.
    const child = spawn(workerd, ['serve', 'config.capnp'], { cwd: home, stdio: 'ignore' });
    closing.push(() => child.kill());
    ask = async (url) => {
      const init = { method: 'POST', body: url };
      return (await fetch(`http://127.0.0.1:${port}`, init)).json();
    };
    await vi.waitFor(() => ask('about:blank'), { timeout: 30_000 });
  });
  afterAll(() => {
    for (const close of closing.reverse()) close();
  });

  it('reports a lost connection for a refused and for a reset one', async () => {
    const { port } = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const expected = { message: RUNTIME_MESSAGES.refused, retryable: true };
    expect(await ask('http://127.0.0.1:1/')).toEqual(expected);
    expect(await ask(`http://127.0.0.1:${port}/`)).toEqual(expected);
  });

  it('does not report whether DNS or TLS failed', async () => {
    const { port } = await listen((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    const expected = { message: expect.stringMatching(/^internal error; reference = \w{24}$/) };
    expect(await ask('https://no-such-host.invalid/')).toEqual(expected);
    expect(await ask(`https://127.0.0.1:${port}/`)).toEqual(expected);
    for (const kind of ['dns', 'tls'] as const) {
      expect({ message: RUNTIME_MESSAGES[kind] }).toEqual(expected);
    }
  });

  async function listen(
    onConnection: Parameters<typeof createServer>[1],
  ): Promise<{ port: number; server: Server }> {
    const server = createServer(onConnection);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closing.push(() => server.close());
    return { port: (server.address() as AddressInfo).port, server };
  }
});
