import type { ConversationId } from '../../platform/ids.ts';
import type { EmotionPorts } from '../ports.ts';
import { columnsOf } from '../reading.ts';
import { walkMoods } from '../walk-moods.ts';
import { relabelMessages, selectReadByOthers } from './store.ts';

const BATCH = 200;

/**
 * Reads all messages that other models have read again, with the classifier of `deps`, in batches.
 * After each batch the statistics are exact. Moods are walked again, and past turns are not
 * reported again. An emotion that the caller gave, an operator corrected or Workers AI read is
 * kept. A run that was stopped can be started again: messages of the current model are skipped.
 * @param onBatch receives how many messages were read and changed so far
 */
export async function relabel(
  deps: Pick<EmotionPorts, 'database' | 'classifier' | 'enqueueFollowUp'>,
  onBatch: (done: { read: number; changed: number }) => void = () => {},
): Promise<{ read: number; changed: number }> {
  const { database, classifier } = deps;
  const done = { read: 0, changed: 0 };
  let after: { conversationId: ConversationId; seq: number } | undefined;
  for (;;) {
    const messages = await database.run(selectReadByOthers, {
      modelVersion: classifier.modelVersion,
      afterConversation: after?.conversationId,
      afterSeq: after?.seq,
      limit: BATCH,
    });
    if (messages.length === 0) return done;
    const rows = await Promise.all(
      messages.map(async ({ conversationId, seq, text, fromModel }) => ({
        conversation_id: conversationId,
        seq,
        from_model: fromModel,
        ...columnsOf(await classifier.classify(text)),
      })),
    );
    const [result] = await database.run(relabelMessages, { rows });
    await walkMoods(deps, [...new Set(messages.map(({ conversationId }) => conversationId))]);
    done.read += messages.length;
    done.changed += result?.changed ?? 0;
    onBatch(done);
    after = messages.at(-1);
  }
}
