import { NeonDbError, neon, neonConfig } from '@neondatabase/serverless';
import { DatabaseUnavailable, Refused } from './database-errors.ts';
import { encodeValues, type Params, type Statement, type Values } from './statement.ts';

// A loopback database is reached over plain HTTP; every other one by the driver's own https rule.
const isLoopback = (host: string) => host === '127.0.0.1' || host === 'localhost';
neonConfig.fetchEndpoint = (host, port) =>
  isLoopback(host)
    ? `http://${host}:${port}/sql`
    : `https://${host.replace(/^[^.]+\./, 'api.')}/sql`;

export interface Database {
  /**
   * Runs one statement in one HTTP request.
   * @throws Refused when the statement itself refused (SQLSTATE class MT).
   * @throws DatabaseUnavailable when trying again later may help; whether it took effect is unknown.
   */
  run<P extends Params, Row>(statement: Statement<P, Row>, values: Values<P>): Promise<Row[]>;
}

export interface DatabaseOptions {
  url: string;
  /** How long one request may take, in milliseconds. */
  timeoutMs: number;
}

/** The database behind Neon's HTTP endpoint. */
export function openDatabase({ url, timeoutMs }: DatabaseOptions): Database {
  const sql = neon(url);
  return {
    async run(statement, values) {
      const { text, row } = statement;
      const encoded = encodeValues(statement, values);
      const fetchOptions = { signal: AbortSignal.timeout(timeoutMs) };
      const rows = await sql.query(text, encoded, { fetchOptions }).catch((error: unknown) => {
        throw unwrap(error);
      });
      return rows.map((each) => row.parse(each));
    },
  };
}

/** The same database; `onDone` is told how long each request took, in milliseconds, failed or not. */
export function timed(database: Database, onDone: (durationMs: number) => void): Database {
  return {
    async run(statement, values) {
      const started = Date.now();
      try {
        return await database.run(statement, values);
      } finally {
        onDone(Date.now() - started);
      }
    },
  };
}

/**
 * SQLSTATE classes and codes of faults that pass by themselves: a lost connection, exhausted
 * resources, a serialisation failure, a deadlock, a lock that was not granted in time.
 */
const TRANSIENT = /^(08|53|57P0|57014|55P03|40001|40P01|58)/;

function unwrap(error: unknown): unknown {
  if (error instanceof NeonDbError) {
    if (error.code?.startsWith('MT')) return new Refused(error.code, error.message, error.detail);
    // PostgreSQL refused an argument, such as a time zone that it does not know.
    if (error.code === '22023') return new Refused(error.code, 'invalid_parameter_value');
    // A unique constraint decided a race between two rows; the verb knows what its name means.
    if (error.code === '23505') return new Refused(error.code, error.constraint ?? 'not_unique');
    const transient = error.code === undefined || error.code === '' || TRANSIENT.test(error.code);
    return transient ? new DatabaseUnavailable(error.code ?? 'unreachable', error) : error;
  }
  // An abort while the body is read arrives as a DOMException, and a body cut off as a TypeError.
  if (error instanceof DOMException || error instanceof TypeError || error instanceof SyntaxError) {
    return new DatabaseUnavailable('unreachable', error);
  }
  return error;
}
