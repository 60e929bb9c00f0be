import type { Caller } from '../platform/auth/key.ts';
import { decodeCursor, encodeCursor, type PageQuery } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { selectMessagesAfter, selectMessagesBefore } from './message-store.ts';

const CURSOR = 'seq';

/**
 * Lists a page of a conversation's messages in seq order: the first ones, those after a cursor or
 * those before one.
 * @param conversation the caller's own id
 * @throws Problem conversation_not_found, conversation_erased, invalid_cursor, key_revoked
 */
export async function listMessages(
  { database }: Pick<Ports, 'database'>,
  caller: Caller,
  conversation: string,
  { after, before, limit }: PageQuery,
) {
  const backwards = before !== undefined;
  const wanted = backwards ? selectMessagesBefore : selectMessagesAfter;
  const values = { conversation, seq: readSeq(before ?? after), limit: limit + 1 };
  const found = await runAsCaller(database, caller, wanted, values);
  if (found === null) throw new Problem('conversation_not_found');
  if (found.erased) throw new Problem('conversation_erased');
  const more = found.data.length > limit;
  // The row over the limit is the furthest one, which is the first when reading backwards.
  const data = more ? (backwards ? found.data.slice(1) : found.data.slice(0, -1)) : found.data;
  const [first, last] = [data.at(0), data.at(-1)];
  return {
    data,
    page: {
      next: last && (backwards || more) ? encodeCursor(CURSOR, String(last.seq)) : null,
      previous:
        first && (backwards ? more : first.seq > 1)
          ? encodeCursor(CURSOR, String(first.seq))
          : null,
    },
  };
}

/** The seq of a cursor; 0, which is before the first message, without one. */
function readSeq(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const seq = Number(decodeCursor(CURSOR, cursor));
  if (!Number.isInteger(seq) || seq < 0 || seq > 2 ** 31 - 1) throw new Problem('invalid_cursor');
  return seq;
}
