import { NeonDbError, neon } from '@neondatabase/serverless';
import { z } from 'zod';
// Sets the driver's endpoint: plain HTTP for a loopback database, https for any other.
import { UNLIMITED } from '../../src/platform/database.ts';
import { DatabaseUrlInvalid, parseDatabaseUrl } from '../database-url.ts';
import { MigrationRefused, type RefusalReason } from './migration-refused.ts';

/** A statement with its parameters. */
export interface MigrationStatement {
  readonly text: string;
  readonly parameters?: readonly (string | number)[];
}

/**
 * The database as `migrate` uses it: each call is a whole transaction, and each error is a readable
 * message.
 */
export interface MigrationSession {
  /**
   * Runs statements in one transaction, which is one HTTP request, and returns the rows of the last.
   * The role's `statement_timeout` does not apply to them.
   * @param what names the work in an error, such as `0001_tables.sql`
   * @throws MigrationRefused failed_statement, unreachable
   */
  transaction(
    what: string,
    statements: readonly MigrationStatement[],
    timeoutMs?: number,
  ): Promise<unknown[]>;
}

/**
 * Opens the database behind a Neon URL.
 * @throws MigrationRefused unreachable, when the URL is not one of PostgreSQL
 */
export function openMigrationSession(databaseUrl: string): MigrationSession {
  const url = parseUrl(databaseUrl);
  const sql = neon(databaseUrl, { fullResults: true });
  return {
    async transaction(what, statements, timeoutMs) {
      const queries = [
        sql.query(UNLIMITED),
        ...statements.map(({ text, parameters = [] }) => sql.query(text, [...parameters])),
      ];
      const options =
        timeoutMs === undefined ? {} : { fetchOptions: { signal: AbortSignal.timeout(timeoutMs) } };
      const results = await sql.transaction(queries, options).catch((error: unknown) => {
        throw explain(error, what, url);
      });
      return results.at(-1)?.rows ?? [];
    },
  };
}

function parseUrl(databaseUrl: string): URL {
  try {
    return parseDatabaseUrl(databaseUrl);
  } catch (error) {
    if (error instanceof DatabaseUrlInvalid) {
      throw new MigrationRefused('unreachable', error.message);
    }
    throw error;
  }
}

const codeSchema = z.object({ code: z.string() });

function explain(error: unknown, what: string, url: URL): MigrationRefused {
  const refused = (reason: RefusalReason, message: string) =>
    new MigrationRefused(reason, withoutSecrets(message, url), { cause: error });
  if (error instanceof NeonDbError && error.code !== undefined && error.code !== '') {
    const hint = error.hint === undefined ? '' : ` ${error.hint}`;
    return refused(
      'failed_statement',
      `${what} failed and was rolled back: ${error.message} (SQLSTATE ${error.code}).${hint}`,
    );
  }
  return refused(
    'unreachable',
    `No database answered at ${url.host}: ${causeOf(error)}. Check the database URL.`,
  );
}

/** The innermost cause that has a system error code, or else the message of the error. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const inner = error instanceof NeonDbError ? (error.sourceError ?? error.cause) : error.cause;
  if (inner !== undefined) return causeOf(inner);
  if (error.name === 'TimeoutError') return 'it took too long';
  const code = codeSchema.safeParse(error).data?.code;
  return code === undefined ? error.message : `${error.message} (${code})`;
}

function withoutSecrets(text: string, url: URL): string {
  const secrets = [url.href, url.password, decodeURIComponent(url.password)];
  return secrets
    .filter((secret) => secret.length > 0)
    .reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}
