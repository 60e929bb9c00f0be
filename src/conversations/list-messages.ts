import type { Deps } from '../deps.ts';
import { decodeCursor, encodeCursor, type PageQuery } from '../platform/pagination.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/legacy-store.ts';
import { selectMessagesAfter, selectMessagesBefore } from './store.ts';

/**
 * A page of a conversation's messages in seq order: the first ones, those after a cursor or those
 * before one.
 * @throws Problem conversation_not_found, conversation_erased, invalid_cursor, key_revoked
 */
export async function listMessages(
  deps: Pick<Deps, 'database'>,
  caller: Caller,
  conversation: string,
  { after, before, limit }: PageQuery,
) {
  const backwards = before !== undefined;
  const seq = before ?? after;
  const page = await runAsCaller(
    deps.database,
    caller,
    backwards ? selectMessagesBefore : selectMessagesAfter,
    { conversation, seq: seq === undefined ? 0 : readSeq(seq), limit: limit + 1 },
  );
  if (page === null) throw new Problem('conversation_not_found');
  if (page.erased) throw new Problem('conversation_erased');
  const more = page.data.length > limit;
  const data = more ? (backwards ? page.data.slice(1) : page.data.slice(0, -1)) : page.data;
  const [first, last] = [data.at(0), data.at(-1)];
  return {
    data,
    page: {
      next: last && (backwards || more) ? encodeCursor('seq', String(last.seq)) : null,
      previous:
        first && (backwards ? more : first.seq > 1) ? encodeCursor('seq', String(first.seq)) : null,
    },
  };
}

function readSeq(cursor: string): number {
  const seq = Number(decodeCursor('seq', cursor));
  if (!Number.isInteger(seq) || seq < 0 || seq > 2 ** 31 - 1) throw new Problem('invalid_cursor');
  return seq;
}
