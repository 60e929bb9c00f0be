import { expect, it } from 'vitest';
import { MOST_READ } from '../../src/platform/range-store.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

/** All pages of a list, from the first. */
async function pagesOf(call: Call, query: string) {
  const pages: string[][] = [];
  let after = '';
  do {
    const { status, body } = await call('GET', `/v1/conversations?${query}${after}`);
    expect(status).toBe(200);
    pages.push(body.data.map(({ id }: { id: string }) => id));
    after = body.page.next === null ? '' : `&after=${encodeURIComponent(body.page.next)}`;
  } while (after !== '');
  return pages;
}

it('ends a page that finds too little, and continues on the next one', async () => {
  const call = client(await makeKey('filtered'));
  const talk = (id: string, channel: string) =>
    call('POST', `/v1/conversations/${id}/messages`, {
      ...{ role: 'agent', text: 'hi', channel, customer: { id: 'guest' } },
    });
  await talk('first', 'sms');
  // Ids in the order of time, as the Worker makes them.
  await sql.query(
    `insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq)
     select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint + n), 12, '0')
             || '70008000000000000000')::uuid,
            workspace_id, 'web-' || n, 'web', customer_id, 1
       from conversations, generate_series(1, $1::int) n where external_id = 'first'`,
    [2 * MOST_READ + 5],
  );
  expect(await pagesOf(call, 'customer=guest&channel=sms')).toEqual([[], [], ['first']]);
  expect(await pagesOf(call, 'channel=sms')).toEqual([['first']]);
  const web = (await pagesOf(call, 'customer=guest&channel=web&limit=200')).flat();
  expect(web).toHaveLength(2 * MOST_READ + 5);
  expect(new Set(web).size).toBe(web.length);
});

it('lists the conversations that began since an instant', async () => {
  const call = client(await makeKey('since'));
  const talk = (id: string) =>
    call('POST', `/v1/conversations/${id}/messages`, { role: 'agent', text: 'hi' });
  await talk('old');
  const since = new Date(Date.now() + 5).toISOString();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await talk('new');
  expect(await pagesOf(call, `since=${since}`)).toEqual([['new']]);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  expect(await pagesOf(call, `since=${tomorrow}`)).toEqual([[]]);
});
