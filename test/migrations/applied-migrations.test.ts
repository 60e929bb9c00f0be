import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { DRIZZLE_FOLDER } from '../../scripts/migrate.ts';
import { readMigrations } from '../../scripts/migrations/migration-files.ts';
import { copyDrizzle } from './drizzle-copy.ts';
import hashesJson from './migration-hashes.json' with { type: 'json' };

// A migration must not change once a database may have applied it. migration-hashes.json has the
// SHA-256 of each one, as `sha256sum drizzle/*.sql` prints it. When you add a migration, add its
// line. When a migration that has a line fails here, restore it from git and put your change into a
// new one (see docs/database.md).
const hashes = z.record(z.string(), z.string()).parse(hashesJson);
const migrations = readMigrations(DRIZZLE_FOLDER);

it('no migration has been edited or deleted', () => {
  const found = new Map(migrations.map(({ tag, hash }) => [tag, hash]));
  const changed = Object.entries(hashes).filter(([tag, hash]) => found.get(tag) !== hash);
  expect(
    changed.map(([tag]) => `${tag}.sql`),
    'Restore these migrations from git, and put the change into a new migration.',
  ).toEqual([]);
});

it('each migration has its line in migration-hashes.json', () => {
  const unlisted = migrations.filter(({ tag }) => !(tag in hashes));
  expect(
    unlisted.map(({ tag, hash }) => `"${tag}": "${hash}"`),
    'Add these lines to test/migrations/migration-hashes.json.',
  ).toEqual([]);
});

it('the tables in src need no further migration', () => {
  const copy = copyDrizzle();
  const output = execFileSync(
    process.execPath,
    [
      'node_modules/drizzle-kit/bin.cjs',
      'generate',
      '--dialect=postgresql',
      '--schema=./src/**/tables.ts',
      // drizzle-kit accepts only a path below the working directory.
      `--out=${relative('.', copy.folder)}`,
    ],
    { encoding: 'utf8' },
  );
  copy.delete();
  expect(output, 'Run npx drizzle-kit generate.').toContain('No schema changes');
});
