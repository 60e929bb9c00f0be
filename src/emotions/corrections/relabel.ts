import { workInParts } from '../../platform/failed-work/work-in-parts.ts';
import type { ConversationId } from '../../platform/ids.ts';
import { describeFault } from '../../platform/log.ts';
import type { EmotionPorts } from '../ports.ts';
import { columnsOf } from '../reading.ts';
import { type WalkPorts, walkMoods } from '../walk-moods.ts';
import { relabelMessages, selectReadByOthers } from './store.ts';

const BATCH = 200;

/** How many messages were read, were changed, and failed. */
interface Relabelled {
  readonly read: number;
  readonly changed: number;
  readonly failed: number;
}

/**
 * Reads all messages that other models have read again, with the classifier of `deps`, in batches.
 * After each batch the statistics are exact. The mood of each conversation is walked again when all of
 * its messages have been read, and past turns are not reported again. An emotion that the caller gave, an operator corrected or Workers AI read is
 * kept. A run that was stopped can be started again: messages of the current model are skipped.
 * A message that fails is logged and left as it is, and the next run tries it again.
 * @param onBatch receives how many messages were read and changed so far
 */
export async function relabel(
  deps: WalkPorts & Pick<EmotionPorts, 'classifier'>,
  onBatch: (done: Relabelled) => void = () => {},
): Promise<Relabelled> {
  const { database, classifier } = deps;
  const done = { read: 0, changed: 0, failed: 0 };
  let after: { conversationId: ConversationId; seq: number } | undefined;
  // A relabelled batch sets the mood of its conversations back to the first message. The conversation of
  // the last message may have more batches, so it is walked when all of them are done.
  let unwalked: ConversationId[] = [];
  for (;;) {
    const messages = await database.run(selectReadByOthers, {
      modelVersion: classifier.modelVersion,
      afterConversation: after?.conversationId,
      afterSeq: after?.seq,
      limit: BATCH,
    });
    const last = messages.at(-1);
    if (last === undefined) {
      await walkMoods(deps, unwalked);
      return done;
    }
    const relabelled = await workInParts(deps, messages, async (part) => {
      const rows = await Promise.all(
        part.map(async ({ conversationId, seq, text, fromModel }) => ({
          conversation_id: conversationId,
          seq,
          from_model: fromModel,
          ...columnsOf(await classifier.classify(text)),
        })),
      );
      const [result] = await database.run(relabelMessages, { rows });
      return result?.changed ?? 0;
    });
    for (const { item, error } of relabelled.failed) {
      const { conversationId, seq } = item;
      deps.log.error('message_not_relabelled', { conversationId, seq, ...describeFault(error) });
    }
    const ended = new Set([...unwalked, ...messages.map(({ conversationId }) => conversationId)]);
    ended.delete(last.conversationId);
    await walkMoods(deps, [...ended]);
    unwalked = [last.conversationId];
    done.read += messages.length;
    done.changed += relabelled.done.reduce((sum, changed) => sum + changed, 0);
    done.failed += relabelled.failed.length;
    onBatch(done);
    after = last;
  }
}
