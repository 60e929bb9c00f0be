import { type NeonEndpoint, startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPgliteBackend } from '../../scripts/local/pglite-backend.ts';
import { openMigrationSession } from '../../scripts/migrations/migration-session.ts';

/** An empty embedded PostgreSQL behind Neon's protocol. */
export interface LocalDatabase {
  readonly url: string;
  /** Runs statements in one transaction and returns the rows of the last one. */
  run(...statements: string[]): Promise<unknown[]>;
  /** Makes the database as empty as a new one, which takes less time than to open a new one. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

export async function openLocalDatabase(): Promise<LocalDatabase> {
  const backend = await openPgliteBackend({});
  const endpoint: NeonEndpoint = await startNeonEndpoint({ backend });
  const session = openMigrationSession(endpoint.connectionString);
  const run = (...statements: string[]) =>
    session.transaction(
      'test',
      statements.map((text) => ({ text })),
    );
  return {
    url: endpoint.connectionString,
    run,
    async empty() {
      await run(
        'drop schema if exists drizzle cascade',
        'drop schema public cascade',
        'create schema public',
      );
    },
    async close() {
      await endpoint.close();
      await backend.close();
    },
  };
}
