import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { Refused } from '../../platform/database-errors.ts';
import { newId, type VenueId } from '../../platform/ids.ts';
import type { Ports } from '../../platform/ports.ts';
import { invalidField, Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { explainRefusal } from '../explain-refusal.ts';
import { bookingsInTheWay, type NewBlock, showMadeBlock } from './block.ts';
import { insertBlock } from './block-store.ts';
import { occurrencesOf } from './repeat.ts';

/**
 * Blocks resources, an area or the whole venue for a time.
 * @throws Problem venue_not_found, resource_not_found, area_not_found, invalid_field (body.to in the
 *   past, body.repeat without body.from), bookings_in_block (with `bookings` and `count`),
 *   block_too_large, limit_reached, idempotency_key_reused, scope_missing, key_revoked
 */
export async function createBlock(
  deps: Pick<Ports, 'database' | 'now' | 'venueChanged'>,
  caller: Caller,
  venueId: VenueId,
  { all: _, ...block }: NewBlock,
) {
  authorize(caller, 'blockPlaces');
  const { from, to, repeat = null } = block;
  const found = await occurrencesOf({ from, to, repeat }, deps.now());
  if (found === undefined) {
    throw invalidField(
      'body.from',
      'must be an occurrence of repeat, and no 29 February of FREQ=YEARLY',
    );
  }
  const values = { id: newId<'block'>(), block: { ...block, venueId, ...found } };
  const made = await runAsCaller(deps.database, caller, insertBlock, values)
    .catch(explainInTheWay)
    .catch(explainRefusal)
    .finally(() => deps.venueChanged(caller.workspaceId, venueId, 'bookings'));
  if (made === null) throw new Problem('key_revoked');
  return showMadeBlock(made);
}

function explainInTheWay(error: unknown): never {
  if (error instanceof Refused && error.reason === 'invalid_field') {
    throw invalidField('body.to', 'must be in the future');
  }
  if (error instanceof Refused && error.reason === 'bookings_in_block') {
    throw new Problem('bookings_in_block', { more: bookingsInTheWay(error.detail ?? '') });
  }
  throw error;
}
