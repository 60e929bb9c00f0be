import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { bigint, id, orNull, text } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';
import { callerStatement } from '../caller-store.ts';
import { storedLimitSchema } from './limit.ts';

/**
 * The CTEs `locked` and `admitted`: the caller's workspace, when it may get one more of the things
 * that a limit counts. The workspace's row is locked first, so that concurrent requests count one
 * after the other and the count is exact. At the limit, the statement is refused with MT409
 * limit_reached.
 * @param limit the limit's name in default_limits_v1
 * @param count a volatile SQL function of the workspace that counts the things. It must be volatile,
 *   because only a snapshot that is taken after the lock shows what a racing request has just added
 */
export const admittedWorkspace = (limit: 'venues' | 'keys' | 'webhooks', count: SQL) =>
  sql`locked as materialized (
    select w.id as workspace_id
      from caller join workspaces w on w.id = caller.workspace_id
       for no key update of w
  ),
  admitted as materialized (
    select workspace_id
      from locked
     cross join lateral check_limit_v1(workspace_id, ${sql.raw(`'${limit}'`)},
                                       ${count}(workspace_id))
  )`;

/** The rates of a workspace, and whether its storage is full, which isolates read. */
export const selectRates = statement({
  params: { workspace: id<'workspace'>() },
  row: z.object({
    requests: z.int().positive(),
    databaseMs: z.int().positive(),
    mostBytes: z.int(),
    isFull: z.boolean(),
  }),
  sql: (p) => sql`select limit_v1(id, 'requests_per_minute')::double precision as requests,
       limit_v1(id, 'database_ms_per_minute')::double precision as "databaseMs",
       limit_v1(id, 'storage_bytes')::double precision as "mostBytes",
       coalesce((select storage_bytes from workspace_usage where workspace_id = id), 0)
         >= limit_v1(id, 'storage_bytes') as "isFull"
  from workspaces where id = ${p.workspace}`,
});

/** The limits of the caller's workspace, and how much of them is used. */
export const selectLimits = callerStatement({
  params: {},
  body: z.array(storedLimitSchema),
  sql: () => sql`select show_limits_v1(workspace_id) from caller`,
});

/**
 * For the operator's script: sets a limit of a workspace, or resets it to the default when `value` is
 * null. No row comes back when there is no such workspace.
 */
export const updateLimit = statement({
  params: { workspace: id<'workspace'>(), limit: text, value: orNull(bigint) },
  row: z.object({ name: z.string() }),
  sql: (p) => sql`update workspaces
   set limits = case when ${p.value} is null then limits - ${p.limit}
                     else limits || jsonb_build_object(${p.limit}, ${p.value}) end
 where id = ${p.workspace}
returning name`,
});

/** For the operator's script: the limits of a workspace. No row when there is no such workspace. */
export const selectLimitsOf = statement({
  params: { workspace: id<'workspace'>() },
  row: z.object({
    limits: z.array(storedLimitSchema),
    defaults: z.record(z.string(), z.int()),
    changed: z.record(z.string(), z.int()),
  }),
  sql: (p) => sql`select show_limits_v1(id) as limits, default_limits_v1() as defaults,
       limits as changed
  from workspaces where id = ${p.workspace}`,
});
