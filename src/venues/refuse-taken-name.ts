import { Refused } from '../platform/database-errors.ts';
import { Problem } from '../platform/problem.ts';

/** Explains that another live resource of the venue has the name, as the unique index says. */
export function refuseTakenName(error: unknown): never {
  if (error instanceof Refused && error.reason === 'resources_name') {
    throw new Problem('resource_name_taken');
  }
  throw error;
}
