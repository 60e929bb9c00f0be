/** Whether a host, as the URL parser writes it, is this machine itself. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}
