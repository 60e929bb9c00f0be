import type { Deps } from '../../deps.ts';
import { columnsOf } from '../reading.ts';
import { walkMoods } from '../walk-moods.ts';
import { relabelMessages, selectReadByOthers } from './store.ts';

const BATCH = 200;

/**
 * Reads anew, with the classifier now in service, what other models have read, in batches:
 * statistics stay exact all along, moods are walked anew, and no turn of the past is told again.
 * What came with its message, was corrected by somebody or read by Workers AI stays. Stopping and
 * starting again goes on.
 * @param onBatch told how many were read and changed so far
 */
export async function relabel(
  deps: Pick<Deps, 'database' | 'classifier' | 'enqueueFollowUp'>,
  onBatch: (done: { read: number; changed: number }) => void = () => {},
): Promise<{ read: number; changed: number }> {
  const done = { read: 0, changed: 0 };
  let after: { conversationId: string; seq: number } | undefined;
  for (;;) {
    const messages = await deps.database.run(selectReadByOthers, {
      modelVersion: deps.classifier.modelVersion,
      afterConversation: after?.conversationId ?? null,
      afterSeq: after?.seq ?? null,
      limit: BATCH,
    });
    if (messages.length === 0) return done;
    const rows = await Promise.all(
      messages.map(async ({ conversationId, seq, text, fromModel }) => ({
        conversation_id: conversationId,
        seq,
        from_model: fromModel,
        ...columnsOf(await deps.classifier.classify(text)),
      })),
    );
    const [result] = await deps.database.run(relabelMessages, { rows: JSON.stringify(rows) });
    await walkMoods(deps, [...new Set(messages.map(({ conversationId }) => conversationId))]);
    done.read += messages.length;
    done.changed += result?.changed ?? 0;
    onBatch(done);
    after = messages.at(-1);
  }
}
