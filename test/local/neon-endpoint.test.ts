import { expect, it } from 'vitest';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPgliteBackend } from '../../scripts/local/pglite-backend.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { describeNeonEndpoint } from './neon-endpoint-cases.ts';

describeNeonEndpoint('PGlite', () => openPgliteBackend({}));

it('has another password at each start', async () => {
  const backend = await openPgliteBackend({});
  const endpoints = [await startNeonEndpoint({ backend }), await startNeonEndpoint({ backend })];
  const passwords = endpoints.map(({ connectionString }) => new URL(connectionString).password);
  expect(new Set(passwords).size).toBe(2);
  await Promise.all(endpoints.map((each) => each.close()));
  await backend.close();
});

it('answers 500 without a code when the database cannot be reached', async () => {
  const backend = openPostgresBackend({ connectionString: 'postgres://postgres@127.0.0.1:1/x' });
  const endpoint = await startNeonEndpoint({ backend });
  const response = await fetch(`${endpoint.url}/sql`, {
    method: 'POST',
    headers: { 'Neon-Connection-String': endpoint.connectionString },
    body: JSON.stringify({ query: 'select 1' }),
  });
  expect(response.status).toBe(500);
  expect(Object.keys(Object(await response.json()))).toEqual(['message']);
  await endpoint.close();
  await backend.close();
});
