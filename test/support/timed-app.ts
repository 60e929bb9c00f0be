import { vi } from 'vitest';
import { createApp } from '../../src/app.ts';
import { compose } from '../../src/compose.ts';
import type { LogFields } from '../../src/platform/log.ts';
import { app } from './workspace.ts';

/**
 * Lets the clients of `workspace.ts` reach an app whose clock the test moves.
 * @returns the clock in milliseconds since 1970, and the log lines of all requests
 */
export function useTimedApp() {
  const world = { now: Date.now(), lines: [] as LogFields[] };
  const timed = createApp((bindings, waitUntil) => {
    const deps = compose(bindings, waitUntil);
    return {
      ...deps,
      now: () => world.now,
      log: { ...deps.log, info: (_, fields = {}) => void world.lines.push(fields) },
    };
  });
  vi.spyOn(app, 'fetch').mockImplementation(timed.fetch);
  return world;
}
