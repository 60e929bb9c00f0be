import { type SQL, sql } from 'drizzle-orm';
import { storedCustomerSchema } from '../customers/customer.ts';
import { namedCustomer } from '../customers/store.ts';
import { hashedId } from '../platform/hashed-id-store.ts';
import { PAGE_BYTES } from '../platform/page-store.ts';
import { id, integer, orNull, text } from '../platform/parameter-kinds.ts';
import { limitTo } from '../platform/range-store.ts';
import type { Placeholders } from '../platform/statement.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { itemJson } from './export-items-store.ts';
import { positionSchema } from './export-position.ts';
import { storedItemsSchema } from './stored-export.ts';

const NIL = sql.raw(`'00000000-0000-0000-0000-000000000000'::uuid`);

/** The position of the idempotency key `i`. A cursor has no room for the key itself. */
const hashOfKey = hashedId(sql`i.key`);

const params = {
  customer: text,
  section: orNull(integer),
  id: orNull(id<'exported'>()),
  number: orNull(integer),
  job: orNull(id<'job'>()),
  limit: integer,
};

/** A part of a position, from which a section continues; zero in a section that begins. */
const partOf = (p: Placeholders<typeof params>, section: SQL, part: SQL, zero: SQL) =>
  sql`case when ${p.section} = ${section} then ${part} else ${zero} end`;

/**
 * The keys of one section of the customer `g`, at most one more than the page holds. A section
 * before the cursor's is left out.
 * @param keys selects (id, number, job, key) of the items after a position. The last one is the key
 *   of an idempotency key, else null. Each section has its own order and limit, so that PostgreSQL
 *   reads no further than the page.
 */
function section(
  p: Placeholders<typeof params>,
  at: number,
  keys: (after: { id: SQL; number: SQL; job: SQL }) => SQL,
): SQL {
  const number = sql.raw(String(at));
  const after = {
    id: partOf(p, number, p.id, NIL),
    number: partOf(p, number, p.number, sql`0`),
    job: partOf(p, number, p.job, NIL),
  };
  return sql`(
      select ${number} as section, x.* from named g cross join lateral (
        ${keys(after)} and coalesce(${p.section}, 1) <= ${number}
         order by 1, 2, 3
         limit ${p.limit} + 1
      ) x)`;
}

/** The keys of all sections, in the order of export-position.ts. */
const sections = (p: Placeholders<typeof params>) =>
  sql.join(
    [
      section(
        p,
        1,
        (after) => sql`select m.conversation_id as id, m.seq as number, ${NIL} as job,
               null as key
          from conversations_of_v1(g.id) as c (id)
          cross join lateral (
            select conversation_id, seq from messages
             where conversation_id between c.id and c.id
               -- The bound begins with c.id: PostgreSQL starts where it says, and would otherwise
               -- read the index from its beginning.
               and (conversation_id, seq)
                   > (c.id, case when c.id = ${after.id} then ${after.number} else 0 end)
             order by conversation_id, seq
             ${limitTo(sql`${p.limit} + 1`)}
          ) m
         where c.id >= ${after.id}`,
      ),
      section(
        p,
        2,
        (after) => sql`select b.id, 0, ${NIL}, null from bookings b
         where b.customer_id = g.id and b.id > ${after.id}`,
      ),
      section(
        p,
        3,
        (after) => sql`select e.booking_id, e.version, ${NIL}, null
          from bookings b
          cross join lateral (
            select booking_id, version from booking_events
             where booking_id = b.id
               and (booking_id, version) > (${after.id}, ${after.number})
            offset 0
          ) e
         where b.customer_id = g.id and b.id >= ${after.id}`,
      ),
      section(
        p,
        4,
        (after) => sql`select b.id, 0, j.id, null
          from bookings b
          cross join lateral (select id from jobs where booking_id = b.id offset 0) j
         where b.customer_id = g.id and b.id >= ${after.id}
           and (b.id, j.id) > (${after.id}, ${after.job})`,
      ),
      section(
        p,
        4,
        (after) => sql`select c.id, 0, j.id, null
          from conversations_of_v1(g.id) as c (id)
          cross join lateral (select id from jobs where conversation_id = c.id offset 0) j
         where c.id >= ${after.id} and (c.id, j.id) > (${after.id}, ${after.job})`,
      ),
      section(
        p,
        5,
        (after) => sql`select e.id, 0, ${NIL}, null
          from (select id from waitlist_entries where customer_id = g.id offset 0) e
         where e.id > ${after.id}`,
      ),
      section(
        p,
        6,
        (after) => sql`select ${hashOfKey}, 0, ${NIL}, i.key from idempotency_keys i
         where i.customer_id = any (g.id || g.merged_ids) and ${hashOfKey} > ${after.id}`,
      ),
    ],
    sql` union all `,
  );

/** The items of one section of the page, as a JSON array. */
const itemsOf = (at: number) => sql`(
    select coalesce(jsonb_agg(item order by position), '[]') from kept
     where section = ${sql.raw(String(at))})`;

/** An array that the message items hold, of all messages of the page. */
const ofMessages = (field: string) => sql`(
    select coalesce(jsonb_agg(part.value order by kept.position, part.at), '[]')
      from kept cross join lateral
           jsonb_array_elements(kept.item -> ${sql.raw(`'${field}'`)})
             with ordinality as part (value, at)
     where kept.section = 1)`;

/** A page of everything that is stored about a customer: items in their order, after a position. */
export const selectExport = callerStatement({
  params,
  body: storedItemsSchema.extend({
    customer: storedCustomerSchema.nullable(),
    /** The position of the page's last item; null on the last page. */
    next: positionSchema.nullable(),
  }),
  ctes: (p) => sql`, named as materialized (select g.* from ${namedCustomer(p)}),
    page as materialized (
      select *, row_number() over (partition by section, id order by number) = 1 as is_first
        from (
          select * from (${sections(p)}) found (section, id, number, job, key)
           order by section, id, number, job
           limit ${p.limit} + 1
        ) first_of_them
    ),
    items as materialized (
      select k.*, ${itemJson} as item from page k cross join named g
    ),
    measured as (
      select *, row_number() over in_order as position,
             sum(octet_length(item::text)) over in_order as bytes
        from items
      window in_order as (order by section, id, number, job)
    ),
    kept as materialized (
      select * from measured
       where position <= ${p.limit} and (position = 1 or bytes <= ${PAGE_BYTES})
    )`,
  sql: () => sql`select jsonb_build_object(
        'customer', case when g.erased_at is null then customer_json_v1(g.id) end,
        'next', case when (select count(*) from page) > (select count(*) from kept)
                     then (select jsonb_build_array(section, id, number, job) from kept
                            order by position desc limit 1) end,
        'conversations', ${ofMessages('conversations')},
        'messages', (
          select coalesce(jsonb_agg(item -> 'message' order by position), '[]') from kept
           where section = 1),
        'attentionEvents', ${ofMessages('attentionEvents')},
        'corrections', ${ofMessages('corrections')},
        'bookings', ${itemsOf(2)},
        'series', (
          select coalesce(jsonb_agg(item -> 'series' order by position), '[]') from kept
           where section = 2 and item ? 'series'),
        'timeline', ${itemsOf(3)},
        'jobs', ${itemsOf(4)},
        'waitlist', ${itemsOf(5)},
        'idempotencyKeys', ${itemsOf(6)})
      from named g`,
});
