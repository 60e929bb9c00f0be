import { OWNED, type OwnedKind } from './owned-tables.ts';
import { deleteRows, PAGE_ROWS, primaryKeys, readRows, type Sql } from './pages.ts';

/** How often the deletion is repeated for rows that were stored meanwhile. */
const MOST_ROUNDS = 5;

/**
 * Deletes a workspace with everything that belongs to it. Its keys are revoked first, so that no
 * request stores anything more. Then its rows are deleted page by page, each page in a transaction of
 * its own. A run that was interrupted is continued by another one.
 *
 * A consumer that had begun before may store a job or a statistic meanwhile. The row that it refers to
 * then cannot be deleted, and the next round deletes both.
 * @returns how many rows of each table were deleted
 * @throws Error when there is no such workspace, or rows are stored all the time
 */
export async function deleteWorkspace(
  sql: Sql,
  workspace: string,
): Promise<Record<string, number>> {
  const found = await sql.query('select 1 from workspaces where id = $1', [workspace]);
  if (found.length === 0) throw new Error(`There is no workspace ${workspace}.`);
  await sql.query(
    'update api_keys set revoked_at = coalesce(revoked_at, now()) where workspace_id = $1',
    [workspace],
  );
  const keys = await primaryKeys(sql);
  const counts: Record<string, number> = {};
  for (let round = 1; ; round += 1) {
    try {
      for (const kind of OWNED) await deleteKind(kind, [workspace]);
      await count('workspaces', 'id', [workspace]);
      return counts;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== FOREIGN_KEY_VIOLATION || round === MOST_ROUNDS) throw error;
    }
  }

  async function deleteKind({ table, parts }: OwnedKind, parents: readonly string[]) {
    if (parts.length === 0) return count(table.table, table.by, parents);
    const [key] = keys.get(table.table) ?? [];
    if (key === undefined) throw new Error(`${table.table} has no primary key`);
    let ids: string[] = [];
    const flush = async () => {
      if (ids.length === 0) return;
      for (const part of parts) await deleteKind(part, ids);
      await count(table.table, key, ids);
      ids = [];
    };
    for await (const row of readRows(sql, table, parents, keys.get(table.table) ?? [])) {
      ids.push(String(row.key[0]));
      if (ids.length === PAGE_ROWS) await flush();
    }
    await flush();
  }

  async function count(table: string, by: string, values: readonly string[]) {
    const deleted = await deleteRows(sql, { table, by }, values);
    counts[table] = (counts[table] ?? 0) + deleted;
  }
}

const FOREIGN_KEY_VIOLATION = '23503';
