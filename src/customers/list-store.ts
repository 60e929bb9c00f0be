import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { hashIdSchema } from '../platform/ids.ts';
import { boundedPage } from '../platform/page-store.ts';
import { boundedRows } from '../platform/pagination.ts';
import { id, instant, integer, json, orNull } from '../platform/parameter-kinds.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { listedCustomerSchema } from './customer.ts';

/** The conditions of a search, as find_customers_v1 takes them. */
interface CustomerConditions {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** The digits of a telephone number in the ways in which it is commonly written. */
  readonly phones?: readonly string[] | undefined;
  readonly tag?: string | undefined;
  /** Only guests who may not book. */
  readonly refused?: true | undefined;
}

/** A position in the order of the guest book: the quarter hour of the last visit, and the row. */
export const customerPositionSchema = z.tuple([
  z.iso.datetime({ offset: true }),
  hashIdSchema<'customer'>(),
]);

/** A page of the customers that match all conditions; see find_customers_v1. */
export const selectCustomers = callerStatement({
  params: {
    conditions: json<CustomerConditions>(),
    beforeSeen: orNull(instant),
    beforeId: orNull(id<'customer'>()),
    limit: integer,
  },
  body: z.object({
    data: boundedRows(
      listedCustomerSchema.extend({
        position: customerPositionSchema,
        /** The telephone numbers of the customers that were merged into this one. */
        otherPhones: z.array(z.string()),
      }),
    ),
    /** Set when the page ended early, because it had read as many customers as one page may. */
    readTo: customerPositionSchema.nullable(),
  }),
  sql: (p) => sql`select jsonb_build_object(
        'data', ${boundedPage(
          sql`jsonb_build_object(
              'id', g.external_id, 'name', g.name, 'email', g.email, 'phone', g.phone,
              'locale', g.locale, 'timeZone', g.time_zone, 'tags', to_jsonb(g.tags),
              'createdAt', iso_v1(g.created_at), 'lastSeenAt', iso_v1(g.last_seen_at),
              'position', jsonb_build_array(iso_v1(n.seen), n.id),
              'otherPhones', (
                select coalesce(jsonb_agg(m.phone), '[]')
                  from unnest(g.merged_ids) as o (id)
                  cross join lateral (select * from customers where id = o.id offset 0) m
                 where m.phone is not null))`,
          sql`n.at`,
          sql`unnest(f.ids, f.seen) with ordinality as n (id, seen, at)
                     cross join lateral (select * from customers where id = n.id offset 0) g`,
        )},
        'readTo', case when f.read_to_id is not null
                       then jsonb_build_array(iso_v1(f.read_to_seen), f.read_to_id) end)
      from caller
      cross join lateral find_customers_v1(caller.workspace_id, ${p.conditions}, ${p.beforeSeen},
                                           ${p.beforeId}, ${p.limit}) f`,
});
