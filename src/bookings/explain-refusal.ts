import { z } from 'zod';
import { Refused } from '../platform/database-errors.ts';
import { isProblemCode, Problem } from '../platform/problem.ts';

/** The DETAIL of a refusal: the state that forbids an act, or the nearest free start times. */
const detailSchema = z.union([
  z.string().transform((state) => ({ state })),
  z.array(z.string()).transform((alternatives) => ({ alternatives })),
]);

/**
 * Turns a refusal of the database into its problem, with the state or the alternatives that the
 * database has named. Other errors are thrown as they are.
 * @throws Problem with the code that the database has raised
 */
export function explainRefusal(error: unknown): never {
  if (!(error instanceof Refused) || !isProblemCode(error.reason)) throw error;
  if (error.detail === undefined) throw new Problem(error.reason);
  const detail = detailSchema.safeParse(JSON.parse(error.detail)).data ?? {};
  throw new Problem(error.reason, { more: detail });
}
