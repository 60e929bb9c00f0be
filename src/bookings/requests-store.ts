import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { erasedAt } from '../customers/store.ts';
import { boundedPage } from '../platform/page-store.ts';
import { boundedRows } from '../platform/pagination.ts';
import { id, instant, integer, orNull } from '../platform/parameter-kinds.ts';
import { limitTo } from '../platform/range-store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { storedBookingSchema } from './booking.ts';

const listedRequestSchema = storedBookingSchema.extend({ expiresAt: z.string() });
/** A request of a list; `expiresAt` is its end in microseconds, for the cursor. */
export type ListedRequest = z.infer<typeof listedRequestSchema>;

/** The open requests of a venue, those that end first at the beginning. */
export const selectRequests = callerStatement({
  params: {
    venue: id<'venue'>(),
    afterEnd: orNull(instant),
    afterId: orNull(id<'booking'>()),
    limit: integer,
  },
  body: boundedRows(listedRequestSchema),
  // The range and the order leave only the index of what expires at the venue. Holds are in it too, but
  // a venue has few of them.
  sql: (p) =>
    sql`select ${boundedPage(
      sql`booking_json_v1(b) || jsonb_build_object('expiresAt', b.hold_expires_at)`,
      sql`b.hold_expires_at, b.id`,
      sql`(
          select b.*
            from caller
            cross join lateral (
              select id from venues where id = ${p.venue} and workspace_id = caller.workspace_id
              offset 0
            ) v
            cross join lateral (
              select * from bookings k
               where k.venue_id between v.id and v.id
                 and k.hold_expires_at >= greatest(now(), ${p.afterEnd})
                 and k.state = 'requested' and ${erasedAt(sql`k`)} is null
                 and (${p.afterEnd} is null
                      or (k.hold_expires_at, k.id) > (${p.afterEnd}, ${p.afterId}))
               order by k.venue_id, k.hold_expires_at, k.id
               ${limitTo(p.limit)}
            ) b
        ) b`,
    )}`,
});
