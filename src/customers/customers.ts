import { z } from 'zod';
import { showBooking } from '../bookings/booking.ts';
import { showConversation } from '../conversations/conversation.ts';
import type { Deps } from '../deps.ts';
import { showJob } from '../follow-ups/ledger/shown-job.ts';
import { decodeCursor, encodeCursor } from '../platform/pagination.ts';
import { Problem } from '../platform/problem.ts';
import { showEntry } from '../waitlist/entry.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/store.ts';
import { eraseCustomerNamed, selectCustomer, selectExport } from './store.ts';

type Reader = Pick<Deps, 'database'>;

/**
 * One customer by the caller's own id.
 * @throws Problem customer_not_found, customer_erased, key_revoked
 */
export async function showCustomer(deps: Reader, caller: Caller, customer: string) {
  const found = await runAsCaller(deps.database, caller, selectCustomer, { customer });
  if (found === null) throw new Problem('customer_not_found');
  if (found.customer === null) throw new Problem('customer_erased');
  return found.customer;
}

/**
 * Everything kept about a customer, a page at a time: messages in the order of conversation and
 * seq, with the conversations they belong to and the turns of mood that they made; bookings,
 * waitlist entries and what was planned for bookings are on the first page.
 * @throws Problem customer_not_found, customer_erased, invalid_cursor, key_revoked
 */
export async function exportCustomer(
  deps: Reader,
  caller: Caller,
  customer: string,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const position = after === undefined ? null : readPosition(after);
  const found = await runAsCaller(deps.database, caller, selectExport, {
    customer,
    conversation: position?.conversation ?? null,
    seq: position?.seq ?? null,
    limit,
  });
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
      next: last && found.more ? encodeCursor('export', `${last.conversation}/${last.seq}`) : null,
    },
  };
}

const positionSchema = z
  .tuple([z.uuid(), z.coerce.number().int().min(1)])
  .transform(([conversation, seq]) => ({ conversation, seq }));

function readPosition(cursor: string) {
  const position = positionSchema.safeParse(decodeCursor('export', cursor).split('/'));
  if (!position.success) throw new Problem('invalid_cursor');
  return position.data;
}

/**
 * Erases a customer: texts, names and contacts go, their exact share of every statistic with them;
 * ids stay as tombstones, so that nothing late revives them. Repeating it changes nothing.
 * @throws Problem customer_not_found, key_revoked
 */
export async function eraseCustomer(deps: Reader, caller: Caller, customer: string) {
  const receipt = await runAsCaller(deps.database, caller, eraseCustomerNamed, { customer });
  if (receipt === null) throw new Problem('customer_not_found');
  return { customerId: customer, ...receipt };
}
