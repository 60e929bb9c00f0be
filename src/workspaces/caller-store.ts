import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Caller } from '../platform/auth/key.ts';
import type { Database } from '../platform/database.ts';
import { id } from '../platform/parameter-kinds.ts';
import { Problem } from '../platform/problem.ts';
import {
  type Params,
  type Placeholders,
  type Statement,
  statement,
  type Values,
} from '../platform/statement.ts';

/** The parameters that name the caller; {@link runAsCaller} fills them in. */
export const callerParams = { callerKey: id<'key'>(), callerWorkspace: id<'workspace'>() };
export type CallerParams = typeof callerParams;

/** The values of {@link callerParams}. */
export function callerValues(caller: Caller): Values<CallerParams> {
  return { callerKey: caller.keyId, callerWorkspace: caller.workspaceId };
}

/**
 * The CTE `caller`: the workspace of the caller's key, and no row if the key has been revoked.
 * Every statement of a request begins with it, so that authentication needs no additional request.
 */
export const callerCte = (p: Placeholders<CallerParams>) => sql`caller as materialized (
  select workspace_id from api_keys
   where id = ${p.callerKey} and workspace_id = ${p.callerWorkspace} and revoked_at is null
)`;

/** A statement on a caller's behalf. Its body is null when the requested row does not exist. */
export type CallerStatement<P extends Params, Body> = Statement<
  P & CallerParams,
  { live: boolean; body: Body | null }
>;

/**
 * A statement that also returns whether the caller's key is live.
 *
 * @param body parses the result
 * @param sql a scalar query that reads from `caller`, and from the CTEs if there are any
 * @param ctes further CTEs, each beginning with a comma
 */
export function callerStatement<P extends Params, Body>(definition: {
  params: P;
  body: z.ZodType<Body>;
  ctes?: (p: Placeholders<P & CallerParams>) => SQL;
  sql: (p: Placeholders<P & CallerParams>) => SQL;
}): CallerStatement<P, Body> {
  const { params, body, ctes = () => sql`` } = definition;
  return statement({
    params: { ...params, ...callerParams },
    row: z.object({ live: z.boolean(), body: body.nullable() }),
    sql: (p) => sql`with ${callerCte(p)}${ctes(p)}
      select exists (select from caller) as live, (${definition.sql(p)}) as body`,
  });
}

/**
 * Runs a statement on the caller's behalf.
 * @returns the body; null when the requested row does not exist
 * @throws Problem key_revoked
 */
export async function runAsCaller<P extends Params, Body>(
  database: Database,
  caller: Caller,
  wanted: CallerStatement<P, Body>,
  values: Values<P>,
): Promise<Body | null> {
  const all = { ...callerValues(caller), ...values } as Values<P & CallerParams>;
  const [row] = await database.run(wanted, all);
  if (row?.live !== true) throw new Problem('key_revoked');
  return row.body;
}
