import { fileURLToPath } from 'node:url';
import { neon } from '@neondatabase/serverless';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import '../src/platform/database.ts';

const MIGRATIONS = fileURLToPath(new URL('../drizzle', import.meta.url));

/**
 * Brings the database behind a Neon URL up to date: each migration in one transaction with the row
 * that records it, so that a failure leaves nothing half done. Keeps drizzle's own journal table.
 * Also bounds how long the role's statements may wait for a lock, which a request then answers 503.
 * @returns how many migrations were applied
 */
export async function migrate(databaseUrl: string): Promise<number> {
  const sql = neon(databaseUrl);
  await sql.transaction([
    sql`create schema if not exists drizzle`,
    sql`create table if not exists drizzle.__drizzle_migrations (
      id serial primary key, hash text not null, created_at bigint)`,
  ]);
  const rows = await sql`select coalesce(max(created_at), 0)::text as newest
                           from drizzle.__drizzle_migrations`;
  const newest = Number(rows[0]?.['newest']);
  const due = readMigrationFiles({ migrationsFolder: MIGRATIONS }).filter(
    ({ folderMillis }) => folderMillis > newest,
  );
  for (const migration of due) {
    await sql.transaction([
      ...migration.sql.map((text) => sql.query(text)),
      sql`insert into drizzle.__drizzle_migrations (hash, created_at)
          values (${migration.hash}, ${migration.folderMillis})`,
    ]);
  }
  await sql`alter role current_user set lock_timeout = '3s'`;
  return due.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = process.env['DATABASE_URL'];
  if (url === undefined) {
    console.error('Set DATABASE_URL to the Neon database to migrate.');
    process.exit(2);
  }
  console.log(`${await migrate(url)} migration(s) applied`);
}
