import { z } from '@hono/zod-openapi';
import { idSchema, showId } from '../platform/ids.ts';
import { idInRequest, lineOfText, shownId } from '../platform/schemas.ts';
import { affectedBookingsSchema } from './affected-bookings.ts';

const party = z.int().min(1).max(1000);
const priority = z.int().min(-1000).max(1000).openapi({
  description: 'Of two resources that fit a party equally well, the lower priority is taken first.',
});
/** The name of an area, such as terrace. Names are compared exactly. */
export const areaNameSchema = lineOfText(64);
const area = areaNameSchema.openapi({
  description:
    'The area that it stands in, such as a terrace. An area has no other settings: it is the resources that name it.',
  example: 'terrace',
});
const resourceKind = z.enum(['table', 'chair', 'room', 'person']);
const partyRange = {
  minParty: party.default(1),
  maxParty: party,
  priority: priority.default(0),
};
const isInOrder = ({ minParty, maxParty }: { minParty: number; maxParty: number }) =>
  minParty <= maxParty;
const inOrder = { message: 'must be at least minParty', path: ['maxParty'] };

export const newResourceSchema = z
  .strictObject({
    name: lineOfText(128),
    kind: resourceKind.default('table'),
    ...partyRange,
    area: area.nullable().default(null),
  })
  .refine(isInOrder, inOrder)
  .openapi('NewResource');
export type NewResource = z.infer<typeof newResourceSchema>;

export const resourceChangeSchema = z
  .strictObject({
    name: lineOfText(128).optional(),
    kind: resourceKind.optional(),
    minParty: party.optional(),
    maxParty: party.optional(),
    priority: priority.optional(),
    area: area.nullable().optional(),
  })
  .openapi('ResourceChange');
export type ResourceChange = z.infer<typeof resourceChangeSchema>;

export const newCombinationSchema = z
  .strictObject({
    resourceIds: z
      .array(idInRequest('resource'))
      .min(2)
      .max(12)
      .refine((ids) => new Set(ids).size === ids.length, 'must name each resource once'),
    ...partyRange,
  })
  .refine(isInOrder, inOrder)
  .openapi('NewCombination');
export type NewCombination = z.infer<typeof newCombinationSchema>;

/** A resource as the database writes it. */
export const storedResourceSchema = z.object({
  id: idSchema<'resource'>(),
  name: z.string(),
  kind: z.string(),
  minParty: z.int(),
  maxParty: z.int(),
  priority: z.int(),
  // An answer that was kept before resources had areas has none.
  area: z.string().nullable().default(null),
});
export type StoredResource = z.infer<typeof storedResourceSchema>;

/** A resource as clients see it. */
export const resourceSchema = storedResourceSchema
  .extend({ id: shownId('resource'), area: z.string().nullable() })
  .openapi('Resource');

/** A resource after a change, with the bookings whose party is too large for their resources. */
export const changedResourceSchema = resourceSchema
  .extend({ affectedBookings: affectedBookingsSchema })
  .openapi('ChangedResource');

export const showResource = (resource: StoredResource) => ({
  ...resource,
  id: showId('resource', resource.id),
});

/** A combination as the database writes it. */
export const storedCombinationSchema = z.object({
  id: idSchema<'combination'>(),
  resourceIds: z.array(idSchema<'resource'>()),
  minParty: z.int(),
  maxParty: z.int(),
  priority: z.int(),
});
export type StoredCombination = z.infer<typeof storedCombinationSchema>;

/** A combination as clients see it. */
export const combinationSchema = storedCombinationSchema
  .extend({ id: shownId('combination'), resourceIds: z.array(shownId('resource')) })
  .openapi('Combination');

export const showCombination = (combination: StoredCombination) => ({
  ...combination,
  id: showId('combination', combination.id),
  resourceIds: combination.resourceIds.map((id) => showId('resource', id)),
});
