import { emotionFromCaller, type GivenEmotion } from '../../conversations/emotion.ts';
import type { Deps } from '../../deps.ts';
import { newId } from '../../platform/ids.ts';
import { Problem } from '../../platform/problem.ts';
import type { Caller } from '../../workspaces/key.ts';
import { runAsCaller } from '../../workspaces/legacy-store.ts';
import { correctEmotion as correctStatement } from './store.ts';

/**
 * Corrects the emotion of a message, in one round trip: who did it and what was there before is
 * kept, and every statistic follows exactly. The mood is walked anew off the response path; a turn
 * that was told is not told again.
 * @throws Problem message_not_found, conversation_erased, key_revoked
 */
export async function correctEmotion(
  deps: Pick<Deps, 'database' | 'enqueueEmotion'>,
  caller: Caller,
  conversation: string,
  message: string,
  emotion: GivenEmotion,
) {
  const { label, valence } = emotionFromCaller(emotion);
  const corrected = await runAsCaller(deps.database, caller, correctStatement, {
    id: newId<'correction'>(),
    conversation,
    message,
    label,
    valence,
  });
  if (corrected === null) throw new Problem('message_not_found');
  deps.enqueueEmotion(corrected);
  return { id: message, conversationId: conversation, label, valence: valence / 1000 };
}
