import { type NeonEndpoint, startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPgliteBackend } from '../../scripts/local/pglite-backend.ts';
import { openMigrationSession } from '../../scripts/migrations/migration-session.ts';

/** An empty embedded PostgreSQL behind Neon's protocol. */
export interface LocalDatabase {
  readonly url: string;
  /** Runs statements in one transaction and returns the rows of the last one. */
  run(...statements: string[]): Promise<unknown[]>;
  close(): Promise<void>;
}

export async function openLocalDatabase(): Promise<LocalDatabase> {
  const backend = await openPgliteBackend({});
  const endpoint: NeonEndpoint = await startNeonEndpoint({ backend });
  const session = openMigrationSession(endpoint.connectionString);
  return {
    url: endpoint.connectionString,
    run: (...statements) =>
      session.transaction(
        'test',
        statements.map((text) => ({ text })),
      ),
    async close() {
      await endpoint.close();
      await backend.close();
    },
  };
}
