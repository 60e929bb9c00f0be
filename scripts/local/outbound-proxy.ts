import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type FailureReason, reasonOf } from '../../src/follow-ups/channels/failure-reason.ts';
import { TARGET_HEADER } from '../../src/follow-ups/channels/outbound-proxy.ts';
import { isFromThisMachine } from './from-this-machine.ts';

/** What answers the requests to a URL in the place of its receiver; undefined: they are forwarded. */
export type StandIn = (
  url: string,
) => ((body: string) => { readonly status: number; readonly text: string }) | undefined;

export interface OutboundProxy {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The answers of Cloudflare's network to a `fetch` of a Worker that fails: the status and the error
 * code.
 */
const ANSWERS: Record<FailureReason, readonly [status: number, code: number]> = {
  dns: [530, 1016],
  refused: [521, 521],
  timeout: [522, 522],
  tls: [525, 525],
  unreachable: [520, 520],
};

/**
 * Starts a proxy on a loopback port. It forwards requests of the local Worker to the URL in a
 * header, and answers failures as Cloudflare's network does, because workerd alone does not report
 * whether DNS, TLS or the connection failed. Redirects are returned and not followed. Requests of web
 * pages are refused.
 * @param standIn is asked before a request is forwarded
 */
export async function startOutboundProxy(standIn?: StandIn): Promise<OutboundProxy> {
  const server = createServer((request, response) => forward(request, response, standIn));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(request: IncomingMessage, response: ServerResponse, standIn?: StandIn): void {
  if (!isFromThisMachine(request)) {
    response.writeHead(403).end();
    return;
  }
  const {
    [TARGET_HEADER]: target,
    host: _host,
    connection: _connection,
    ...headers
  } = request.headers;
  if (typeof target !== 'string' || !/^https?:/.test(target) || !URL.canParse(target)) {
    response.writeHead(400).end();
    return;
  }
  const answerTo = standIn?.(target);
  if (answerTo !== undefined) {
    request
      .toArray()
      .then((chunks) => answerTo(Buffer.concat(chunks).toString('utf8')))
      .then(({ status, text }) => response.writeHead(status).end(text))
      .catch(() => response.destroy());
    return;
  }
  const send = target.startsWith('https:') ? httpsRequest : httpRequest;
  const outgoing = send(target, { method: request.method ?? 'GET', headers, agent: false });
  outgoing.once('response', (incoming) => {
    const { connection: _, 'keep-alive': _keepAlive, ...answered } = incoming.headers;
    response.writeHead(incoming.statusCode ?? 520, answered);
    incoming.once('error', () => response.destroy());
    incoming.pipe(response);
  });
  outgoing.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else answerFailure(response, error);
  });
  response.once('close', () => outgoing.destroy());
  request.pipe(outgoing);
}

/** The body ends with Node's error code, which is more specific than the status. */
function answerFailure(response: ServerResponse, error: Error): void {
  const [status, code] = ANSWERS[reasonOf(error)];
  const detail = 'code' in error ? ` (${error.code})` : '';
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`error code: ${code}${detail}`);
}
