import { expect, it } from 'vitest';
import { sql } from '../support/sql.ts';
import { client, makeKey } from '../support/workspace.ts';

it('keeps the row of an erased or merged customer empty, whatever a statement writes', async () => {
  const call = client(await makeKey('gone customers'));
  for (const id of ['erased', 'merged', 'kept', 'live']) {
    await call('POST', `/v1/conversations/of-${id}/messages`, {
      ...{ role: 'customer', text: 'hi', customer: { id, name: 'Maya' } },
    });
  }
  const rowOf = async (externalId: string) => {
    const [row] = await sql`select c.id from customers c join workspaces w on w.id = c.workspace_id
                             where w.name = 'gone customers' and c.external_id = ${externalId}`;
    return String(row?.['id']);
  };
  const [erased, merged, live] = [
    await rowOf('erased'),
    await rowOf('merged'),
    await rowOf('live'),
  ];
  expect((await call('DELETE', '/v1/customers/erased')).status).toBe(200);
  expect((await call('POST', '/v1/customers/merged/merge', { into: 'kept' })).status).toBe(200);

  const write = (id: string, set: string) =>
    sql.query(`update customers set ${set} where id = $1`, [id]).then(
      () => 'written',
      (error: { code?: string; constraint?: string }) => [error.code, error.constraint],
    );
  const refused = ['23514', 'customers_gone_is_empty'];
  const own = ['external_id', 'name', 'email', 'phone', 'locale', 'time_zone'];
  for (const column of own) {
    expect([column, await write(erased, `${column} = 'x'`)]).toEqual([column, refused]);
  }
  for (const set of [`tags = '{vip}'`, `preferences = 'window'`, `staff_notes = 'loud'`]) {
    expect([set, await write(erased, set)]).toEqual([set, refused]);
    expect([set, await write(merged, set)]).toEqual([set, refused]);
    expect([set, await write(live, set)]).toEqual([set, 'written']);
  }
  // A merged row keeps the name by which the other guest is found. Nobody is gone without being emptied.
  expect(await write(merged, `name = 'Maya'`)).toBe('written');
  expect(await write(live, 'erased_at = now()')).toEqual(refused);
  const copy = await sql
    .query(
      `insert into customers (id, workspace_id, external_id, erased_at)
         select gen_random_uuid(), workspace_id, 'again', now() from customers where id = $1`,
      [live],
    )
    .catch((error: { constraint?: string }) => error.constraint);
  expect(copy).toBe('customers_gone_is_empty');
});
