import { defineConfig } from 'vitest/config';

/** The console in Chromium, on the whole local stack with a real PostgreSQL. */
export default defineConfig({
  test: {
    name: 'browser',
    silent: 'passed-only',
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['./test/browser/support/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // The default of a second is too short for a machine that is busy.
    expect: { poll: { timeout: 30_000 } },
    fileParallelism: false,
  },
});
