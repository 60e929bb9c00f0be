import { z } from 'zod';
import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { idSchema, type WebhookId } from '../platform/ids.ts';
import { type ListQuery, pageOf, readCursor, writeCursor } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showDelivery } from './delivery.ts';
import { selectDeliveries } from './store.ts';

const DELIVERIES = {
  name: 'deliveries',
  position: z.tuple([z.int(), idSchema<'job'>(), z.int()]),
};
const MAX_SMALLINT = 32_767;

/** The position before which the first page begins: later than every attempt. */
const FIRST_PAGE = DELIVERIES.position.parse([
  Number.MAX_SAFE_INTEGER,
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  MAX_SMALLINT,
]);

/**
 * Lists the attempts to deliver events to a webhook's endpoint, the newest first. Each attempt is a
 * separate item. The attempts of one message have the same `deliveryId`.
 * @throws Problem webhook_not_found, invalid_cursor, key_revoked
 */
export async function listDeliveries(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  webhook: WebhookId,
  { after, limit }: ListQuery,
) {
  authorize(caller, 'manageWebhooks');
  const [beforeMicros, beforeJob, beforeAttempt] =
    (await readCursor(deps, caller, DELIVERIES, after)) ?? FIRST_PAGE;
  const rows = await runAsCaller(deps.database, caller, selectDeliveries, {
    webhook,
    beforeMicros,
    beforeJob,
    beforeAttempt,
    limit: limit + 1,
  });
  if (rows === null) throw new Problem('webhook_not_found');
  return pageOf(rows, limit, showDelivery, ({ atMicros, jobId, attempt }) =>
    writeCursor(deps, caller, DELIVERIES, [atMicros, jobId, attempt]),
  );
}
