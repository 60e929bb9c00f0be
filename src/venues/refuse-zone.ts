import { Refused } from '../platform/database-errors.ts';
import { invalidField } from '../platform/problem.ts';

/**
 * Explains that PostgreSQL does not know a time zone. Its list of zones may differ from the
 * runtime's, which has checked the zone before.
 */
export function refuseZone(error: unknown): never {
  if (error instanceof Refused && error.reason === 'invalid_parameter_value') {
    throw invalidField('body.timeZone', 'must be an IANA time zone, like Europe/Paris');
  }
  throw error;
}
