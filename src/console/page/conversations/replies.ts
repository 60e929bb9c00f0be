import { api, type MaitredProblem } from '../api.ts';
import { session } from '../session.ts';
import { createStore } from '../store.ts';
import { write } from '../writes.ts';

/** An answer of the staff that is not among the messages yet. */
export interface Reply {
  /** The id of the message, so that it is stored once however often it is sent. */
  readonly id: string;
  readonly conversationId: string;
  readonly text: string;
  /** Why it was not sent; undefined while it is on its way. */
  readonly problem?: MaitredProblem;
}

/** The answers on their way, and those that were refused, of all conversations. */
export const replies = createStore<readonly Reply[]>([]);

/** What was typed and not sent, by conversation. */
export const drafts = new Map<string, string>();

// Another session may be of another workspace.
session.watch(() => {
  replies.set([]);
  drafts.clear();
});

export const dropReply = (id: string) =>
  replies.set(replies.get().filter((each) => each.id !== id));

/**
 * Sends an answer of the staff.
 * @param label what it does, for the status bar
 * @param onStored reads the messages again; the reply is shown until they are there
 */
export async function sendReply(
  { id, conversationId, text }: Reply,
  label: string,
  onStored: () => Promise<unknown>,
): Promise<void> {
  const others = () => replies.get().filter((each) => each.id !== id);
  replies.set([...others(), { id, conversationId, text }]);
  const outcome = await write(label, () =>
    api.storeMessage({ conversationId, body: { id, role: 'agent', text } }),
  );
  if (outcome.ok) {
    await onStored();
    dropReply(id);
  } else {
    replies.set([...others(), { id, conversationId, text, problem: outcome.problem }]);
  }
}
