/**
 * What workerd's `fetch` throws, by what went wrong. test/local/runtime-failures.test.ts holds that
 * these are its real messages. Tests in workerd throw them themselves: the runtime prints a trace of
 * each failure that it meets itself.
 */
export const RUNTIME_MESSAGES = {
  refused: 'Network connection lost.',
  reset: 'Network connection lost.',
  dns: 'internal error; reference = 9mg0b6kj406fhsab4br5kqm7',
  tls: 'internal error; reference = ou86ft5sbiiqer183rh9o4mh',
} as const;

/** An error as workerd throws it. */
export function runtimeFailure(kind: keyof typeof RUNTIME_MESSAGES): Error {
  const message = RUNTIME_MESSAGES[kind];
  const lost = message === RUNTIME_MESSAGES.refused;
  return Object.assign(new Error(message), lost ? { retryable: true } : {});
}
