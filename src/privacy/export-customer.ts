import { showBooking } from '../bookings/booking.ts';
import { showSeriesFacts } from '../bookings/series/series.ts';
import { showConversationFacts } from '../conversations/conversation.ts';
import { showCustomer } from '../customers/customer.ts';
import { showJob } from '../follow-ups/ledger/shown-job.ts';
import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { showId } from '../platform/ids.ts';
import { type ListQuery, readCursor, writeCursor } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { showEntry } from '../waitlist/entry.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { positionSchema } from './export-position.ts';
import { selectExport } from './export-store.ts';
import type { StoredExportedJob } from './stored-export.ts';

const EXPORT = { name: 'export', position: positionSchema };

/**
 * Exports everything that is stored about a customer, a page at a time: messages with what was read
 * from them, then bookings, their events, jobs, waitlist entries and idempotency keys. A page holds
 * at most `limit` items and about 512 KB. The pages are read one after the other, so a change between
 * two pages may appear in one of them only.
 * @throws Problem customer_not_found, customer_erased, invalid_cursor, key_revoked
 */
export async function exportCustomer(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  customer: string,
  { after, limit }: ListQuery,
) {
  authorize(caller, 'exportCustomer');
  const [section, id, number, job] = (await readCursor(deps, caller, EXPORT, after)) ?? [];
  const values = { customer, section, id, number, job, limit };
  const found = await runAsCaller(deps.database, caller, selectExport, values);
  if (found === null) throw new Problem('customer_not_found');
  if (found.customer === null) throw new Problem('customer_erased');
  return {
    customer: showCustomer(caller, found.customer),
    conversations: found.conversations.map(({ mood, statistics, ...stored }) => ({
      ...showConversationFacts(stored),
      mood,
      statistics,
    })),
    messages: found.messages,
    attentionEvents: found.attentionEvents,
    corrections: found.corrections.map(({ keyId, ...correction }) => ({
      ...correction,
      keyId: showId('key', keyId),
    })),
    bookings: found.bookings.map(showBooking),
    series: found.series.map(showSeriesFacts),
    timeline: found.timeline.map(({ bookingId, keyId, resourceIds, ...event }) => ({
      ...event,
      bookingId: showId('booking', bookingId),
      keyId: keyId && showId('key', keyId),
      resourceIds: resourceIds.map((each) => showId('resource', each)),
    })),
    jobs: found.jobs.map(showExportedJob),
    waitlist: found.waitlist.map(({ leftAt, ...entry }) => ({ ...showEntry(entry), leftAt })),
    idempotencyKeys: found.idempotencyKeys,
    page: { next: found.next && (await writeCursor(deps, caller, EXPORT, found.next)) },
  };
}

function showExportedJob({ content, conversationId, seq, attempts, ...job }: StoredExportedJob) {
  return {
    ...showJob({ ...job, attempts }),
    locale: content?.locale ?? null,
    subject: content?.subject ?? null,
    text: content?.text ?? null,
    conversationId,
    seq,
    attempts,
  };
}
