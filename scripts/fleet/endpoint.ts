import { parentPort, workerData } from 'node:worker_threads';
import { startNeonEndpoint } from '../local/neon-endpoint.ts';
import { openPostgresBackend } from '../local/postgres-backend.ts';

// A thread with an endpoint of Neon's protocol for one instance. It tells its connection string.

export interface EndpointData {
  /** The connection string of the PostgreSQL itself. */
  readonly postgresUrl: string;
  readonly connections: number;
}

if (parentPort !== null) {
  const { postgresUrl, connections } = workerData as EndpointData;
  const backend = openPostgresBackend({ connectionString: postgresUrl, max: connections });
  const { connectionString } = await startNeonEndpoint({ backend });
  parentPort.postMessage(connectionString);
}
