import { DatabaseUnavailable } from '../database-errors.ts';
import type { Ports } from '../ports.ts';
import { ping } from './store.ts';

/** The results of the parts that worked, and the items that failed even alone. */
export interface DoneInParts<Item, Result> {
  readonly done: Result[];
  readonly failed: { readonly item: Item; readonly error: unknown }[];
}

/**
 * Does work for all items at once. When that fails, the items are halved until the failing ones are
 * alone, so that one item does not stop the others. The work must be safe to repeat.
 *
 * An answer that is too large, and a statement that waits too long for a lock, look like a database
 * that is unavailable. Therefore the database is asked whether it works before the items are halved.
 * @throws DatabaseUnavailable when it does not work
 */
export async function workInParts<Item, Result>(
  { database }: Pick<Ports, 'database'>,
  items: readonly Item[],
  work: (part: readonly Item[]) => Promise<Result>,
): Promise<DoneInParts<Item, Result>> {
  const done: Result[] = [];
  const failed: { item: Item; error: unknown }[] = [];
  let isKnownToWork = false;
  const attempt = async (part: readonly Item[]): Promise<void> => {
    const [item] = part;
    if (item === undefined) return;
    try {
      done.push(await work(part));
    } catch (error) {
      if (!isKnownToWork && error instanceof DatabaseUnavailable) await database.run(ping, {});
      isKnownToWork = true;
      if (part.length === 1) {
        failed.push({ item, error });
        return;
      }
      const middle = Math.ceil(part.length / 2);
      await attempt(part.slice(0, middle));
      await attempt(part.slice(middle));
    }
  };
  await attempt(items);
  return { done, failed };
}
