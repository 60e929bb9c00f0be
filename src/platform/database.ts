import { NeonDbError, neon, neonConfig } from '@neondatabase/serverless';
import { z } from 'zod';
import { DatabaseUnavailable, Refused } from './database-errors.ts';
import type { WorkspaceId } from './ids.ts';
import { arrayLiteral } from './parameter-kinds.ts';
import {
  encodeValues,
  IN_DATABASE_MS,
  type Params,
  type Statement,
  type Values,
} from './statement.ts';

// Only a loopback database may use plain HTTP. Every other one uses the driver's own https rule.
const isLoopback = (host: string) => host === '127.0.0.1' || host === 'localhost';
neonConfig.fetchEndpoint = (host, port) =>
  isLoopback(host)
    ? `http://${host}:${port}/sql`
    : `https://${host.replace(/^[^.]+\./, 'api.')}/sql`;

/** How many costly reads a workspace may run at the same time. */
export interface ReadSlots {
  readonly workspaceId: WorkspaceId;
  readonly atOnce: number;
}

export interface Database {
  /**
   * Runs one statement in one HTTP request.
   * @throws Refused when the statement refused the request (SQLSTATE class MT), or a row is not unique
   *   (23505)
   * @throws DatabaseUnavailable when a retry may help; the statement may have taken effect or not
   * @param use says how the statement is run, and gets the time that the database spent on it
   */
  run<P extends Params, Row>(
    statement: Statement<P, Row>,
    values: Values<P>,
    use?: DatabaseUse,
  ): Promise<Row[]>;
  /** Takes by how much the answer of a statement may be older than usual; see cache_factor_v1. */
  noteCacheFactor?(factor: number): void;
}

export interface DatabaseOptions {
  url: string;
  /** How long one request may take, in milliseconds. */
  timeoutMs: number;
}

/** The database behind Neon's HTTP endpoint. */
export function openDatabase({ url, timeoutMs }: DatabaseOptions): Database {
  const sql = neon(url);
  return databaseOf(async (text, values, slots) => {
    const fetchOptions = { signal: AbortSignal.timeout(timeoutMs) };
    if (slots === undefined) return sql.query(text, values, { fetchOptions });
    const claim = sql.query('select claim_read_slot_v1($1, $2)', [slots.workspaceId, slots.atOnce]);
    const [, rows = []] = await sql.transaction([claim, sql.query(text, values)], { fetchOptions });
    return rows;
  });
}

/**
 * The same for a script of the operator. Its statements may run longer than LONGEST_STATEMENT_MS, which
 * is the role's `statement_timeout`. Each one is a transaction that first removes the limit.
 */
export function openDatabaseForScript({ url, timeoutMs }: DatabaseOptions): Database {
  const sql = neon(url);
  return databaseOf(async (text, values) => {
    const [, rows = []] = await sql.transaction([sql.query(UNLIMITED), sql.query(text, values)], {
      fetchOptions: { signal: AbortSignal.timeout(timeoutMs) },
    });
    return rows;
  });
}

/** Lets the statements of this transaction run for any time. */
export const UNLIMITED = 'set local statement_timeout = 0';

/** The text with which a prepared statement is sent: its parameters are a text and an array of values. */
export const RUN_PREPARED = `select run_prepared_v1($1, $2) as result, ${IN_DATABASE_MS}`;
const timedRow = z.object({ inDatabaseMs: z.number().nonnegative() });
const preparedRow = z.object({ result: z.unknown() });

function databaseOf(
  send: (
    text: string,
    values: unknown[],
    slots: ReadSlots | undefined,
  ) => Promise<readonly unknown[]>,
): Database {
  return {
    async run(statement, values, use) {
      const slots = use?.slots;
      const { text, row, isPrepared } = statement;
      const encoded = encodeValues(statement, values);
      const sent = isPrepared
        ? send(RUN_PREPARED, [text, arrayLiteral(encoded)], slots)
        : send(text, encoded, slots);
      const rows = await sent.catch((error: unknown) => {
        throw unwrap(error);
      });
      if (use !== undefined) use.inDatabaseMs = timedRow.safeParse(rows[0]).data?.inDatabaseMs;
      return rows.map((each) => row.parse(isPrepared ? preparedRow.parse(each).result : each));
    },
  };
}

/** How a request has used the database so far, and how it is to use it. */
export interface DatabaseUse {
  requests: number;
  /** How long the requests took, in milliseconds, with the network and PostgreSQL's planning. */
  ms: number;
  /**
   * The part of `ms` that PostgreSQL spent on executing the statement. Undefined when it is not known,
   * because there was no request, or no answer, or the statement does not say.
   */
  inDatabaseMs: number | undefined;
  /**
   * Set when the request is a costly read: the statement first waits for one of the slots of its
   * workspace, in the same request; see claim_read_slot_v1.
   */
  slots: ReadSlots | undefined;
  /** By how much the answer may be older than usual when it is cached. 1 where no statement says more. */
  cacheFactor: number;
}

/** The same database, which counts each request to it in `use`, also a failed one. */
export function counted(database: Database, use: DatabaseUse): Database {
  return {
    async run(statement, values) {
      const started = Date.now();
      try {
        return await database.run(statement, values, use);
      } finally {
        use.requests += 1;
        use.ms += Date.now() - started;
      }
    },
    noteCacheFactor(factor) {
      use.cacheFactor = factor;
    },
  };
}

/**
 * SQLSTATE classes and codes of temporary faults: a lost connection, exhausted resources, a
 * serialization failure, a deadlock, a lock that was not granted in time.
 */
const TRANSIENT = /^(08|53|57P0|57014|55P03|40001|40P01|58)/;

function unwrap(error: unknown): unknown {
  if (error instanceof NeonDbError) {
    if (error.code?.startsWith('MT')) return new Refused(error.code, error.message, error.detail);
    // A unique constraint decided a race between two rows. The verb maps its name to a problem.
    if (error.code === '23505') return new Refused(error.code, error.constraint ?? 'not_unique');
    const transient = error.code === undefined || error.code === '' || TRANSIENT.test(error.code);
    return transient ? new DatabaseUnavailable(error.code ?? 'unreachable', error) : error;
  }
  // An abort while the body is read arrives as a DOMException, a truncated body as a TypeError, and
  // an answer that is not JSON as a SyntaxError.
  if (error instanceof DOMException || error instanceof TypeError || error instanceof SyntaxError) {
    return new DatabaseUnavailable('unreachable', error);
  }
  return error;
}
