import { may } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { Refused } from '../platform/database-errors.ts';
import { isProblemCode, Problem, type ProblemCode } from '../platform/problem.ts';
import { refusalDetails } from '../platform/refusal-details.ts';

/** The codes of the problems for a start that a venue does not take. */
export const START_REFUSALS = [
  'closed',
  'outside_hours',
  'not_a_slot',
  'too_late',
  'beyond_horizon',
] as const satisfies readonly ProblemCode[];

/** The codes of the problems for a party that cannot be seated. */
export const SEAT_REFUSALS = [
  'full',
  'slot_taken',
  'party_too_large',
  'party_too_small',
  'resources_unfit',
  'resources_unneeded',
  'area_not_found',
  'guest_overlap',
  'limit_reached',
] as const satisfies readonly ProblemCode[];

/**
 * Turns a refusal of the database into its problem, with the state, the alternatives or the booking
 * that the database has named. Other errors are thrown as they are.
 * @param caller is told the id of another booking if its key may read bookings; by default it is not
 * @throws Problem with the code that the database has raised
 */
export function explainRefusal(error: unknown, caller?: Pick<Caller, 'scopes'>): never {
  if (!(error instanceof Refused) || !isProblemCode(error.reason)) throw error;
  const mayReadBookings = caller !== undefined && may(caller, 'readBookings');
  throw new Problem(error.reason, { more: refusalDetails(error, mayReadBookings) });
}
