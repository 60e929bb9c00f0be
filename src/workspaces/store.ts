import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../platform/ids.ts';
import { id, integer, orNull, text, texts } from '../platform/parameter-kinds.ts';
import { statement } from '../platform/statement.ts';
import { callerStatement } from './caller-store.ts';
import { admittedWorkspace } from './limits/limit-store.ts';

/**
 * Inserts a key into the caller's workspace, unless that has reached its limit of keys. The workspace
 * is locked, so that concurrent requests count one after the other.
 */
export const insertKey = callerStatement({
  params: { id: id<'key'>(), name: text, scopes: texts },
  body: z.object({ id: idSchema<'key'>(), createdAt: z.string() }),
  ctes: (p) => sql`, ${admittedWorkspace('keys', sql.raw('live_keys_v1'))}, inserted as (
    insert into api_keys (id, workspace_id, name, scopes)
    select ${p.id}, workspace_id, ${p.name}, ${p.scopes} from admitted
    returning id, created_at
  )`,
  sql: () => sql`select jsonb_build_object('id', id, 'createdAt', iso_v1(created_at))
        from inserted`,
  once: { status: 201 },
});

const keySchema = z.object({
  id: idSchema<'key'>(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
});
export type StoredKey = z.infer<typeof keySchema>;

/** A page of the workspace's keys, the newest first. */
export const selectKeys = callerStatement({
  params: { before: orNull(id<'key'>()), limit: integer },
  body: z.array(keySchema),
  sql: (p) => sql`select coalesce(jsonb_agg(jsonb_build_object(
        'id', id, 'name', name, 'scopes', scopes,
        'createdAt', iso_v1(created_at), 'revokedAt', iso_v1(revoked_at)
      ) order by id desc), '[]')
    from (
      select k.* from caller join api_keys k using (workspace_id)
       where ${p.before} is null or k.id < ${p.before}
       order by k.id desc
       limit ${p.limit}
    ) page`,
});

/** Revokes a key, unless it is revoked already. The body is null when there is no such key. */
export const revokeKey = callerStatement({
  params: { id: id<'key'>() },
  body: z.object({ id: idSchema<'key'>() }),
  ctes: (p) => sql`, revoked as (
    update api_keys k set revoked_at = coalesce(k.revoked_at, now())
      from caller
     where k.workspace_id = caller.workspace_id and k.id = ${p.id}
    returning k.id
  )`,
  sql: () => sql`select jsonb_build_object('id', id) from revoked`,
  once: { status: 204 },
});

/**
 * For the operator's scripts: creates a workspace with a key. Returns no row, and creates nothing, when
 * a workspace of this name exists.
 */
export const insertWorkspace = statement({
  params: { id: id<'workspace'>(), name: text, key: id<'key'>(), keyName: text, scopes: texts },
  row: z.object({ id: idSchema<'workspace'>() }),
  sql: (p) => sql`with made as (
      insert into workspaces (id, name)
      select ${p.id}, ${p.name}
       where not exists (select from workspaces where name = ${p.name})
      returning id
    )
    insert into api_keys (id, workspace_id, name, scopes)
    select ${p.key}, id, ${p.keyName}, ${p.scopes} from made
    returning workspace_id as id`,
});

/**
 * For the operator's scripts: creates a key in a workspace that exists. Returns no row when it does
 * not exist.
 */
export const insertOperatorsKey = statement({
  params: { workspace: id<'workspace'>(), key: id<'key'>(), keyName: text, scopes: texts },
  row: z.object({ id: idSchema<'workspace'>() }),
  sql: (p) => sql`insert into api_keys (id, workspace_id, name, scopes)
    select ${p.key}, id, ${p.keyName}, ${p.scopes} from workspaces where id = ${p.workspace}
    returning workspace_id as id`,
});

/** For the operator's scripts: the workspaces of this name, the oldest first. */
export const selectWorkspacesNamed = statement({
  params: { name: text },
  row: z.object({ id: idSchema<'workspace'>() }),
  sql: (p) => sql`select id from workspaces where name = ${p.name} order by id`,
});
