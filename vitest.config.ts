import { readFile } from 'node:fs/promises';
import { cloudflareTest } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';

/** The source map of standardwebhooks names sources that the package lacks, which Vite warns about. */
const withoutSourceMap = {
  name: 'without-source-map',
  async load(id: string) {
    if (!/\/node_modules\/standardwebhooks\/.*\.js$/.test(id)) return null;
    return (await readFile(id, 'utf8')).replace(/^\/\/# sourceMappingURL=.*$/gm, '');
  },
};

/** Tests in workerd, against the real SQL. Tests of the benchmark, the local stack and migrations
 * run in Node. */
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
              bindings: {
                DATABASE_URL: inject('databaseUrl'),
                KEY_SECRET: 'a-secret-of-the-tests-only-0123456789',
                CORS_ORIGINS: 'https://app.example',
                PUBLIC_URL: 'https://maitred.example',
              },
            },
          })),
        ],
        test: {
          name: 'workerd',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/bench/**',
            'test/local/**',
            'test/migrations/**',
            'test/races/**',
            'test/architecture.test.ts',
          ],
          globalSetup: ['./test/global-setup.ts'],
          setupFiles: ['./test/own-database.ts'],
          testTimeout: 30_000,
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
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
