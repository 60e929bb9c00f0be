import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { MigrationRefused } from './migration-refused.ts';

/** A versioned migration. */
export interface MigrationFile {
  /** The file's name without `.sql`, such as `0000_baseline`. */
  readonly tag: string;
  /** When drizzle-kit generated it, in milliseconds. This identifies it in the database. */
  readonly when: number;
  /** SHA-256 of the text, in hexadecimal, as drizzle's own migrator records it. */
  readonly hash: string;
  readonly statements: readonly string[];
}

/** A migration that the database has recorded in drizzle.__drizzle_migrations. */
export interface RecordedMigration {
  readonly when: number;
  readonly hash: string;
}

/** What separates two statements of a file. Neon takes one statement in each query. */
const BREAKPOINT = '--> statement-breakpoint';

/** The statements of a migration or of a function file. */
export const splitStatements = (text: string): string[] => text.split(BREAKPOINT);

/** SHA-256 of a file's text, in hexadecimal. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const journalSchema = z.object({
  entries: z.array(z.object({ tag: z.string(), when: z.number() })),
});

/** The migrations of a drizzle folder, in the order of its journal. */
export function readMigrations(folder: string): MigrationFile[] {
  const journal: unknown = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8'));
  return journalSchema.parse(journal).entries.map(({ tag, when }) => {
    const text = readFileSync(join(folder, `${tag}.sql`), 'utf8');
    return { tag, when, hash: hashOf(text), statements: splitStatements(text) };
  });
}

/**
 * The migrations that a database still needs. Those it has recorded must be the first of the folder,
 * each with the same text.
 * @throws MigrationRefused edited_migration, unknown_migrations, order
 */
export function dueMigrations(
  files: readonly MigrationFile[],
  recorded: readonly RecordedMigration[],
): MigrationFile[] {
  const known = new Map(files.map((file) => [file.when, file]));
  const unknown = recorded.filter(({ when }) => !known.has(when));
  if (unknown.length > 0) {
    throw new MigrationRefused(
      'unknown_migrations',
      `The database has ${unknown.length} migration(s) that this version of Maitred does not have. ` +
        'Migrate it with the version that made it, or start with an empty database.',
    );
  }
  for (const { when, hash } of recorded) {
    const file = known.get(when);
    if (file !== undefined && file.hash !== hash) {
      throw new MigrationRefused(
        'edited_migration',
        `${file.tag}.sql was edited after it had been applied to this database. Restore the ` +
          'applied text from git, and put the change into a new migration.',
      );
    }
  }
  const newest = Math.max(0, ...recorded.map(({ when }) => when));
  const applied = new Set(recorded.map(({ when }) => when));
  const due = files.filter(({ when }) => !applied.has(when));
  const late = due.find(({ when }) => when < newest);
  const unordered = files.find(({ when }, at) => when <= (files[at - 1]?.when ?? -1));
  if (late !== undefined || unordered !== undefined) {
    throw new MigrationRefused(
      'order',
      `${(late ?? unordered)?.tag}.sql is older than a migration that comes before it or is applied ` +
        'already. Delete it, take the newest migrations from git, and generate it again.',
    );
  }
  return due;
}
