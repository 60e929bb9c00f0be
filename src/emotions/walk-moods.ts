import type { ConversationId } from '../platform/ids.ts';
import { walkMood } from './mood.ts';
import { keepMoods, selectMoods } from './mood-store.ts';
import type { EmotionPorts } from './ports.ts';

/**
 * Walks the moods of conversations up to the first message that is still pending. When another
 * consumer has walked a mood in the meantime, this walk is discarded, and the other consumer or the
 * sweep continues. Each turn inserts an attention event, from which webhooks are planned.
 */
export async function walkMoods(
  deps: Pick<EmotionPorts, 'database' | 'enqueueFollowUp'>,
  conversations: readonly ConversationId[],
): Promise<void> {
  const due = await deps.database.run(selectMoods, { conversations });
  if (due.length === 0) return;
  const walked = due.map((row) => {
    const attention =
      row.attentionSeq === null || row.attentionMood === null || row.attentionLabel === null
        ? null
        : { seq: row.attentionSeq, mood: row.attentionMood, label: row.attentionLabel };
    const before = { asOfSeq: row.asOfSeq, mood: row.mood, attention };
    const { state, turns } = walkMood(before, row.steps);
    return {
      conversation: row.conversationId,
      from_seq: row.asOfSeq,
      from_version: row.walkedVersion,
      fold_version: row.foldVersion,
      as_of_seq: state.asOfSeq,
      mood: state.mood,
      attention_seq: state.attention?.seq ?? null,
      attention_mood: state.attention?.mood ?? null,
      attention_label: state.attention?.label ?? null,
      turns,
    };
  });
  await deps.database.run(keepMoods, { walked });
  for (const { conversation, turns } of walked) {
    if (turns.length > 0) deps.enqueueFollowUp({ conversationId: conversation });
  }
}
