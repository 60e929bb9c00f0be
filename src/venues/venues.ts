// For rooms that are not converted yet.
import { readId } from '../platform/ids.ts';
import { Problem } from '../platform/problem.ts';

export function venueId(shownId: string): string {
  const id = readId('venue', shownId);
  if (id === undefined) throw new Problem('venue_not_found');
  return id;
}
