import { neon } from '@neondatabase/serverless';
// Also sets the driver's endpoint.
import { UNLIMITED } from '../src/platform/database.ts';

/** SQL that a script writes itself. */
export interface ScriptSql {
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

/**
 * Runs each statement in a transaction of its own, to which the role's `statement_timeout` does not
 * apply.
 */
export function sqlForScript(databaseUrl: string): ScriptSql {
  const sql = neon(databaseUrl);
  return {
    async query(text, values = []) {
      const [, rows = []] = await sql.transaction([sql.query(UNLIMITED), sql.query(text, values)]);
      return rows;
    },
  };
}
