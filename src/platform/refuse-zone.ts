import { Refused } from './database-errors.ts';
import { invalidField } from './problem.ts';

/**
 * Explains that PostgreSQL does not know a time zone that the runtime's list has.
 * @param field where the request has the zone, such as `body.timeZone`
 */
export const refuseZone =
  (field: string) =>
  (error: unknown): never => {
    if (error instanceof Refused && error.reason === 'invalid_parameter_value') {
      throw invalidField(field, 'must be an IANA time zone, like Europe/Paris');
    }
    throw error;
  };
