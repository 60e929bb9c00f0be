import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showConversation as shown } from './conversation.ts';
import { selectConversation } from './store.ts';

/**
 * Shows a conversation.
 * @param conversation the caller's own id
 * @throws Problem conversation_not_found, conversation_erased, key_revoked
 */
export async function showConversation(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  conversation: string,
) {
  authorize(caller, 'readMessages');
  const found = await runAsCaller(deps.database, caller, selectConversation, { conversation });
  if (found === null) throw new Problem('conversation_not_found');
  if (found.erased) throw new Problem('conversation_erased');
  return shown(found.conversation);
}
