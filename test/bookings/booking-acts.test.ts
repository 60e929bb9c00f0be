import { expect, it } from 'vitest';
import { TRANSITIONS } from '../../src/bookings/lifecycle.ts';
import { sql } from '../support/sql.ts';

it('booking_acts, which change_booking_v1 reads, has the rows of lifecycle.ts', async () => {
  const rows = await sql`select act, from_states as "from", to_state as "to"
                           from booking_acts order by act`;
  const expected = Object.entries(TRANSITIONS)
    .map(([act, { from, to }]) => ({ act, from: [...from], to }))
    .sort((a, b) => (a.act < b.act ? -1 : 1));
  expect(rows).toEqual(expected);
});

it('an act without a row is an error that names it', async () => {
  const id = crypto.randomUUID();
  await expect(
    sql`select change_booking_v1(${id}, null, ${id}, 'repaint', null, '{}')`,
  ).rejects.toThrow('unknown act of a booking: repaint');
});
