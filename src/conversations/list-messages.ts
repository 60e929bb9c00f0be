import { z } from 'zod';
import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { type PageQuery, readCursor, splitPage, writeCursor } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { selectMessagesAfter, selectMessagesBefore } from './message-store.ts';

const MESSAGES = { name: 'messages', position: z.tuple([z.int()]) };
/** The positions before the first message and after the last one. */
const BEGINNING = [0] as const;
const END = [2 ** 31 - 1] as const;

/**
 * Lists a page of a conversation's messages in seq order: the first or the last ones, those after a
 * cursor or those before one.
 * @param conversation the caller's own id
 * @throws Problem conversation_not_found, conversation_erased, invalid_cursor, key_revoked
 */
export async function listMessages(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  conversation: string,
  { after, before, from, limit }: PageQuery,
) {
  authorize(caller, 'readMessages');
  const isLast = from === 'end';
  const backwards = isLast || before !== undefined;
  const wanted = backwards ? selectMessagesBefore : selectMessagesAfter;
  const [seq] =
    (await readCursor(deps, caller, MESSAGES, before ?? after)) ?? (isLast ? END : BEGINNING);
  const values = { conversation, seq, limit: limit + 1 };
  const found = await runAsCaller(deps.database, caller, wanted, values);
  if (found === null) throw new Problem('conversation_not_found');
  if (found.erased) throw new Problem('conversation_erased');
  const { kept, more } = splitPage(found.data, limit);
  const data = backwards ? kept.toReversed() : kept;
  const [first, last] = [data.at(0), data.at(-1)];
  const cursorOf = ({ seq }: { seq: number }) => writeCursor(deps, caller, MESSAGES, [seq]);
  return {
    data,
    page: {
      next: last && !isLast && (backwards || more) ? await cursorOf(last) : null,
      previous: first && (backwards ? more : first.seq > 1) ? await cursorOf(first) : null,
    },
  };
}
