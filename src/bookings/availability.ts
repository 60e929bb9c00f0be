import { z } from '@hono/zod-openapi';
import type { Deps } from '../deps.ts';
import type { Answer } from '../platform/answer-cache.ts';
import { readId } from '../platform/ids.ts';
import { Problem } from '../platform/problem.ts';
import { venueId } from '../venues/venues.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/legacy-store.ts';
import { selectAvailability } from './store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_DAYS = 31;

export interface AvailabilityQuery {
  /** Local dates of the venue, both included. */
  from: string;
  to: string;
  partySize: number;
  /** A booking whose own place counts as free, as it would be left. */
  bookingId?: string | undefined;
}

const statusSchema = z.enum(['free', 'full', 'too_late', 'beyond_horizon']);

export const availabilitySchema = z
  .object({
    venueId: z.string(),
    timeZone: z.string(),
    partySize: z.int(),
    days: z.array(
      z.object({
        date: z.string().openapi({ description: 'The local date.' }),
        closed: z.boolean(),
        slots: z.array(
          z.object({
            start: z.string().openapi({ description: 'Local to the venue, with its offset.' }),
            status: statusSchema,
          }),
        ),
      }),
    ),
  })
  .openapi('Availability');
export type Availability = z.infer<typeof availabilitySchema>;

/**
 * The same, at most five seconds old: whoever books on it is answered by what is true then.
 * @throws Problem as {@link showAvailability}
 */
export function searchAvailability(
  deps: Pick<Deps, 'database' | 'availabilityCache' | 'now'>,
  caller: Caller,
  shownVenueId: string,
  query: AvailabilityQuery,
): Promise<Answer<Availability>> {
  const { from, to, partySize, bookingId } = query;
  const key = [caller.workspaceId, shownVenueId, from, to, partySize, bookingId].join(' ');
  return deps.availabilityCache.answer(key, deps.now(), () =>
    showAvailability(deps, caller, shownVenueId, query),
  );
}

/**
 * The slots of a venue for a party, by local date: each free, full, too late or beyond the horizon;
 * a date without slots is closed.
 * @throws Problem venue_not_found, invalid_field (the range), key_revoked
 */
export async function showAvailability(
  deps: Pick<Deps, 'database'>,
  caller: Caller,
  shownVenueId: string,
  { from, to, partySize, bookingId }: AvailabilityQuery,
): Promise<Availability> {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1) throw invalid('query.to', 'must not be before from');
  if (days > LONGEST_DAYS) throw invalid('query.to', `must be within ${LONGEST_DAYS} days`);
  const booking = bookingId === undefined ? null : readId('booking', bookingId);
  if (booking === undefined) throw new Problem('booking_not_found');
  const found = await runAsCaller(deps.database, caller, selectAvailability, {
    venue: venueId(shownVenueId),
    from,
    to,
    partySize,
    booking,
  });
  if (found === null) throw new Problem('venue_not_found');
  return {
    venueId: shownVenueId,
    timeZone: found.timeZone,
    partySize,
    days: found.days.map(({ date, slots }) => ({
      date,
      closed: slots.length === 0,
      slots: slots.map(({ start, status }) => ({ start, status: statusSchema.parse(status) })),
    })),
  };
}

function invalid(field: string, message: string): Problem {
  return new Problem('invalid_field', { errors: [{ field, message }] });
}
