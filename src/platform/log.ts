/** Fields of a log line: codes, counts and durations, never a text, a guest's name or an address. */
export type LogFields = Record<string, string | number | boolean | undefined>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Structured logs: each line is a JSON object, which Workers Logs indexes by field. */
export const consoleLog: Log = {
  info: (event, fields) => console.log(JSON.stringify({ level: 'info', event, ...fields })),
  warn: (event, fields) => console.warn(JSON.stringify({ level: 'warn', event, ...fields })),
  error: (event, fields) => console.error(JSON.stringify({ level: 'error', event, ...fields })),
};

/**
 * The fields of a fault that may be logged: its name, its code and its first stack frames. The
 * message is left out, because messages of database errors contain values of the request.
 */
export function describeFault(error: unknown): LogFields {
  if (!(error instanceof Error)) return { fault: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { fault: error.name, code, at: frames?.slice(0, 4).join(' ').replace(/\s+/g, ' ') };
}
