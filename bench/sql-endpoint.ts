import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';

// A process that serves Neon's HTTP protocol in front of PostgreSQL, with a pool of 64 connections.

const [connectionString] = process.argv.slice(2);
if (connectionString === undefined) throw new Error('no connection string');
const backend = openPostgresBackend({ connectionString, max: 64 });
const endpoint = await startNeonEndpoint({ backend });
process.on('disconnect', () => process.exit());
process.send?.({ connectionString: endpoint.connectionString });
