import { afterAll, beforeAll } from 'vitest';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import {
  type PostgresCluster,
  startPostgresCluster,
} from '../../scripts/local/postgres-cluster.ts';
import { describeNeonEndpoint } from '../local/neon-endpoint-cases.ts';

let cluster: PostgresCluster;
beforeAll(async () => {
  cluster = await startPostgresCluster();
});
afterAll(() => cluster?.stop());

describeNeonEndpoint('PostgreSQL', async () =>
  openPostgresBackend({ connectionString: cluster.connectionString, max: 8 }),
);
