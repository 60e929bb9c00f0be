import { NeonDbError, neon, neonConfig } from '@neondatabase/serverless';
import { fillPlaceholders, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { DatabaseUnavailable, Refused } from './database-errors.ts';

// Only a loopback database may be plain HTTP; everything else keeps the driver's own https rule.
const isLoopback = (host: string) => host === '127.0.0.1' || host === 'localhost';
neonConfig.fetchEndpoint = (host, port) =>
  isLoopback(host)
    ? `http://${host}:${port}/sql`
    : `https://${host.replace(/^[^.]+\./, 'api.')}/sql`;

/** A statement whose text drizzle has written once; its placeholders are filled at each run. */
export interface Statement<Row> {
  readonly text: string;
  readonly parameters: readonly unknown[];
  readonly row: z.ZodType<Row>;
}

/** Values of a statement's placeholders. Arrays become PostgreSQL arrays; JSON goes in as text. */
export type Values = Record<string, string | number | null | readonly (string | number | null)[]>;

const dialect = new PgDialect();

/**
 * Has drizzle write a statement, once. A placeholder named more than once is sent as one parameter.
 * `row` parses each row that comes back; a row it refuses is a fault, not a client's mistake.
 */
export function statement<Row>(text: SQL, row: z.ZodType<Row>): Statement<Row> {
  const query = dialect.sqlToQuery(text);
  const parameters: unknown[] = [];
  const names: string[] = [];
  const merged = query.sql.replace(/\$(\d+)/g, (_, position: string) => {
    const parameter = query.params[Number(position) - 1];
    const name = placeholderName(parameter);
    const known = name === undefined ? -1 : names.indexOf(name);
    if (known !== -1) return `$${known + 1}`;
    names.push(name ?? '');
    parameters.push(parameter);
    return `$${names.length}`;
  });
  return { text: merged, parameters, row };
}

function placeholderName(parameter: unknown): string | undefined {
  return typeof parameter === 'object' && parameter !== null && 'name' in parameter
    ? String(parameter.name)
    : undefined;
}

export interface Database {
  /**
   * Runs one statement in one HTTP request.
   * @throws Refused when the statement itself refused (SQLSTATE class MT).
   * @throws DatabaseUnavailable when trying again later may help; whether it took effect is unknown.
   */
  run<Row>(statement: Statement<Row>, values: Values): Promise<Row[]>;
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
    async run<Row>({ text, parameters, row }: Statement<Row>, values: Values): Promise<Row[]> {
      const filled = fillPlaceholders([...parameters], values);
      const fetchOptions = { signal: AbortSignal.timeout(timeoutMs) };
      const rows = await sql.query(text, filled, { fetchOptions }).catch((error: unknown) => {
        throw unwrap(error);
      });
      return rows.map((each) => row.parse(each));
    },
  };
}

/** The same database, telling how long each request took in milliseconds, whatever came of it. */
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

/** SQLSTATE classes and codes that pass by themselves: no connection, no room, a lost race, a wait that was too long. */
const TRANSIENT = /^(08|53|57P0|57014|55P03|40001|40P01|58)/;

function unwrap(error: unknown): unknown {
  if (error instanceof NeonDbError) {
    if (error.code?.startsWith('MT')) return new Refused(error.code, error.message, error.detail);
    // An argument that PostgreSQL itself does not take, such as a time zone it does not know.
    if (error.code === '22023') return new Refused(error.code, 'invalid_parameter_value');
    const transient = error.code === undefined || error.code === '' || TRANSIENT.test(error.code);
    return transient ? new DatabaseUnavailable(error.code ?? 'unreachable', error) : error;
  }
  // An abort while the answer's body is read reaches us as it is, and a cut-off body as a TypeError.
  if (error instanceof DOMException || error instanceof TypeError || error instanceof SyntaxError) {
    return new DatabaseUnavailable('unreachable', error);
  }
  return error;
}
