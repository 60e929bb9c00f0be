import { MigrationRefused, type RefusalReason } from './migration-refused.ts';

/** Refusals that show that the database was made with other migration files. */
const OTHER_SHAPE: readonly RefusalReason[] = ['unknown_migrations', 'edited_migration', 'order'];

/**
 * The error that `npm run dev` shows when `migrate` has refused the database in `folder`. Any other
 * error is returned unchanged.
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
