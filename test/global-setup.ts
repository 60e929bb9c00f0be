import type { TestProject } from 'vitest/node';
import '../scripts/build-docs.ts';
import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPgliteBackend } from '../scripts/local/pglite-backend.ts';
import { migrate } from '../scripts/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

/** Starts one database for the whole run, in which each test file makes its own workspace. */
export default async function setup(project: TestProject) {
  const backend = await openPgliteBackend({});
  const endpoint = await startNeonEndpoint({ backend });
  await migrate(endpoint.connectionString);
  project.provide('databaseUrl', endpoint.connectionString);
  return async () => {
    await endpoint.close();
    await backend.close();
  };
}
