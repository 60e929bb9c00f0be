// For rooms that are not converted yet.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Caller } from '../platform/auth/key.ts';
import type { Database } from '../platform/database.ts';
import { type LegacyParams, type LegacyValues, statement } from '../platform/legacy.ts';
import { Problem } from '../platform/problem.ts';
import type { Statement } from '../platform/statement.ts';

const p = sql.placeholder;
export const callerCte = sql`caller as materialized (
  select workspace_id from api_keys
   where id = ${p('callerKey')}::uuid
     and workspace_id = ${p('callerWorkspace')}::uuid
     and revoked_at is null
)`;
type LegacyCallerStatement<Body> = Statement<LegacyParams, { live: boolean; body: Body | null }>;
export function callerStatement<Body>(
  body: z.ZodType<Body>,
  query: SQL,
  ctes: SQL = sql``,
): LegacyCallerStatement<Body> {
  const text = sql`with ${callerCte}${ctes} select exists (select from caller) as live, (${query}) as body`;
  return statement(text, z.object({ live: z.boolean(), body: body.nullable() }));
}
export function callerValues(caller: Caller): LegacyValues {
  return { callerKey: caller.keyId, callerWorkspace: caller.workspaceId };
}
export async function runAsCaller<Body>(
  database: Database,
  caller: Caller,
  wanted: LegacyCallerStatement<Body>,
  values: LegacyValues,
): Promise<Body | null> {
  const [row] = await database.run(wanted, { ...callerValues(caller), ...values });
  if (row?.live !== true) throw new Problem('key_revoked');
  return row.body;
}
