import { z } from 'zod';
import { Refused } from '../platform/database-errors.ts';
import { readId } from '../platform/ids.ts';
import { isProblemCode, Problem } from '../platform/problem.ts';
import { venueId } from '../venues/venues.ts';
import type { Place } from './booking.ts';

/**
 * The ids of a place wanted, as the database knows them.
 * @throws Problem venue_not_found, resources_unfit: what is no id names nothing
 */
export function idsOf({ venueId: venue, resourceIds }: Place) {
  return {
    venueId: venueId(venue),
    ...(resourceIds === undefined ? {} : { resourceIds: resourceIdsOf(resourceIds) }),
  };
}

/** @throws Problem resources_unfit */
export function resourceIdsOf(shown: readonly string[]): string[] {
  return shown.map((each) => {
    const id = readId('resource', each);
    if (id === undefined) throw new Problem('resources_unfit');
    return id;
  });
}

const alternativesSchema = z.array(z.string());

/** What the database raised besides a reason: the state it met, or where else there is room. */
export function explain(error: unknown): never {
  if (!(error instanceof Refused) || !isProblemCode(error.reason)) throw error;
  const detail: unknown = error.detail === undefined ? undefined : JSON.parse(error.detail);
  if (error.reason === 'booking_state') {
    throw new Problem(error.reason, { more: { state: z.string().parse(detail) } });
  }
  const alternatives = alternativesSchema.safeParse(detail);
  throw new Problem(
    error.reason,
    alternatives.success ? { more: { alternatives: alternatives.data } } : {},
  );
}
