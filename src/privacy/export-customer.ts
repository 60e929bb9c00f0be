import { z } from 'zod';
import { showBooking } from '../bookings/booking.ts';
import { showConversation } from '../conversations/conversation.ts';
import { showJob } from '../follow-ups/ledger/shown-job.ts';
import type { Caller } from '../platform/auth/key.ts';
import { idSchema } from '../platform/ids.ts';
import { type ListQuery, readCursor, writeCursor } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { showEntry } from '../waitlist/entry.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { selectExport } from './store.ts';

/** The messages of an export. */
const EXPORT = { name: 'export', position: z.tuple([idSchema<'conversation'>(), z.int()]) };

/**
 * Exports everything that is stored about a customer, a page at a time. Each page holds messages
 * with their conversations and the turns of mood that they caused. Bookings, waitlist entries and
 * follow-ups are on the first page.
 * @throws Problem customer_not_found, customer_erased, invalid_cursor, key_revoked
 */
export async function exportCustomer(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  customer: string,
  { after, limit }: ListQuery,
) {
  const [conversation, seq] = (await readCursor(deps, caller, EXPORT, after)) ?? [];
  const values = { customer, conversation, seq, limit };
  const found = await runAsCaller(deps.database, caller, selectExport, values);
  if (found === null) throw new Problem('customer_not_found');
  if (found.customer === null) throw new Problem('customer_erased');
  const last = found.messages.at(-1);
  return {
    customer: found.customer,
    conversations: found.conversations.map(showConversation),
    messages: found.messages.map(({ conversation: _, ...shown }) => shown),
    attentionEvents: found.attentionEvents,
    bookings: found.bookings.map(showBooking),
    waitlist: found.waitlist.map(showEntry),
    jobs: found.jobs.map(({ text, ...job }) => ({ ...showJob(job), text })),
    page: {
      next:
        last !== undefined && found.more
          ? await writeCursor(deps, caller, EXPORT, [last.conversation, last.seq])
          : null,
    },
  };
}
