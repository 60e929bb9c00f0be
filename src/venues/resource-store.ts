import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { id, ids, json, orNull, smallint, text } from '../platform/parameter-kinds.ts';
import { callerStatement, refusal } from '../workspaces/caller-store.ts';
import { type AffectedReason, storedAffectedSchema } from './affected-bookings.ts';
import { affectedJson, noneAffected } from './affected-store.ts';
import { type ResourceChange, storedCombinationSchema, storedResourceSchema } from './resource.ts';
import { namedVenue } from './store.ts';

/** The resource `r` as JSON. */
export const resourceJson = sql`jsonb_build_object(
    'id', r.id, 'name', r.name, 'kind', r.kind, 'minParty', r.min_party, 'maxParty', r.max_party,
    'priority', r.priority, 'area', r.area)`;

/**
 * The CTE `locked` with the venue, locked as every booking locks it: the statement waits for bookings
 * that are being made, and so finds all that its change affects.
 */
const lockedVenue = (p: { venue: SQL }) => sql`locked as materialized (
    select v.* from ${namedVenue(p)} for no key update of v
  )`;

/**
 * Inserts a resource, or refuses it when another resource of the venue has the name or the venue has as
 * many resources as it may have.
 */
export const insertResource = callerStatement({
  params: {
    venue: id<'venue'>(),
    id: id<'resource'>(),
    name: text,
    kind: text,
    minParty: smallint,
    maxParty: smallint,
    priority: smallint,
    area: orNull(text),
  },
  body: storedResourceSchema,
  ctes: (p) => sql`, ${lockedVenue(p)},
  inserted as (
    insert into resources
      (id, workspace_id, venue_id, name, kind, min_party, max_party, priority, area)
    select ${p.id}, v.workspace_id, v.id, ${p.name}, ${p.kind}, ${p.minParty}, ${p.maxParty},
           ${p.priority}, ${p.area}
      from locked v cross join lateral check_resources_v1(v.workspace_id, v.id)
    on conflict (venue_id, name) where deleted_at is null do nothing
    returning *
  ),
  -- The blocks of its area are for it too.
  changed_blocks as materialized (
    select change_blocks_v1(venue_id, array[area]) from inserted where area is not null
  )`,
  sql: () => sql`select case when r.id is null then ${refusal('resource_name_taken')}
                   else ${resourceJson} end
        from locked left join inserted r on true
        left join changed_blocks on true`,
  once: { status: 201 },
});

/**
 * Changes the fields that the change names; see change_resource_v1. Refuses the change as
 * invalid_field when the smallest party would be larger than the largest. The affected bookings are
 * those that a change of `maxParty` makes too large.
 */
export const updateResource = callerStatement({
  params: { venue: id<'venue'>(), id: id<'resource'>(), change: json<ResourceChange>() },
  body: z.object({ resource: storedResourceSchema, affected: storedAffectedSchema }),
  ctes: (p) => sql`, ${lockedVenue(p)},
  known as (
    select r.id, r.area, coalesce((x.change ->> 'minParty')::smallint, r.min_party) as min_party,
           coalesce((x.change ->> 'maxParty')::smallint, r.max_party) as max_party, x.change,
           v.time_zone
      from locked v
      join resources r on r.id = ${p.id} and r.venue_id = v.id and r.deleted_at is null
      cross join (select ${p.change} as change) x
  ),
  updated as materialized (
    select r.* from known k
     cross join change_resource_v1(k.id, k.min_party, k.max_party, k.change) r
     where k.min_party <= k.max_party
  ),
  -- The blocks of its areas are stored anew: it is in another one now.
  changed_blocks as materialized (
    select change_blocks_v1(r.venue_id, array_remove(array[k.area, r.area], null))
      from known k join updated r on r.id = k.id
     where r.area is distinct from k.area
  )`,
  sql: () => sql`select case when k.min_party > k.max_party then ${refusal('invalid_field')}
                   when r.id is null then ${refusal('resource_name_taken')}
                   else jsonb_build_object('id', r.id, 'resource', ${resourceJson}, 'affected',
                     case when k.change ? 'maxParty' then ${affectedJson(
                       'party_too_large',
                       sql`k.time_zone`,
                       sql`bookings_unfit_v1(r.venue_id, r.id)`,
                     )} else ${noneAffected} end) end
        from known k left join updated r on true
        left join changed_blocks on true`,
  once: { status: 200 },
});

