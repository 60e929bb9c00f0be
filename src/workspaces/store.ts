import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, type Statement, statement, type Values } from '../platform/database.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from './key.ts';

const p = sql.placeholder;

/** The caller's key, if it has not been revoked; begins every statement, so that no request needs another. */
export const callerCte = sql`caller as materialized (
  select workspace_id from api_keys
   where id = ${p('callerKey')}::uuid
     and workspace_id = ${p('callerWorkspace')}::uuid
     and revoked_at is null
)`;

/** A statement run on a caller's behalf: its body is null when the thing asked for is not there. */
export type CallerStatement<Body> = Statement<{ live: boolean; body: Body | null }>;

/**
 * Wraps a scalar query over `caller` (and optional further CTEs) so that one statement also says
 * whether the caller's key is live.
 */
export function callerStatement<Body>(
  body: z.ZodType<Body>,
  query: SQL,
  ctes: SQL = sql``,
): CallerStatement<Body> {
  const text = sql`with ${callerCte}${ctes} select exists (select from caller) as live, (${query}) as body`;
  return statement(text, z.object({ live: z.boolean(), body: body.nullable() }));
}

/** The placeholders of {@link callerCte}. */
export function callerValues(caller: Caller): Values {
  return { callerKey: caller.keyId, callerWorkspace: caller.workspaceId };
}

/**
 * Runs a statement on the caller's behalf.
 * @throws Problem key_revoked
 */
export async function runAsCaller<Body>(
  database: Database,
  caller: Caller,
  wanted: CallerStatement<Body>,
  values: Values,
): Promise<Body | null> {
  const [row] = await database.run(wanted, { ...callerValues(caller), ...values });
  if (row?.live !== true) throw new Problem('key_revoked');
  return row.body;
}

export const scopesColumn = z.array(z.string());

export const insertKey = callerStatement(
  z.string(),
  sql`select iso_v1(created_at) from inserted`,
  sql`, inserted as (
    insert into api_keys (id, workspace_id, name, scopes)
    select ${p('id')}::uuid, workspace_id, ${p('name')}::text, ${p('scopes')}::text[] from caller
    returning created_at
  )`,
);

export const keyRowSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
});

export const selectKeys = callerStatement(
  z.array(keyRowSchema),
  sql`select coalesce(jsonb_agg(jsonb_build_object(
        'id', id, 'name', name, 'scopes', scopes,
        'createdAt', iso_v1(created_at), 'revokedAt', iso_v1(revoked_at)
      ) order by id desc), '[]')
    from (
      select k.* from caller join api_keys k using (workspace_id)
       where ${p('before')}::uuid is null or k.id < ${p('before')}::uuid
       order by k.id desc
       limit ${p('limit')}::int
    ) page`,
);

/** Its body is the time of revocation, which a second call does not change. */
export const revokeKey = callerStatement(
  z.string(),
  sql`select iso_v1(revoked_at) from revoked`,
  sql`, revoked as (
    update api_keys k set revoked_at = coalesce(k.revoked_at, now())
      from caller
     where k.workspace_id = caller.workspace_id and k.id = ${p('id')}::uuid
    returning k.revoked_at
  )`,
);

/** For the operator's own scripts: a workspace by name, made if it is not there, and a key in it. */
export const insertFirstKey = statement(
  sql`with named as (
      select id from workspaces where name = ${p('workspaceName')}::text order by id limit 1
    ),
    made as (
      insert into workspaces (id, name)
      select ${p('workspace')}::uuid, ${p('workspaceName')}::text
       where not exists (select from named)
      returning id
    )
    insert into api_keys (id, workspace_id, name, scopes)
    select ${p('id')}::uuid, id, ${p('name')}::text, ${p('scopes')}::text[]
      from (select id from named union all select id from made) workspace
    returning workspace_id as workspace`,
  z.object({ workspace: z.uuid() }),
);
