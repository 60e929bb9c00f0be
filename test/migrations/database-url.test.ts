import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { migrate } from '../../scripts/migrate.ts';

it.each([
  ['not a URL', 'The database URL is not valid. It must look like postgres://user:password@host/'],
  ['https://user:geheim@example.com/db', 'The database URL is not valid.'],
  ['postgres://user:geheim@example.com', 'The database URL is not valid.'],
  ['postgres://user:geheim@127.0.0.1:9/db', 'No database answered at 127.0.0.1:9: '],
])('npm run migrate with %s prints one sentence and no stack', (url, message) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/migrate.ts'], {
    env: { ...process.env, DATABASE_URL: url },
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toContain('geheim');
});

it.each([
  ['rebuild-statistics.ts', 'nonsense', 'The database URL is not valid.'],
  ['relabel-emotions.ts', 'postgres//user:geheim@h/d', 'The database URL is not valid.'],
  ['create-first-key.ts', 'postgres://user:geheim@127.0.0.1:9/db', 'No database answered at 127'],
])('%s with %s prints one sentence, too', (script, url, message) => {
  const { status, stderr } = spawnSync(process.execPath, [`scripts/${script}`], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      KEY_SECRET: 'a-secret-of-forty-characters-0123456789',
    },
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toContain('geheim');
});

it('a local endpoint without a database behind it is named, without the password', async () => {
  const backend = openPostgresBackend({ connectionString: 'postgres://user:x@127.0.0.1:9/db' });
  const endpoint = await startNeonEndpoint({ backend });
  await expect(migrate(endpoint.connectionString)).rejects.toThrow(
    /^No database answered at 127\.0\.0\.1:\d+: .*ECONNREFUSED/,
  );
  await endpoint.close();
  await backend.close();
});
