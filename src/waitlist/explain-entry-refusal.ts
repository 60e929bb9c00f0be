import { z } from 'zod';
import { Refused } from '../platform/database-errors.ts';
import { isProblemCode, Problem } from '../platform/problem.ts';

/**
 * Turns what the database refused into a problem. `waitlist_state` gets the state of the entry,
 * which the database gives as JSON in the detail of its error.
 */
export function explainEntryRefusal(error: unknown): never {
  if (!(error instanceof Refused) || !isProblemCode(error.reason)) throw error;
  if (error.reason !== 'waitlist_state') throw new Problem(error.reason);
  const state = z.string().parse(JSON.parse(error.detail ?? 'null'));
  throw new Problem('waitlist_state', { more: { state } });
}
