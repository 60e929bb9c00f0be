import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Requester } from '../../platform/auth/actions.ts';
import { id, json } from '../../platform/parameter-kinds.ts';
import { callerFunction } from '../../workspaces/caller-function-store.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { erasureSchema } from '../store.ts';
import {
  type NewSeries,
  type Occurrence,
  type SeriesCancellation,
  storedCancelledSchema,
  storedMadeSeriesSchema,
  storedSeriesSchema,
} from './series.ts';

/** Who asks for a series or a cancellation. No client can send it. */
interface Requested {
  readonly by: Requester;
}

/** Books a series; see book_series_v1. */
export const insertSeries = callerFunction({
  params: {
    id: id<'series'>(),
    series: json<NewSeries & Requested & { readonly occurrences: readonly Occurrence[] }>(),
  },
  body: storedMadeSeriesSchema,
  call: (p) => sql`book_series_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.series})`,
  once: {
    status: 201,
    call: (p) =>
      sql`book_series_once_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.series}, ${p.once})`,
  },
});

/** Cancels the bookings of a series that are still to come; see cancel_series_v1. */
export const cancelBookingsOfSeries = callerFunction({
  params: { id: id<'series'>(), details: json<SeriesCancellation & Requested>() },
  body: storedCancelledSchema,
  call: (p) => sql`cancel_series_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.details})`,
  once: {
    status: 200,
    call: (p) =>
      sql`cancel_series_once_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.details}, ${p.once})`,
  },
});

/** A series with those of its bookings that were not erased. Each is looked up by its key. */
export const selectSeries = callerStatement({
  params: { id: id<'series'>() },
  body: z.object({ erased: erasureSchema, series: storedSeriesSchema }),
  sql: (p) => sql`select jsonb_build_object(
             'erased', (
               select case when g.erased_at is not null then 'customer_erased' end
                 from (select customer_id from bookings where id = s.booking_ids[1] offset 0) b
                 cross join lateral (
                   select erased_at from customers where id = b.customer_id offset 0
                 ) g),
             'series', series_json_v1(s) || jsonb_build_object('bookings', (
               select coalesce(jsonb_agg(booking_json_v1(b.booking) order by b.starts_at, b.id), '[]')
                 from unnest(s.booking_ids) as n (id)
                 cross join lateral (
                   select b.id, b.starts_at, b.erased_at, b as booking from bookings b
                    where b.id = n.id
                   offset 0
                 ) b
                where b.erased_at is null)))
        from caller
        join booking_series s on s.id = ${p.id} and s.workspace_id = caller.workspace_id`,
});
