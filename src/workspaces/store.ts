import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../platform/ids.ts';
import { id, instant, integer, orNull, text, texts } from '../platform/parameter-kinds.ts';
import { isBefore, limitTo } from '../platform/range-store.ts';
import { statement } from '../platform/statement.ts';
import { callerStatement } from './caller-store.ts';
import { admittedWorkspace } from './limits/limit-store.ts';

/**
 * Inserts a key into the caller's workspace, unless that has reached its limit of keys. The workspace
 * is locked, so that concurrent requests count one after the other.
 *
 * The caller's key is the parent, which the new key does not outlive. The parent is locked too, so
 * that its concurrent revocation sees the new key, or this statement sees the revocation. The body is
 * null in that second case.
 */
export const insertKey = callerStatement({
  params: { id: id<'key'>(), name: text, scopes: texts, expiresAt: orNull(instant) },
  body: z.object({
    id: idSchema<'key'>(),
    createdAt: z.string(),
    // Answers that an earlier Worker kept for an Idempotency-Key lack these two.
    parentId: idSchema<'key'>().nullable().default(null),
    expiresAt: z.string().nullable().default(null),
  }),
  ctes: (p) => sql`, ${admittedWorkspace('keys', sql.raw('live_keys_v1'))}, parent as materialized (
    select k.workspace_id, k.id, k.expires_at
      from admitted join api_keys k on k.id = ${p.callerKey}
     where k.revoked_at is null
       for share of k
  ),
  inserted as (
    insert into api_keys (id, workspace_id, name, scopes, parent_id, expires_at)
    select ${p.id}, workspace_id, ${p.name}, ${p.scopes}, id, least(${p.expiresAt}, expires_at)
      from parent
    returning id, created_at, parent_id, expires_at
  )`,
  sql: () => sql`select jsonb_build_object(
               'id', id, 'createdAt', iso_v1(created_at), 'parentId', parent_id,
               'expiresAt', iso_v1(expires_at))
        from inserted`,
  once: { status: 201 },
});

const keySchema = z.object({
  id: idSchema<'key'>(),
  name: z.string(),
  scopes: z.array(z.string()),
  parentId: idSchema<'key'>().nullable(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  revokedThrough: idSchema<'key'>().nullable(),
});
export type StoredKey = z.infer<typeof keySchema>;

/** A page of the workspace's keys, the newest first. */
export const selectKeys = callerStatement({
  params: { before: orNull(id<'key'>()), limit: integer },
  body: z.array(keySchema),
  sql: (p) => sql`select coalesce(jsonb_agg(jsonb_build_object(
        'id', id, 'name', name, 'scopes', scopes, 'parentId', parent_id,
        'createdAt', iso_v1(created_at), 'expiresAt', iso_v1(expires_at),
        'lastUsedAt', iso_v1(last_used_at), 'revokedAt', iso_v1(revoked_at),
        'revokedThrough', revoked_through
      ) order by id desc), '[]')
    from (
      select k.* from caller cross join lateral (
        select * from api_keys
         where ${isBefore([[sql`workspace_id`, sql`caller.workspace_id`]], sql`id`, p.before)}
         order by workspace_id desc, id desc
         ${limitTo(p.limit)}
      ) k
    ) page`,
});

/** Revokes a key and its descendants, without the caller's key if that is one of them. The body is null when there is no such key. */
export const revokeKey = callerStatement({
  params: { id: id<'key'>() },
  body: z.object({ id: idSchema<'key'>() }),
  sql: (p) => sql`select revoke_key_v1(workspace_id, ${p.callerKey}, ${p.id}) from caller`,
  once: { status: 204 },
});

/**
 * Writes that a key is used now, unless that was written in the last half hour. It waits for no
 * lock.
 */
export const writeKeyUse = statement({
  params: { key: id<'key'>(), workspace: id<'workspace'>() },
  row: z.object({}),
  sql: (p) => sql`update api_keys set last_used_at = now()
     where id = any (array(
       select id from api_keys
        where id = ${p.key} and workspace_id = ${p.workspace}
          and (last_used_at is null or last_used_at < now() - interval '30 minutes')
          for no key update skip locked))`,
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

/** The names of the caller's workspace and key. */
export const selectCallerNames = callerStatement({
  params: {},
  body: z.object({ workspace: z.string(), key: z.string() }),
  sql: (p) => sql`select jsonb_build_object('workspace', w.name, 'key', k.name)
    from caller
    join workspaces w on w.id = caller.workspace_id
    join api_keys k on k.id = ${p.callerKey}`,
});
