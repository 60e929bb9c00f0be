import pg from 'pg';
import {
  beginStatement,
  type SqlBackend,
  SqlError,
  type SqlQuery,
  type SqlResult,
} from './sql-backend.ts';

/** Leaves every value as the text that PostgreSQL sends. */
const asText = { getTypeParser: () => (value: string) => value };

/** A PostgreSQL server behind a pool. A connection whose rollback fails is closed. */
export function openPostgresBackend(options: {
  connectionString: string;
  max?: number;
}): SqlBackend {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.max ?? 64,
    // Neon's pooler keeps idle connections for minutes too. A new connection has no cached plans.
    idleTimeoutMillis: 10 * 60_000,
  });
  // A broken idle connection must not end the process. The pool replaces it.
  pool.on('error', () => {});
  const query = async (on: pg.PoolClient, { query: text, params }: SqlQuery) => {
    const result = await on.query<(string | null)[]>({
      // The extended protocol refuses several statements in one query, as Neon does.
      queryMode: 'extended',
      text,
      values: [...params],
      rowMode: 'array',
      types: asText,
    } as pg.QueryArrayConfig);
    return {
      fields: result.fields,
      rows: result.rows,
      command: result.command,
      rowCount: result.rowCount,
    } satisfies SqlResult;
  };
  /** Cancels queries, on connections of its own: the others may all be in use. */
  const cancelling = new pg.Pool({ connectionString: options.connectionString, max: 2 });
  cancelling.on('error', () => {});
  /**
   * Runs work on a connection and keeps the connection when a statement fails; `pool.query` would close
   * it. If the signal is aborted, the running statement is cancelled. The connection is then closed,
   * because the cancellation could also hit its next statement.
   */
  const onConnection = async <T>(
    signal: AbortSignal,
    work: (client: pg.PoolClient) => Promise<T>,
    isBroken: (error: unknown) => boolean,
  ): Promise<T> => {
    const client = await pool.connect();
    let broken = false;
    let cancelled: Promise<unknown> | undefined;
    const cancel = () => {
      cancelled = cancelling
        .query('select pg_cancel_backend($1)', [processOf(client)])
        .catch(() => {});
    };
    signal.addEventListener('abort', cancel);
    try {
      signal.throwIfAborted();
      return await work(client);
    } catch (error) {
      broken = isBroken(error);
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      await cancelled;
      client.release(broken || cancelled !== undefined);
    }
  };
  return {
    async run(queries, transaction, signal = new AbortController().signal) {
      const [only] = queries;
      if (only === undefined) return [];
      if (transaction === undefined) {
        const isBroken = (error: unknown) => !new SqlError(error).isFromPostgres;
        return onConnection(signal, async (client) => [await query(client, only)], isBroken).catch(
          rethrow,
        );
      }
      let failedToRollBack = false;
      return onConnection(
        signal,
        async (client) => {
          try {
            await client.query(beginStatement(transaction));
            const results: SqlResult[] = [];
            for (const each of queries) {
              signal.throwIfAborted();
              results.push(await query(client, each));
            }
            await client.query('commit');
            return results;
          } catch (error) {
            await client.query('rollback').catch(() => {
              failedToRollBack = true;
            });
            throw error;
          }
        },
        () => failedToRollBack,
      ).catch(rethrow);
    },
    async close() {
      await Promise.all([pool.end(), cancelling.end()]);
    },
  };
}

/** The id of the server process of a connection. The types of `pg` do not name it. */
const processOf = (client: object): unknown => Reflect.get(client, 'processID');

function rethrow(error: unknown): never {
  throw new SqlError(error);
}
