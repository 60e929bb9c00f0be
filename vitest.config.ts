import { readFile } from 'node:fs/promises';
import { cloudflareTest } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { readQueueSettings } from './scripts/fleet/queue-settings.ts';

/** The source map of standardwebhooks names sources that the package lacks, which Vite warns about. */
const withoutSourceMap = {
  name: 'without-source-map',
  async load(id: string) {
    if (!/\/node_modules\/standardwebhooks\/.*\.js$/.test(id)) return null;
    return (await readFile(id, 'utf8')).replace(/^\/\/# sourceMappingURL=.*$/gm, '');
  },
};

/**
 * Queues without a consumer, for every binding of wrangler.toml, so that what a test sends is
 * dropped. Tests call the consumers themselves. With the real queues Miniflare would deliver the
 * messages too, even while a test file ends: the consumer's modules are then asked of a runner that
 * is gone, and that error ends the whole run.
 */
const queueProducers = Object.fromEntries(
  readQueueSettings().flatMap(({ binding, name }) =>
    binding === undefined ? [] : [[binding, `${name}-without-consumer`]],
  ),
);

/** How long `expect.poll` waits. Its default of a second is too short for a machine that is busy. */
const POLL = { timeout: 10_000 };

/** Tests in workerd, against the real SQL. Tests of the benchmark, the local stack and migrations
 * run in Node. The browser and race tests have their own configurations. */
export default defineConfig({
  test: {
    silent: 'passed-only',
    projects: [
      {
        plugins: [
          withoutSourceMap,
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              queueProducers,
              bindings: {
                DATABASE_URL: inject('databaseUrl'),
                KEY_SECRET: 'a-secret-of-the-tests-only-0123456789',
                CORS_ORIGINS: 'https://app.example',
                PUBLIC_URL: 'https://maitred.example',
                // Its own tests turn it on.
                CANARY: 'off',
              },
            },
          })),
        ],
        test: {
          name: 'workerd',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/bench/**',
            'test/browser/**',
            'test/local/**',
            'test/migrations/**',
            'test/races/**',
            'test/architecture.test.ts',
          ],
          globalSetup: ['./test/global-setup.ts'],
          setupFiles: ['./test/own-database.ts'],
          testTimeout: 60_000,
          expect: { poll: POLL },
        },
      },
      {
        test: {
          name: 'node',
          include: [
            'test/bench/**/*.test.ts',
            'test/local/**/*.test.ts',
            'test/migrations/**/*.test.ts',
            'test/architecture.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: POLL },
        },
      },
    ],
  },
});
