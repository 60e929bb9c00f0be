import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { decodeCursor, encodeCursor } from '../platform/pagination.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/legacy-store.ts';
import { showConversation } from './conversation.ts';
import {
  selectConversations,
  selectConversationsInNeed,
  selectCustomerConversations,
  selectCustomerConversationsInNeed,
} from './store.ts';

export interface ConversationFilter {
  customer?: string | undefined;
  channel?: string | undefined;
  /** Begun at or after this instant. */
  since?: string | undefined;
  attention?: 'needed' | undefined;
  after?: string | undefined;
  limit: number;
}

/**
 * The workspace's conversations, the newest first.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listConversations(
  deps: Pick<Deps, 'database'>,
  caller: Caller,
  { customer, channel, since, attention, after, limit }: ConversationFilter,
) {
  const values = {
    before: after === undefined ? null : readUuid(after),
    since: since ?? null,
    channel: channel ?? null,
    limit: limit + 1,
  };
  const rows =
    (customer === undefined
      ? await runAsCaller(
          deps.database,
          caller,
          attention ? selectConversationsInNeed : selectConversations,
          values,
        )
      : await runAsCaller(
          deps.database,
          caller,
          attention ? selectCustomerConversationsInNeed : selectCustomerConversations,
          { ...values, customer },
        )) ?? [];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.map(showConversation),
    page: { next: last && rows.length > limit ? encodeCursor('conversation', last.uuid) : null },
  };
}

function readUuid(cursor: string): string {
  const uuid = z.uuid().safeParse(decodeCursor('conversation', cursor));
  if (!uuid.success) throw new Problem('invalid_cursor');
  return uuid.data;
}
