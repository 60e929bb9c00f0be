import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { idList, type ListQuery, pageOf, readCursor, writeCursor } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showConversation } from './conversation.ts';
import {
  selectConversations,
  selectConversationsInNeed,
  selectCustomerConversations,
  selectCustomerConversationsInNeed,
} from './store.ts';

export interface ConversationQuery extends ListQuery {
  /** The caller's own id of a customer. */
  customer?: string | undefined;
  channel?: string | undefined;
  /** Lists conversations that began at or after this instant. */
  since?: string | undefined;
  /** Lists only conversations that need attention. */
  attention?: 'needed' | undefined;
}

const CONVERSATIONS = idList<'conversation'>('conversations');

/**
 * Lists the workspace's conversations, the newest first.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listConversations(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  { customer, channel, since, attention, after, limit }: ConversationQuery,
) {
  authorize(caller, 'readMessages');
  const { database } = deps;
  const [before] = (await readCursor(deps, caller, CONVERSATIONS, after)) ?? [];
  const values = { before, since, channel, limit: limit + 1 };
  const rows =
    customer === undefined
      ? await runAsCaller(
          database,
          caller,
          attention ? selectConversationsInNeed : selectConversations,
          values,
        )
      : await runAsCaller(
          database,
          caller,
          attention ? selectCustomerConversationsInNeed : selectCustomerConversations,
          { ...values, customer },
        );
  return pageOf(rows ?? [], limit, showConversation, ({ uuid }) =>
    writeCursor(deps, caller, CONVERSATIONS, [uuid]),
  );
}
