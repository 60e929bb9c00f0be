import type { Deps } from '../deps.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/legacy-store.ts';
import { showConversation as shown } from './conversation.ts';
import { selectConversation } from './store.ts';

/**
 * One conversation by the caller's own id.
 * @throws Problem conversation_not_found, conversation_erased, key_revoked
 */
export async function showConversation(
  deps: Pick<Deps, 'database'>,
  caller: Caller,
  conversation: string,
) {
  const found = await runAsCaller(deps.database, caller, selectConversation, { conversation });
  if (found === null) throw new Problem('conversation_not_found');
  if (found.erased) throw new Problem('conversation_erased');
  return shown(found.conversation);
}
