import { defineConfig } from 'vitest/config';

/** Races, on a real PostgreSQL that the tests start themselves. */
export default defineConfig({
  test: {
    name: 'races',
    silent: 'passed-only',
    include: ['test/races/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    // The default of a second is too short for a machine that is busy.
    expect: { poll: { timeout: 10_000 } },
  },
});
