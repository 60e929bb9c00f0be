import type { Deps } from '../deps.ts';
import { readId, showId } from '../platform/ids.ts';
import { decodeCursor, encodeCursor } from '../platform/pagination.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/legacy-store.ts';
import { selectDeliveries } from './store.ts';
import { webhookId } from './webhooks.ts';

/** Later than any attempt: where the first page begins. */
const END = {
  beforeMicros: Number.MAX_SAFE_INTEGER,
  beforeJob: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  beforeAttempt: 32_767,
};

/**
 * What was attempted to tell an endpoint, the newest first. A message that is tried again comes once
 * for each attempt, under one deliveryId: the webhook-id that the endpoint was sent.
 * @throws Problem webhook_not_found, invalid_cursor, key_revoked
 */
export async function listDeliveries(
  deps: Pick<Deps, 'database'>,
  caller: Caller,
  webhook: string,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const rows = await runAsCaller(deps.database, caller, selectDeliveries, {
    webhook: webhookId(webhook),
    limit: limit + 1,
    ...(after === undefined ? END : readPosition(after)),
  });
  if (rows === null) throw new Problem('webhook_not_found');
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.map(({ jobId, atMicros: _, bookingId, ...delivery }) => ({
      ...delivery,
      deliveryId: showId('job', jobId),
      bookingId: bookingId && showId('booking', bookingId),
    })),
    page: {
      next:
        last && rows.length > limit
          ? encodeCursor(KIND, `${last.atMicros}.${showId('job', last.jobId)}.${last.attempt}`)
          : null,
    },
  };
}

const KIND = 'delivery';

function readPosition(cursor: string): typeof END {
  const [micros = '', job = '', attempt = ''] = decodeCursor(KIND, cursor).split('.');
  const beforeJob = readId('job', job);
  const position = { beforeMicros: Number(micros), beforeAttempt: Number(attempt) };
  if (
    beforeJob === undefined ||
    !/^\d{1,16}$/.test(micros) ||
    !/^\d{1,5}$/.test(attempt) ||
    position.beforeMicros > END.beforeMicros ||
    position.beforeAttempt > END.beforeAttempt
  ) {
    throw new Problem('invalid_cursor');
  }
  return { ...position, beforeJob };
}
