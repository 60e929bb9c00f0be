import type { Role } from '../../conversations/message.ts';
import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import type { EmotionPorts } from '../ports.ts';
import { freshnessOf } from './freshness.ts';
import { selectConversationEmotions } from './store.ts';
import { summarise, TREND_WINDOW, trendOfMessages } from './summary.ts';

/**
 * Shows the emotion statistics of a conversation.
 * @param conversation the caller's own id
 * @param filter a role counts only messages of that role; the trend is always the customer's
 * @throws Problem conversation_not_found, conversation_erased, key_revoked
 */
export async function showConversationEmotions(
  deps: Pick<EmotionPorts, 'database' | 'classifier' | 'now'>,
  caller: Caller,
  conversation: string,
  { role }: { role?: Role | undefined },
) {
  authorize(caller, 'readMessages');
  const values = { conversation, role, window: TREND_WINDOW };
  const found = await runAsCaller(deps.database, caller, selectConversationEmotions, values);
  if (found === null) throw new Problem('conversation_not_found');
  if (found.erased) throw new Problem('conversation_erased');
  const asOfSeq = found.firstPendingSeq === null ? found.lastSeq : found.firstPendingSeq - 1;
  return {
    conversationId: conversation,
    ...summarise(found.sums),
    trend: trendOfMessages(found),
    freshness: { asOfSeq, ...freshnessOf(deps, found) },
  };
}
