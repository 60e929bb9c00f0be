import { availableParallelism } from 'node:os';
import { type DatabaseCopy, openPgliteBackend, type PgliteBackend } from './pglite-backend.ts';

/**
 * How many databases stay open, each with about 250 MB. Vitest runs at most one test file on each core
 * at the same time.
 */
const MOST_OPEN = availableParallelism() + 2;

/** Databases by name. Each begins as the same copy and is opened when its name is first used. */
export function openCopies(copy: DatabaseCopy) {
  const opened = new Map<string, Promise<PgliteBackend>>();
  return {
    /** The database of this name. The one that was used least recently is closed to make room. */
    async open(name: string): Promise<PgliteBackend> {
      const database = opened.get(name) ?? openPgliteBackend({ copy });
      opened.delete(name);
      opened.set(name, database);
      const [oldest] = opened;
      if (opened.size > MOST_OPEN && oldest !== undefined) {
        opened.delete(oldest[0]);
        await (await oldest[1]).close();
      }
      return database;
    },
    async close(): Promise<void> {
      for (const database of opened.values()) await (await database).close();
    },
  };
}
