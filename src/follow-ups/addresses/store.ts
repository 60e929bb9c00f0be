import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../platform/ids.ts';
import {
  boolean,
  bytes,
  id,
  instant,
  integer,
  milliseconds,
  orNull,
  text,
} from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';

/** Decides whether the email of a job may be sent, and counts it; see admit_email_v1. */
export const admitEmail = statement({
  params: { job: id<'job'>(), email: text, isFirst: boolean, now: milliseconds },
  row: z.object({
    workspaceId: idSchema<'workspace'>(),
    /** The hash of the address, in hexadecimal. */
    address: z.string(),
    refused: z.enum(['unsubscribed', 'address_limit']).nullable(),
  }),
  sql: (p) => sql`select j.workspace_id as "workspaceId", a.answer ->> 'address' as address,
             a.answer ->> 'refused' as refused
        from jobs j
       cross join lateral (
         select admit_email_v1(j.workspace_id, ${p.email}, ${p.isFirst}, ${p.now}) as answer
         offset 0
       ) a
       where j.id = ${p.job}`,
});

/**
 * Records from when an address wants no email; null: it wants email again. An address that is
 * unsubscribed keeps its time.
 */
export const setUnsubscribed = statement({
  params: { workspace: id<'workspace'>(), address: bytes, since: orNull(instant) },
  row: z.object({}),
  sql: (p) => sql`insert into mailed_addresses as m
        (workspace_id, address, day, sent, unsubscribed_at)
      select id, ${p.address}, current_date, 0, ${p.since} from workspaces where id = ${p.workspace}
      on conflict (workspace_id, address) do update
         set unsubscribed_at = case when ${p.since} is not null
                                    then coalesce(m.unsubscribed_at, excluded.unsubscribed_at) end`,
});

/**
 * Deletes counts of emails of days before the last two, at most `limit`. Rows that another statement
 * has locked are skipped. Addresses that want no email stay.
 */
export const deleteCounts = statement({
  params: { now: milliseconds, limit: integer },
  row: z.object({ deleted: z.int() }),
  sql: (p) => sql`with old as materialized (
      select ctid as row from mailed_addresses
       where unsubscribed_at is null and day < (${p.now} at time zone 'UTC')::date - 1
       order by day
       limit (select ${p.limit})
         for update skip locked
    ),
    deleted as (
      delete from mailed_addresses where ctid = any (array(select row from old))
      returning 1
    )
    select count(*)::int as deleted from deleted`,
});
