import { neon } from '@neondatabase/serverless';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/neon-http';
import type { StatementText, TextValues } from '../statement-text.ts';

/** Builds the text of a statement with drizzle for each request, as is usual, and runs it. */
export async function runBuilt(
  url: string,
  statement: StatementText,
  values: TextValues,
): Promise<Record<string, unknown> | undefined> {
  const parts = statement
    .parts(values)
    .map((part) => ('raw' in part ? sql.raw(part.raw) : sql`${part.value}`));
  const { rows } = await drizzle(neon(url)).execute(sql.join(parts));
  return rows[0];
}
