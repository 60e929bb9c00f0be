import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { firstIdAt } from '../platform/ids.ts';
import {
  filteredPageOf,
  idList,
  type ListQuery,
  pageOf,
  readCursor,
  writeCursor,
} from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showConversation } from './conversation.ts';
import {
  selectConversations,
  selectConversationsInNeed,
  selectConversationsOfChannel,
  selectCustomerConversations,
  selectCustomerConversationsInNeed,
  selectWaitingConversations,
  waitingPositionSchema,
} from './store.ts';

export interface ConversationQuery extends ListQuery {
  /** The caller's own id of a customer. */
  customer?: string | undefined;
  channel?: string | undefined;
  /** Lists conversations that began at or after this instant. */
  since?: string | undefined;
  /** Lists only conversations that need attention. */
  attention?: 'needed' | undefined;
  /** `attention` is for those that need attention only. */
  order?: 'newest' | 'attention' | undefined;
}

/**
 * How long the id of a conversation may be older than its `createdAt`, in milliseconds. The Worker
 * makes the id before its statement runs, and its clock may be behind the database's.
 */
const ID_LEAD_MS = 10 * 60_000;

const CONVERSATIONS = idList<'conversation'>('conversations');
const WAITING = { name: 'waiting conversations', position: waitingPositionSchema };

/**
 * Lists the workspace's conversations, the newest first, or those that need attention, the longest
 * waiting first.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listConversations(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  query: ConversationQuery,
) {
  authorize(caller, 'readMessages');
  if (query.order === 'attention') return listWaiting(deps, caller, query);
  const { customer, channel, since, attention, after, limit } = query;
  const { database } = deps;
  const [before] = (await readCursor(deps, caller, CONVERSATIONS, after)) ?? [];
  const sinceId =
    since === undefined ? undefined : firstIdAt<'conversation'>(Date.parse(since) - ID_LEAD_MS);
  const values = { before, since, sinceId, limit: limit + 1 };
  const find = () => {
    if (customer !== undefined) {
      const wanted = attention ? selectCustomerConversationsInNeed : selectCustomerConversations;
      return runAsCaller(database, caller, wanted, { ...values, channel, customer });
    }
    if (attention) {
      return runAsCaller(database, caller, selectConversationsInNeed, { ...values, channel });
    }
    return channel === undefined
      ? runAsCaller(database, caller, selectConversations, values)
      : runAsCaller(database, caller, selectConversationsOfChannel, { ...values, channel });
  };
  return filteredPageOf(
    await find(),
    limit,
    showConversation,
    ({ uuid }) => uuid,
    (position) => writeCursor(deps, caller, CONVERSATIONS, position),
  );
}

/**
 * Lists the conversations that need attention, the longest waiting first. One that begins to need
 * attention meanwhile comes last, so a walk through the pages meets it too.
 */
async function listWaiting(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  { customer, channel, since, after, limit }: ConversationQuery,
) {
  const [afterAt, afterId] = (await readCursor(deps, caller, WAITING, after)) ?? [];
  const values = { afterAt, afterId, since, channel, customer, limit: limit + 1 };
  const found = await runAsCaller(deps.database, caller, selectWaitingConversations, values);
  const { data, readTo } = found ?? { data: [], readTo: null };
  return pageOf(
    data,
    limit,
    showConversation,
    ({ attentionAt, uuid }) =>
      writeCursor(deps, caller, WAITING, waitingPositionSchema.parse([attentionAt, uuid])),
    async () => (readTo === null ? null : writeCursor(deps, caller, WAITING, readTo)),
  );
}
