import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { WebhookId, WorkspaceId } from '../../platform/ids.ts';
import { json, milliseconds } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';

/** The health of an endpoint to be stored. Instants are milliseconds since 1970. */
export interface StoredHealth {
  readonly webhook_id: WebhookId;
  readonly workspace_id: WorkspaceId;
  /** The version that the new health was computed from; 0 when none was stored. */
  readonly version: number;
  readonly failures: number;
  readonly slow: number;
  readonly opened: number;
  readonly open_until: number | null;
  /** How long the receiver took in these attempts, in milliseconds. */
  readonly spent_ms: number;
}

/**
 * Stores the health of endpoints, unless another consumer has stored one since, and adds the time
 * that their receivers took in this minute.
 */
export const keepHealth = statement({
  params: { health: json<readonly StoredHealth[]>(), now: milliseconds },
  row: z.object({ version: z.int() }),
  sql: (p) => sql`insert into webhook_health as h
      (webhook_id, workspace_id, version, failures, slow, opened, open_until, spent_in, spent_ms)
    select webhook_id, workspace_id, version + 1, failures, slow, opened,
           to_timestamp(open_until / 1000.0), date_trunc('minute', ${p.now}), spent_ms
      from jsonb_to_recordset(${p.health}) as x (
        webhook_id uuid, workspace_id uuid, version int, failures int, slow int, opened int,
        open_until bigint, spent_ms int)
     order by webhook_id
    on conflict (webhook_id) do update
       set (version, failures, slow, opened, open_until, probe) = (
             select excluded.version, excluded.failures, excluded.slow, excluded.opened,
                    excluded.open_until, null::uuid
              where h.version = excluded.version - 1
             union all
             select h.version, h.failures, h.slow, h.opened, h.open_until, h.probe
              where h.version <> excluded.version - 1),
           spent_in = excluded.spent_in,
           spent_ms = excluded.spent_ms
                      + case when h.spent_in = excluded.spent_in then h.spent_ms else 0 end
    returning version`,
});
