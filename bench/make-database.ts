import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';
import { copyDatabase } from './seed.ts';

/**
 * Makes a database with this name in a cluster, migrates it and fills it.
 * @param migrate brings the database behind a Neon URL up to date
 * @param seed fills the database behind PostgreSQL's own URL, which is returned
 */
export async function makeDatabase(
  clusterUrl: string,
  name: string,
  migrate: (neonUrl: string) => Promise<unknown>,
  seed: (url: string) => Promise<void>,
): Promise<string> {
  const url = await copyDatabase(clusterUrl, 'template0', name);
  const backend = openPostgresBackend({ connectionString: url, max: 2 });
  const endpoint = await startNeonEndpoint({ backend });
  await migrate(endpoint.connectionString);
  await endpoint.close();
  await backend.close();
  await seed(url);
  return url;
}
