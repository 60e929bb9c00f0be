/**
 * The messages of the errors that workerd's `fetch` throws, by failure.
 * test/local/runtime-failures.test.ts checks that they are the real messages. Tests in workerd
 * throw these errors instead of causing real failures, because the runtime prints a stack trace for
 * each real one.
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
