import {
  createServer as createHttpServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OutboundProxy, startOutboundProxy } from '../../scripts/local/outbound-proxy.ts';
import { throughProxy } from '../../src/follow-ups/channels/outbound-proxy.ts';
import { sendWebhook } from '../../src/follow-ups/channels/webhook.ts';

const SECRET = `whsec_${btoa('a secret of 32 bytes, no less no')}`;

describe('a stand-in of the outbound proxy', () => {
  it('answers requests to its URL, and only those', async () => {
    const proxy = await startOutboundProxy((url) =>
      url === 'https://till.example.com/hooks'
        ? (body) => ({ status: 202, text: `taken: ${body}` })
        : undefined,
    );
    try {
      const send = async (url: string) => {
        const init = { method: 'POST', body: '{}' };
        const answer = await throughProxy(proxy.url)(url, init);
        return [answer.status, await answer.text()];
      };
      expect(await send('https://till.example.com/hooks')).toEqual([202, 'taken: {}']);
      const [status] = await send('http://127.0.0.1:1/hooks');
      expect(status).toBe(521);
    } finally {
      await proxy.close();
    }
  });
});

describe('a webhook through the outbound proxy', () => {
  const received: { url: string; host: string; id: string; body: string }[] = [];
  let proxy: OutboundProxy;
  let receiver: Server;
  let port: number;
  beforeAll(async () => {
    proxy = await startOutboundProxy();
    receiver = createHttpServer(async (request, response) => {
      const body = (await request.toArray()).join('');
      received.push({
        url: request.url ?? '',
        host: request.headers.host ?? '',
        id: headerOf(request, 'webhook-id'),
        body,
      });
      if (request.url === '/moved') response.writeHead(307, { location: '/hooks' }).end();
      else response.writeHead(202).end('thanks');
    });
    port = await listen(receiver);
  });
  afterAll(async () => {
    receiver.close();
    await proxy.close();
  });

  const send = (url: string) =>
    sendWebhook(
      {
        fetchOutside: throughProxy(proxy.url),
        now: Date.now,
        endpointRules: { allowLoopback: true },
      },
      { id: 'job_1', url, secrets: [SECRET], body: '{"type":"booking.held"}' },
    );

  it('reaches its receiver unchanged', async () => {
    received.length = 0;
    const attempt = await send(`http://127.0.0.1:${port}/hooks?a=1`);
    expect(attempt).toMatchObject({ outcome: 'delivered', status: 202, answer: 'thanks' });
    expect(received).toEqual([
      {
        url: '/hooks?a=1',
        host: `127.0.0.1:${port}`,
        id: 'job_1',
        body: '{"type":"booking.held"}',
      },
    ]);
  });

  it('follows no redirect', async () => {
    received.length = 0;
    expect(await send(`http://127.0.0.1:${port}/moved`)).toMatchObject({ reason: 'redirect' });
    expect(received).toHaveLength(1);
  });

  it('reports what failed', async () => {
    const reset = createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const resetPort = await listen(reset);
    const unused = createTcpServer();
    const unusedPort = await listen(unused);
    await new Promise((done) => unused.close(done));
    const reasonAt = async (url: string) => (await send(url)).reason;
    expect(await reasonAt(`http://127.0.0.1:${unusedPort}/`)).toBe('refused');
    expect(await reasonAt(`https://127.0.0.1:${port}/`)).toBe('tls');
    expect(await reasonAt('https://no-such-host.maitred-nowhere.com/')).toBe('dns');
    expect(await reasonAt(`http://127.0.0.1:${resetPort}/`)).toBe('unreachable');
    reset.close();
  });

  it('refuses a request of a web page', async () => {
    received.length = 0;
    const target = { 'x-outbound-url': `http://127.0.0.1:${port}/hooks` };
    const status = async (headers: Record<string, string>) =>
      new Promise((resolve) => {
        const options = { method: 'POST', headers: { ...target, ...headers }, agent: false };
        httpRequest(proxy.url, options, (answer) => resolve(answer.statusCode)).end('{}');
      });
    expect(await status({ origin: 'https://stranger.example' })).toBe(403);
    expect(await status({ host: 'rebound.stranger.example' })).toBe(403);
    expect(received).toEqual([]);
    expect(await status({})).toBe(202);
  });

  it('refuses a request without a target URL', async () => {
    expect((await fetch(proxy.url, { method: 'POST' })).status).toBe(400);
    const headers = { 'x-outbound-url': 'file:///etc/passwd' };
    expect((await fetch(proxy.url, { method: 'POST', headers })).status).toBe(400);
  });
});

function headerOf(request: IncomingMessage, name: string): string {
  return String(request.headers[name] ?? '');
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}
