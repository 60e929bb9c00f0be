import { DatabaseUnavailable } from '../src/platform/database-errors.ts';
import { DatabaseUrlInvalid, parseDatabaseUrl } from './database-url.ts';

/**
 * Runs an operator's script on the database that DATABASE_URL names. If the URL is missing or
 * invalid, or the database does not answer, the process prints one sentence without the password
 * and ends.
 * @param purpose completes the sentence "Set DATABASE_URL to the database …"
 * @param failed the exit code of a process that ends so
 */
export async function runOnDatabase(
  purpose: string,
  work: (databaseUrl: string) => Promise<void>,
  failed = 2,
): Promise<void> {
  const databaseUrl = process.env['DATABASE_URL'];
  if (databaseUrl === undefined) {
    console.error(`Set DATABASE_URL to the database ${purpose}.`);
    process.exit(failed);
  }
  try {
    const { host } = parseDatabaseUrl(databaseUrl);
    await work(databaseUrl).catch((error: unknown) => {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      console.error(`No database answered at ${host} (${error.code}). Check DATABASE_URL.`);
      process.exit(failed);
    });
  } catch (error) {
    if (!(error instanceof DatabaseUrlInvalid)) throw error;
    console.error(error.message);
    process.exit(failed);
  }
}
