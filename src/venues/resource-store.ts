import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { id, ids, json, smallint, text } from '../platform/parameter-kinds.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { type ResourceChange, storedCombinationSchema, storedResourceSchema } from './resource.ts';
import { namedVenue } from './store.ts';

/** The resource `r` as JSON. */
const resourceJson = sql`jsonb_build_object(
    'id', r.id, 'name', r.name, 'kind', r.kind, 'minParty', r.min_party, 'maxParty', r.max_party,
    'priority', r.priority)`;

export const insertResource = callerStatement({
  params: {
    venue: id<'venue'>(),
    id: id<'resource'>(),
    name: text,
    kind: text,
    minParty: smallint,
    maxParty: smallint,
    priority: smallint,
  },
  body: storedResourceSchema,
  ctes: (p) => sql`, inserted as (
    insert into resources
      (id, workspace_id, venue_id, name, kind, min_party, max_party, priority)
    select ${p.id}, v.workspace_id, v.id, ${p.name}, ${p.kind}, ${p.minParty}, ${p.maxParty},
           ${p.priority}
      from ${namedVenue(p)}
    returning *
  )`,
  sql: () => sql`select ${resourceJson} from inserted r`,
});

/**
 * Changes the fields that the change names. The resource is null inside the body, and nothing is
 * changed, when the smallest party would be larger than the largest.
 */
export const updateResource = callerStatement({
  params: { venue: id<'venue'>(), id: id<'resource'>(), change: json<ResourceChange>() },
  body: z.object({ resource: storedResourceSchema.nullable() }),
  ctes: (p) => sql`, known as (
    select r.id, coalesce((x.change ->> 'minParty')::smallint, r.min_party) as min_party,
           coalesce((x.change ->> 'maxParty')::smallint, r.max_party) as max_party, x.change
      from ${namedVenue(p)}
      join resources r on r.id = ${p.id} and r.venue_id = v.id and r.deleted_at is null
      cross join (select ${p.change} as change) x
  ),
  updated as (
    update resources r
       set name = coalesce(k.change ->> 'name', r.name),
           kind = coalesce(k.change ->> 'kind', r.kind),
           min_party = k.min_party, max_party = k.max_party,
           priority = coalesce((k.change ->> 'priority')::smallint, r.priority)
      from known k
     where r.id = k.id and k.min_party <= k.max_party
    returning r.*
  )`,
  sql: () =>
    sql`select jsonb_build_object('resource', (select ${resourceJson} from updated r)) from known`,
});

/** The combination `c` as JSON. */
const combinationJson = sql`jsonb_build_object(
    'id', c.id, 'resourceIds', to_jsonb(c.resource_ids), 'minParty', c.min_party,
    'maxParty', c.max_party, 'priority', c.priority)`;

/**
 * Inserts a combination. The combination is null inside the body, and nothing is stored, when a
 * member is not a live resource of the venue.
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
  body: z.object({ combination: storedCombinationSchema.nullable() }),
  ctes: (p) => sql`, known as (
    select v.id, v.workspace_id, count(r.id) = cardinality(${p.resourceIds}) as is_whole
      from ${namedVenue(p)}
      left join resources r on r.venue_id = v.id and r.deleted_at is null
       and r.id = any (${p.resourceIds})
     group by 1, 2
  ),
  inserted as (
    insert into combinations
      (id, workspace_id, venue_id, resource_ids, min_party, max_party, priority)
    select ${p.id}, workspace_id, id, ${p.resourceIds}, ${p.minParty}, ${p.maxParty}, ${p.priority}
      from known where is_whole
    returning *
  )`,
  sql: () =>
    sql`select jsonb_build_object('combination', (select ${combinationJson} from inserted c))
          from known`,
});

const allOf = (table: SQL, as: SQL, json: SQL) =>
  sql`(select coalesce(jsonb_agg(${json} order by ${as}.id), '[]')
         from ${table} ${as} where ${as}.venue_id = v.id and ${as}.deleted_at is null)`;

export const selectResources = callerStatement({
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

/** Marks a row of a venue's table as deleted. */
const deleteFromVenue = <Kind extends 'resource' | 'combination'>(table: SQL) =>
  callerStatement({
    params: { venue: id<'venue'>(), id: id<Kind>() },
    body: z.string(),
    ctes: (p) => sql`, deleted as (
      update ${table} x set deleted_at = now() from ${namedVenue(p)}
       where x.id = ${p.id} and x.venue_id = v.id and x.deleted_at is null
      returning x.id
    )`,
    sql: () => sql`select id::text from deleted`,
  });
export const deleteResource = deleteFromVenue<'resource'>(sql`resources`);
export const deleteCombination = deleteFromVenue<'combination'>(sql`combinations`);
