import type { IncomingMessage } from 'node:http';
import { isLoopbackHost } from '../../src/platform/loopback.ts';

/**
 * Whether a request to a local server comes from a program of this machine, and not from a web page
 * in its browser. A browser adds `Origin` to the requests of pages. A page whose own host name
 * resolves to this machine (DNS rebinding) sends that name as `Host`.
 */
export function isFromThisMachine({ headers }: IncomingMessage): boolean {
  const { host, origin } = headers;
  const url = `http://${host}`;
  return origin === undefined && URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}
