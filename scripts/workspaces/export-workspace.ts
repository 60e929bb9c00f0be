import { OWNED, type OwnedKind } from './owned-tables.ts';
import { PAGE_ROWS, primaryKeys, readRows, type Sql, type StoredRow } from './pages.ts';

/** A line of an export: a table and one of its rows. */
export interface ExportedRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/**
 * Exports every row of a workspace, a page at a time, without the secrets of its webhooks. The rows
 * that belong to a page of bookings or conversations come after it. The pages are read one after the
 * other, so a change between two of them may be missing.
 * @param write takes one line; the next page is read when it has resolved
 * @returns how many rows of each table there were
 * @throws Error when there is no such workspace
 */
export async function exportWorkspace(
  sql: Sql,
  workspace: string,
  write: (line: ExportedRow) => Promise<void> | void,
): Promise<Record<string, number>> {
  const keys = await primaryKeys(sql);
  const counts: Record<string, number> = {};
  const own = { table: 'workspaces', by: 'id' } as const;
  await exportKind({ table: { ...own, parent: 'workspaces' }, parts: [] }, [workspace]);
  if (counts['workspaces'] !== 1) throw new Error(`There is no workspace ${workspace}.`);
  for (const kind of OWNED) await exportKind(kind, [workspace]);
  return counts;

  async function exportKind({ table, parts }: OwnedKind, parents: readonly string[]) {
    let page: StoredRow[] = [];
    const flush = async () => {
      const ids = page.map(({ key }) => String(key[0]));
      page = [];
      if (ids.length === 0) return;
      for (const part of parts) await exportKind(part, ids);
    };
    for await (const each of readRows(sql, table, parents, keys.get(table.table) ?? [])) {
      const secret = table.secret ?? [];
      const shown = Object.entries(each.row).filter(([column]) => !secret.includes(column));
      await write({ table: table.table, row: Object.fromEntries(shown) });
      counts[table.table] = (counts[table.table] ?? 0) + 1;
      if (parts.length === 0) continue;
      page.push(each);
      if (page.length === PAGE_ROWS) await flush();
    }
    await flush();
  }
}