/** The combination `c` as JSON. */
const combinationJson = sql`jsonb_build_object(
    'id', c.id, 'resourceIds', to_jsonb(c.resource_ids), 'minParty', c.min_party,
    'maxParty', c.max_party, 'priority', c.priority)`;

/**
 * Inserts a combination, or refuses it when a member is not a live resource of the venue or the venue
 * has as many combinations as it may have.
 */
export const insertCombination = callerStatement({
  params: {
    venue: id<'venue'>(),
    id: id<'combination'>(),
    resourceIds: ids<'resource'>(),
    minParty: smallint,
    maxParty: smallint,
    priority: smallint,
  },
  body: storedCombinationSchema,
  ctes: (p) => sql`, ${lockedVenue(p)},
  known as (
    select v.id, v.workspace_id, count(r.id) = cardinality(${p.resourceIds}) as is_whole
      from locked v
      left join resources r on r.venue_id = v.id and r.deleted_at is null
       and r.id = any (${p.resourceIds})
     group by 1, 2
  ),
  inserted as (
    insert into combinations
      (id, workspace_id, venue_id, resource_ids, min_party, max_party, priority)
    select ${p.id}, k.workspace_id, k.id, ${p.resourceIds}, ${p.minParty}, ${p.maxParty},
           ${p.priority}
      from known k cross join lateral check_combinations_v1(k.workspace_id, k.id)
     where k.is_whole
    returning *
  )`,
  sql: () => sql`select case when c.id is null then ${refusal('resource_not_found')}
                   else ${combinationJson} end
        from known left join inserted c on true`,
  once: { status: 201 },
});

const allOf = (table: SQL, as: SQL, json: SQL) =>
  sql`(select coalesce(jsonb_agg(${json} order by ${as}.id), '[]')
         from ${table} ${as} where ${as}.venue_id = v.id and ${as}.deleted_at is null)`;

export const selectResources = callerStatement({
  isCached: true,
  params: { venue: id<'venue'>() },
  body: z.object({
    resources: z.array(storedResourceSchema),
    combinations: z.array(storedCombinationSchema),
  }),
  sql: (p) => sql`select jsonb_build_object(
             'resources', ${allOf(sql`resources`, sql`r`, resourceJson)},
             'combinations', ${allOf(sql`combinations`, sql`c`, combinationJson)})
        from ${namedVenue(p)}`,
});

/**
 * Marks a row of a venue's table as deleted. A row that is deleted already has the same answer again.
 * @param reason why bookings are affected
 * @param affected the bookings that the deletion of the row `x` affects; the body
 */
const deleteFromVenue = <Kind extends 'resource' | 'combination'>(
  table: SQL,
  reason: AffectedReason,
  affected: SQL,
) =>
  callerStatement({
    params: { venue: id<'venue'>(), id: id<Kind>() },
    body: storedAffectedSchema,
    ctes: (p) => sql`, ${lockedVenue(p)},
    deleted as (
      update ${table} x set deleted_at = coalesce(x.deleted_at, now()) from locked v
       where x.id = ${p.id} and x.venue_id = v.id
      returning x.*
    )`,
    sql: () => sql`select ${affectedJson(reason, sql`v.time_zone`, affected)}
               || jsonb_build_object('id', x.id)
          from deleted x cross join locked v`,
    once: { status: 200 },
  });
export const deleteResource = deleteFromVenue<'resource'>(
  sql`resources`,
  'resource_deleted',
  sql`bookings_unfit_v1(x.venue_id, x.id)`,
);
export const deleteCombination = deleteFromVenue<'combination'>(
  sql`combinations`,
  'combination_deleted',
  sql`bookings_uncombined_v1(x.venue_id, x.resource_ids)`,
);
