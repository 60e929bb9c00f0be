import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { ListMessagesOutput, Message } from '../../../client/index.ts';
import { api, problemOf } from '../api.ts';
import { usePolled } from '../polled.ts';
import { problemText } from '../problem-text.ts';
import { notice } from '../writes.ts';

const PAGE = 50;

/**
 * The messages of a conversation in the order of `seq`, from the last one backwards as far as they
 * were loaded, without a gap. The conversation must be the same while the component is drawn.
 */
export function useMessages(conversationId: string) {
  const known = useRef(new Map<number, Message>());
  /** The cursors of what is before a page, by the first seq of the page. */
  const cursors = useRef(new Map<number, string | null>());
  const [version, setVersion] = useState(0);
  const read = (page: ListMessagesOutput) => {
    for (const message of page.data) known.current.set(message.seq, message);
    const first = page.data[0];
    if (first !== undefined) cursors.current.set(first.seq, page.page.previous);
  };
  const { value, problem, reload } = usePolled(`messages ${conversationId}`, (signal) =>
    api.listMessages({ conversationId, from: 'end', limit: PAGE }, { signal }),
  );
  const messages = useMemo(() => {
    if (value === undefined) return undefined;
    read(value);
    return runUpTo(value.data.at(-1)?.seq ?? 0, known.current);
  }, [value, version]);
  const before = messages?.[0] && cursors.current.get(messages[0].seq);

  const loadOlder = useCallback(async () => {
    if (typeof before !== 'string') return;
    try {
      read(await api.listMessages({ conversationId, before, limit: PAGE }));
      setVersion((n) => n + 1);
    } catch (error) {
      notice.set({ text: problemText(problemOf(error)), isError: true });
    }
  }, [before]);

  /** Shows a changed message that may be too old to be read again. */
  const replace = (message: Message) => {
    known.current.set(message.seq, message);
    setVersion((n) => n + 1);
    return reload();
  };
  return { messages, problem, reload, replace, loadOlder, hasOlder: typeof before === 'string' };
}

/** The messages up to a seq, back to the first gap. */
function runUpTo(last: number, known: ReadonlyMap<number, Message>): Message[] {
  const run: Message[] = [];
  for (let seq = last; ; seq -= 1) {
    const message = known.get(seq);
    if (message === undefined) return run.reverse();
    run.push(message);
  }
}
