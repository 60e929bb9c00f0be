import { Refused } from '../platform/database-errors.ts';
import { isProblemCode, Problem } from '../platform/problem.ts';
import { refusalDetails } from '../platform/refusal-details.ts';

/**
 * Turns a refusal of the database into its problem, with the state or the alternatives that the
 * database has named. Other errors are thrown as they are.
 * @throws Problem with the code that the database has raised
 */
export function explainRefusal(error: unknown): never {
  if (!(error instanceof Refused) || !isProblemCode(error.reason)) throw error;
  throw new Problem(error.reason, { more: refusalDetails(error) });
}
