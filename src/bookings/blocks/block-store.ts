import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { isNotSetApart } from '../../platform/failed-work/store.ts';
import { idSchema } from '../../platform/ids.ts';
import { id, integer, json, orNull } from '../../platform/parameter-kinds.ts';
import { filteredPage, filteredPageSchema, isBefore } from '../../platform/range-store.ts';
import { statement } from '../../platform/statement.ts';
import { namedVenue } from '../../venues/store.ts';
import { callerFunction } from '../../workspaces/caller-function-store.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { type NewBlock, storedBlockSchema, storedMadeBlockSchema } from './block.ts';
import type { Occurrences } from './repeat.ts';

/** Stores a block; see create_block_v1. */
export const insertBlock = callerFunction({
  params: {
    id: id<'block'>(),
    block: json<Omit<NewBlock, 'all'> & { readonly venueId: string } & Occurrences>(),
  },
  body: storedMadeBlockSchema,
  call: (p) => sql`create_block_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.block})`,
  once: {
    status: 201,
    call: (p) =>
      sql`create_block_once_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.block}, ${p.once})`,
  },
});

/** Deletes a block and frees its places; see delete_block_v1. */
export const deleteBlock = callerFunction({
  params: { venue: id<'venue'>(), id: id<'block'>() },
  body: z.object({ id: idSchema<'block'>() }),
  call: (p) => sql`delete_block_v1(${p.callerWorkspace}, ${p.venue}, ${p.id})`,
  once: {
    status: 204,
    call: (p) => sql`delete_block_once_v1(${p.callerWorkspace}, ${p.venue}, ${p.id}, ${p.once})`,
  },
});

/** A page of the blocks of a venue that have not ended, the newest first. */
export const selectBlocks = callerStatement({
  params: { venue: id<'venue'>(), before: orNull(id<'block'>()), limit: integer },
  body: filteredPageSchema<typeof storedBlockSchema, 'block'>(storedBlockSchema),
  sql: (p) => sql`select (${filteredPage(
    sql`jsonb_agg(block_json_v1(s.block) order by s.id desc)`,
    {
      rows: sql`select b.venue_id, b.id, b as block from blocks b
               where ${isBefore([[sql`b.venue_id`, sql`v.id`]], sql`b.id`, p.before)}
               order by b.venue_id desc, b.id desc`,
      order: sql`s.venue_id desc, s.id desc`,
      isWanted: sql`(s.block).deleted_at is null and (s.block).ends_at > now()`,
      limit: p.limit,
    },
  )})
        from ${namedVenue(p)}`,
});

/** Selects blocks with which the sweep has work and that are not set apart, the oldest work first. */
export const selectDueBlocks = statement({
  params: { limit: integer },
  row: z.object({
    id: idSchema<'block'>(),
    from: z.string(),
    to: z.string(),
    repeat: z.string().nullable(),
  }),
  sql: (p) => sql`select id::text, to_char(starts_local, 'YYYY-MM-DD"T"HH24:MI') as "from",
         to_char(ends_local, 'YYYY-MM-DD"T"HH24:MI') as "to", repeat
      from blocks b
     where wake_at <= now()
       and ${isNotSetApart('extend_block', sql`b.id`, sql`now()`)}
     order by wake_at
     limit (select ${p.limit})`,
});

/** Does the work of a block that is due; see extend_block_v1. */
export const extendBlock = statement({
  params: { block: id<'block'>(), occurrences: json<Occurrences>() },
  row: z.object({ extended: z.boolean() }),
  sql: (p) => sql`select extend_block_v1(${p.block}, ${p.occurrences}) as extended`,
});
