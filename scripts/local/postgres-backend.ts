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
  /** Keeps the connection when its statement fails; `pool.query` would close it. */
  const runAlone = async (only: SqlQuery): Promise<SqlResult> => {
    const client = await pool.connect();
    let broken = false;
    try {
      return await query(client, only);
    } catch (error) {
      broken = !new SqlError(error).isFromPostgres;
      throw error;
    } finally {
      client.release(broken);
    }
  };
  return {
    async run(queries, transaction) {
      if (transaction === undefined) {
        const [only] = queries;
        if (only === undefined) return [];
        return [await runAlone(only).catch(rethrow)];
      }
      const client = await pool.connect().catch(rethrow);
      let broken = false;
      try {
        await client.query(beginStatement(transaction));
        const results: SqlResult[] = [];
        for (const each of queries) results.push(await query(client, each));
        await client.query('commit');
        return results;
      } catch (error) {
        await client.query('rollback').catch(() => {
          broken = true;
        });
        return rethrow(error);
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

function rethrow(error: unknown): never {
  throw new SqlError(error);
}
