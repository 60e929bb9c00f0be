import { Refused } from './database-errors.ts';
import { invalidField } from './problem.ts';
import { NOT_A_ZONE } from './schemas.ts';

/**
 * Explains that PostgreSQL does not have a time zone that the runtime has, or reads its name as
 * something else; see known_zone_v1.
 * @param field where the request has the zone, such as `body.timeZone`
 */
export const refuseZone =
  (field: string) =>
  (error: unknown): never => {
    if (error instanceof Refused && error.code === 'MT400' && error.detail === '"timeZone"') {
      throw invalidField(field, NOT_A_ZONE);
    }
    throw error;
  };

/** Explains it for the guest of a message, a booking or a waitlist entry. */
export const refuseGuestZone = refuseZone('body.customer.timeZone');
