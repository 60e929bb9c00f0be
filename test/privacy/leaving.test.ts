import { beforeAll, describe, expect, it } from 'vitest';
import { deleteWorkspace } from '../../scripts/workspaces/delete-workspace.ts';
import { type ExportedRow, exportWorkspace } from '../../scripts/workspaces/export-workspace.ts';
import { NOT_OWNED, ownedTables } from '../../scripts/workspaces/owned-tables.ts';
import { sql } from '../support/sql.ts';
import { live, openPlace, type Place } from './guest-life.ts';
import { columnsOfDatabase } from './whole-database.ts';

const idOf = async (name: string) => {
  const [row] = await sql.query('select id::text from workspaces where name = $1', [name]);
  return String(row?.['id']);
};

/** Every row of the database in which the id of a workspace, or of one of its rows, occurs. */
async function rowsWith(ids: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const table of (await columnsOfDatabase()).keys()) {
    if (!table.startsWith('public.')) continue;
    const rows = await sql.query(
      `select to_jsonb(t)::text as row from ${table} t
        where exists (select from unnest($1::text[]) i (id) where to_jsonb(t)::text like '%' || i.id || '%')`,
      [ids],
    );
    if (rows.length > 0)
      found.set(
        table,
        rows.map(({ row }) => String(row)),
      );
  }
  return found;
}

let leaving: string;
let stayer: Place;
/** The ids of the rows of the workspace that leaves, to which other rows refer. */
let ids: string[];
beforeAll(async () => {
  const place = await openPlace('a workspace that leaves');
  await live(place, 'thud', 'chat-thud');
  await place.call('PUT', '/v1/retention', { conversationsDays: 365, bookingsDays: null });
  await live(place, 'fnord', 'chat-fnord');
  await place.call('DELETE', '/v1/customers/fnord-guest');
  stayer = await openPlace('a workspace that stays');
  await live(stayer, 'grue', 'chat-grue');
  leaving = await idOf('a workspace that leaves');
  const rows = await sql.query(
    `select $1::text as id
     union select id::text from bookings where workspace_id = $1::uuid
     union select id::text from conversations where workspace_id = $1::uuid
     union select id::text from venues where workspace_id = $1::uuid
     union select id::text from jobs where workspace_id = $1::uuid`,
    [leaving],
  );
  ids = rows.map(({ id }) => String(id));
}, 120_000);

it('every table of the database is one of a workspace, or is listed with a reason', async () => {
  const tables = [...(await columnsOfDatabase()).keys()]
    .filter((table) => table.startsWith('public.'))
    .map((table) => table.replace('public.', ''));
  expect(
    [...ownedTables(), ...Object.keys(NOT_OWNED), 'workspaces'].sort(),
    'Decide in scripts/workspaces/owned-tables.ts how the rows of a workspace are found.',
  ).toEqual(tables.sort());
});

describe('a workspace that leaves', () => {
  it('is exported whole, without secrets of webhooks, and alone', async () => {
    const lines: ExportedRow[] = [];
    await exportWorkspace(sql, leaving, (line) => void lines.push(line));
    const stored = await rowsWith(ids);
    for (const [table, rows] of stored) {
      const exported = lines.filter((line) => `public.${line.table}` === table);
      expect(exported.length, table).toBe(rows.length);
    }
    expect(stored.size).toBeGreaterThan(18);
    const text = JSON.stringify(lines);
    expect(text).toContain('thud Moreau');
    expect(text).not.toContain('grue');
    expect(text).not.toContain('"secret"');
    expect(text).not.toContain('previous_secret');
    await expect(exportWorkspace(sql, crypto.randomUUID(), () => {})).rejects.toThrow(
      'no workspace',
    );
  });

  it('is deleted whole, also after an interruption, and nothing else is', async () => {
    const bystander = [await idOf('a workspace that stays')];
    const before = await rowsWith(bystander);
    // A run that ends after some pages.
    let statements = 0;
    const interrupted = new Proxy(sql, {
      get(target, name) {
        if (name !== 'query') return Reflect.get(target, name);
        return (...args: Parameters<typeof sql.query>) => {
          statements += 1;
          if (statements > 12) throw new Error('interrupted');
          return target.query(...args);
        };
      },
    });
    await expect(deleteWorkspace(interrupted, leaving)).rejects.toThrow('interrupted');
    const revoked = await sql.query(
      'select count(*)::int as live from api_keys where workspace_id = $1 and revoked_at is null',
      [leaving],
    );
    expect(revoked).toEqual([{ live: 0 }]);

    const counts = await deleteWorkspace(sql, leaving);
    expect(counts['workspaces']).toBe(1);
    expect(Object.fromEntries(await rowsWith(ids))).toEqual({});
    expect(await rowsWith(bystander)).toEqual(before);
    expect((await stayer.call('GET', '/v1/customers/grue-guest')).status).toBe(200);
  });
});
