import type { TestProject } from 'vitest/node';
import '../scripts/build-docs.ts';
import { openCopies } from '../scripts/local/database-copies.ts';
import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPgliteBackend } from '../scripts/local/pglite-backend.ts';
import { migrate } from '../scripts/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

/**
 * Starts the endpoint of the tests' databases. Each test file has a database of its own, which begins
 * as a copy of the migrated one: see own-database.ts.
 */
export default async function setup(project: TestProject) {
  const migrated = await openPgliteBackend({});
  const migrating = await startNeonEndpoint({ backend: migrated });
  await migrate(migrating.connectionString);
  await migrating.close();
  const copies = openCopies(await migrated.copy());
  await migrated.close();
  const endpoint = await startNeonEndpoint({ backend: copies.open });
  project.provide('databaseUrl', endpoint.connectionString);
  return async () => {
    await endpoint.close();
    await copies.close();
  };
}
