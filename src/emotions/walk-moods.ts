import { forget, setApartFailed } from '../platform/failed-work/set-apart.ts';
import { workInParts } from '../platform/failed-work/work-in-parts.ts';
import type { ConversationId } from '../platform/ids.ts';
import { walkMood } from './mood.ts';
import { keepMoods, selectMoods } from './mood-store.ts';
import type { EmotionPorts } from './ports.ts';
import { moodStateOf } from './stored-mood.ts';

/** How many conversations are walked together. */
const BATCH = 100;
/** How many messages a page has in all its conversations. Each is about 60 bytes of JSON. */
const PAGE = 10_000;
/** How many pages one call walks of each batch. The next call continues. */
const MOST_PAGES = 20;

export type WalkPorts = Pick<EmotionPorts, 'database' | 'enqueueFollowUp' | 'now' | 'log'>;

/**
 * Walks the moods of conversations up to the first message that is still pending. Each turn inserts an
 * attention event, from which webhooks are planned.
 *
 * The walk goes in pages that the conversations share equally, so a short one is not held up by a long
 * one. Each page is stored. A walk that is not finished in this call stays due, and the next consumer
 * or sweep continues it. When another consumer has walked a page in the meantime, this one is discarded.
 * A conversation whose walk fails is set apart, and the others are walked.
 * @param pageSize how many messages a page has
 * @returns the conversations whose walks are not finished
 * @throws DatabaseUnavailable
 */
export async function walkMoods(
  deps: WalkPorts,
  conversations: readonly ConversationId[],
  pageSize = PAGE,
): Promise<ConversationId[]> {
  const unfinished: ConversationId[] = [];
  for (let start = 0; start < conversations.length; start += BATCH) {
    let left = conversations.slice(start, start + BATCH);
    for (let page = 0; page < MOST_PAGES && left.length > 0; page++) {
      const most = Math.ceil(pageSize / left.length);
      const { done, failed } = await workInParts(deps, left, (part) => walkPage(deps, part, most));
      await setApartFailed(deps, 'walk_mood', failed);
      left = done.flat();
    }
    unfinished.push(...left);
  }
  return unfinished;
}

/**
 * Walks one page of each conversation.
 * @param most how many messages of each conversation
 * @returns the conversations that have another page
 */
async function walkPage(
  deps: WalkPorts,
  conversations: readonly ConversationId[],
  most: number,
): Promise<ConversationId[]> {
  const due = await deps.database.run(selectMoods, { conversations, most });
  if (due.length === 0) return [];
  const walked = due.map((row) => {
    const { state, turns } = walkMood(moodStateOf(row), row.steps);
    return {
      conversation: row.conversationId,
      from_seq: row.asOfSeq,
      from_version: row.walkedVersion,
      walked_version: row.isLast ? row.foldVersion : row.walkedVersion,
      // Messages that move no mood come after the last step.
      as_of_seq: row.readTo,
      mood: state.mood,
      attention_seq: state.attention?.seq ?? null,
      attention_mood: state.attention?.mood ?? null,
      attention_label: state.attention?.label ?? null,
      turns,
    };
  });
  await deps.database.run(keepMoods, { walked });
  const recovered = due.filter((row) => row.has_failed).map((row) => row.conversationId);
  await forget(deps, 'walk_mood', recovered);
  for (const { conversation, turns } of walked) {
    if (turns.length > 0) deps.enqueueFollowUp({ conversationId: conversation });
  }
  return due.filter(({ isLast }) => !isLast).map(({ conversationId }) => conversationId);
}
