import { MigrationRefused, type RefusalReason } from './migration-refused.ts';

/** Refusals that mean: the database was made by other migration files than these. */
const OTHER_SHAPE: readonly RefusalReason[] = ['unknown_migrations', 'edited_migration', 'order'];

/**
 * What `npm run dev` says when `migrate` refused the database that it keeps in `folder`. Any other
 * error is returned as it is.
 */
export function explainKeptDatabase(error: unknown, folder: string): unknown {
  if (!(error instanceof MigrationRefused) || !OTHER_SHAPE.includes(error.reason)) return error;
  return new MigrationRefused(
    error.reason,
    `The data in ${folder} was made by another version of Maitred, and its migrations do not match ` +
      `those in drizzle/. To begin with an empty database, delete the folder and start again:\n\n` +
      `  rm -rf ${folder} && npm run dev\n\n` +
      `(${error.message})`,
    { cause: error },
  );
}
