import { emotionFromCaller, type GivenEmotion } from '../../conversations/emotion.ts';
import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { newId } from '../../platform/ids.ts';
import { isReplay } from '../../platform/once.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { correctEmotion as correctStatement } from './store.ts';

/**
 * Corrects the emotion of a message, in one round trip. The correction, its API key and the
 * previous emotion are recorded, and every statistic is changed by the exact difference. The mood
 * is walked again off the response path. A turn that was reported to webhooks is not reported
 * again.
 * @param conversation the caller's own id
 * @param message the message's id as clients see it
 * @throws Problem message_not_found, conversation_erased, idempotency_key_reused, key_revoked
 */
export async function correctEmotion(
  deps: Pick<Ports, 'database' | 'enqueueEmotion'>,
  caller: Caller,
  conversation: string,
  message: string,
  emotion: GivenEmotion,
) {
  authorize(caller, 'correctEmotion');
  const { label, valence } = emotionFromCaller(emotion);
  const corrected = await runAsCaller(deps.database, caller, correctStatement, {
    id: newId<'correction'>(),
    conversation,
    message,
    label,
    valence,
  });
  if (corrected === null) throw new Problem('message_not_found');
  if (!isReplay(caller)) deps.enqueueEmotion(corrected);
  return { id: message, conversationId: conversation, label, valence: valence / 1000 };
}
