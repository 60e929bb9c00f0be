import { beforeAll, describe, expect, it } from 'vitest';
import { live, openPlace, type Place } from './guest-life.ts';
import { type PersonalTable, TABLES } from './ledger.ts';
import { columnsOfDatabase, customerRow, valuesOf } from './whole-database.ts';

let place: Place;
let row: string;
let exported: Record<string, unknown>;
const path = '/v1/customers/grault-guest/export';

beforeAll(async () => {
  place = await openPlace('export of a whole life');
  await live(place, 'waldo', 'chat-p');
  await live(place, 'grault', 'chat-x');
  row = await customerRow('grault-guest');
  exported = (await place.call('GET', path)).body;
});

const PERSONAL = Object.entries(TABLES).flatMap(([table, entry]) =>
  'columns' in entry ? [[table, entry] as const] : [],
);
const columnsWhere = (isWanted: (column: PersonalTable['columns'][string]) => boolean) =>
  PERSONAL.flatMap(([table, { whose, columns }]) =>
    Object.entries(columns)
      .filter(([, column]) => isWanted(column))
      .map(([name, column]) => ({ table, name, whose, column })),
  );

/** The values at a path such as `messages[].text`. */
function valuesAt(value: unknown, at: string): unknown[] {
  return at.split('.').reduce<unknown[]>(
    (found, step) =>
      found.flatMap((each) => {
        if (typeof each !== 'object' || each === null) return [];
        const inner: unknown = Reflect.get(each, step.replace('[]', ''));
        if (!step.endsWith('[]')) return [inner];
        return Array.isArray(inner) ? inner : [];
      }),
    [value],
  );
}

describe('the list of columns', () => {
  it('has every table and column of the database', async () => {
    const found = await columnsOfDatabase();
    expect(
      Object.keys(TABLES).sort(),
      'Decide in test/privacy/ledger.ts whether the table holds something about a guest.',
    ).toEqual([...found.keys()].sort());
    for (const [table, { columns }] of PERSONAL) {
      expect(
        Object.keys(columns).sort(),
        `Decide in test/privacy/ledger.ts what an export and an erasure do with it: ${table}`,
      ).toEqual([...(found.get(table) ?? [])].sort());
    }
  });
});

describe('an export', () => {
  it.each(columnsWhere(({ path }) => path !== undefined))(
    'shows $table.$name at $column.path',
    async ({ table, name, whose, column }) => {
      const stored = (await valuesOf(table, name, whose, row)).map(column.stored);
      expect(stored, `the test has no ${table}.${name}`).not.toEqual([]);
      const shown = valuesAt(exported, column.path ?? '').map(column.shown);
      for (const value of stored) expect(shown).toContainEqual(value);
    },
  );

  it('shows the texts that were sent, to which channel and with which result', () => {
    expect(exported['jobs']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'confirmation',
          channel: 'email',
          state: 'delivered',
          locale: expect.stringMatching(/^(fr|en)/),
          text: expect.stringContaining('Chez Nous'),
          attempts: [expect.objectContaining({ outcome: 'delivered', answer: null })],
        }),
        expect.objectContaining({
          event: 'message.created',
          conversationId: 'chat-x-own',
          seq: 1,
          attempts: [
            expect.objectContaining({ status: 200, answer: expect.stringContaining('grault') }),
          ],
        }),
      ]),
    );
  });

  it('holds nothing of another customer', () => {
    expect(JSON.stringify(exported)).not.toContain('waldo');
  });

  it('is the same in small pages, each item once and in one request', async () => {
    const lists = Object.keys(exported).filter((name) => Array.isArray(exported[name]));
    expect(lists).toHaveLength(10);
    const read: Record<string, unknown[]> = Object.fromEntries(lists.map((name) => [name, []]));
    let pages = 0;
    for (let next: string | null = ''; next !== null; pages += 1) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const { body } = await place.call('GET', `${path}?limit=2${after}`);
      const items: number = ['messages', 'bookings', 'timeline', 'jobs', 'waitlist']
        .concat('idempotencyKeys')
        .reduce((sum, name) => sum + body[name].length, 0);
      expect(items).toBeLessThanOrEqual(2);
      if (body.page.next !== null) expect(items).toBe(2);
      for (const name of lists) read[name]?.push(...body[name]);
      next = body.page.next;
    }
    expect(pages).toBeGreaterThan(20);
    for (const name of lists) {
      const all = read[name] ?? [];
      // A conversation comes again with each page that has messages of it.
      const once =
        name === 'conversations'
          ? [...new Map(all.map((c) => [JSON.stringify(c), c])).values()]
          : all;
      expect(once, name).toEqual(exported[name]);
    }
  });
});
