import type { Finding, Success } from '../log.ts';
import type { StoredMerge } from './records.ts';

/** Which guests are one guest at a time, by their merges. */
export interface Groups {
  /** Carries out all merges up to a time. Times must not fall. */
  advance(to: number): void;
  /** The guest that an id names at the time that was reached. */
  rootOf(guest: string): string;
}

/**
 * @param merges the rows that were merged away, in the order of their times
 * @param onMerge is told which guest goes into which
 */
export function createGroups(
  merges: readonly StoredMerge[],
  successes: readonly Success[],
  findings: Finding[],
  onMerge: (from: string, into: string) => void,
): Groups {
  const asked = successes
    .filter(({ operation }) => operation === 'merge')
    .map(({ path, request, sentAt, receivedAt }) => ({
      from: path.split('/')[3] ?? '',
      ...{ into: String(request['into']), sentAt, receivedAt },
    }));
  const parents = new Map<string, string>();
  const rootOf = (guest: string): string => {
    const parent = parents.get(guest);
    return parent === undefined ? guest : rootOf(parent);
  };
  let next = 0;
  return {
    rootOf,
    advance(to) {
      for (let merge = merges[next]; merge !== undefined && merge.at <= to; merge = merges[next]) {
        const { guest, at } = merge;
        next += 1;
        // The row tells who was merged when, and the request into whom: later merges change the row.
        const request = asked.find(
          ({ from, into, sentAt, receivedAt }) =>
            at >= sentAt - 2 &&
            at <= receivedAt + 2 &&
            rootOf(from) === guest &&
            rootOf(into) !== guest,
        );
        if (request === undefined) {
          findings.push({ kind: 'merge', what: `${guest} was merged without a request` });
          continue;
        }
        const into = rootOf(request.into);
        parents.set(guest, into);
        onMerge(guest, into);
      }
    },
  };
}
