import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { type ListQuery, readCursor, splitPage, writeCursor } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { invalidField } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { customerPositionSchema, selectCustomers } from './list-store.ts';
import { readPhone } from './read-phone.ts';

export interface CustomerQuery extends ListQuery {
  /** Each of its words begins a word of the customer's name. */
  name?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  /** The country (ISO 3166-1 alpha-2) of a `phone` without a country code. */
  country?: string | undefined;
  tag?: string | undefined;
  /** Only guests who may not book. */
  refused?: true | undefined;
}

const CUSTOMERS = { name: 'customers', position: customerPositionSchema };

/**
 * Lists the workspace's customers that match all conditions. Those that were seen last come first, by
 * quarter hours. A page may hold fewer customers than asked for although another page follows.
 * @throws Problem scope_missing, invalid_cursor, invalid_field (no telephone number), key_revoked
 */
export async function listCustomers(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  { name, email, phone, country, tag, refused, after, limit }: CustomerQuery,
) {
  authorize(caller, 'listCustomers');
  if (refused) authorize(caller, 'refuseGuests');
  const [beforeSeen, beforeId] = (await readCursor(deps, caller, CUSTOMERS, after)) ?? [];
  const wanted = phone === undefined ? undefined : await readPhone(phone, country);
  if (phone !== undefined && wanted === undefined) {
    throw invalidField(
      'query.phone',
      'must be a telephone number with its country code, like +33123456789, or one of `country`',
    );
  }
  const found = await runAsCaller(deps.database, caller, selectCustomers, {
    conditions: { name, email, phones: wanted?.digits, tag, refused },
    beforeSeen,
    beforeId,
    limit: limit + 1,
  });
  const { kept, more } = splitPage(found?.data ?? [], limit);
  const last = more ? kept.at(-1)?.position : found?.readTo;
  return {
    data: kept
      // The digits of a national number may be those of another country's number too.
      .filter(
        ({ phone, otherPhones }) =>
          wanted === undefined ||
          [phone, ...otherPhones].some((each) => each !== null && wanted.isSame(each)),
      )
      .map(({ position: _, otherPhones: __, ...customer }) => customer),
    page: { next: last == null ? null : await writeCursor(deps, caller, CUSTOMERS, last) },
  };
}
