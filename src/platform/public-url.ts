import { isLoopbackHost } from './loopback.ts';
import { Problem } from './problem.ts';

/**
 * The origin of URLs that an answer gives out: the configured one. The host of a request is the
 * choice of its sender, so it is used on this machine only, where no origin is configured.
 * @param configured PUBLIC_URL; undefined when it is not set
 * @throws Problem public_url_missing
 */
export function publicOrigin(configured: string | undefined, requestUrl: string): string {
  if (configured !== undefined) return configured;
  const { origin, hostname } = new URL(requestUrl);
  if (!isLoopbackHost(hostname)) throw new Problem('public_url_missing');
  return origin;
}
