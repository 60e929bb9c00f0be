import * as m from 'messages:operations';
import type { Backlog } from '../../../client/index.ts';
import { agoOf, numberOf } from '../time.ts';
import { Table } from './table.tsx';
import { useNow } from './use-now.ts';

/** Counting stops there. */
const MOST_COUNTED = 1000;

/** What background work waits, by kind with the oldest, and what the queues say about themselves. */
export function Waiting({ backlog: { data, queues, of } }: { readonly backlog: Backlog }) {
  const now = useNow();
  const oldest = (at: string | null) => (at === null ? '–' : agoOf(at, now));
  return (
    <section class="card">
      <h2>{m.backlog}</h2>
      <Table
        {...{ title: m.backlog, heads: [m.kindHead, m.waiting, m.oldest], hasNumbers: true }}
        rows={data.map(({ kind, rows, oldestAt }) => ({
          id: kind,
          cells: [
            m.waitingKind({ kind }),
            rows >= MOST_COUNTED ? m.atLeast({ count: numberOf(rows) }) : numberOf(rows),
            oldest(oldestAt),
          ],
        }))}
      />
      {data.every(({ rows }) => rows === 0) && <p class="quiet">{m.nothingWaits}</p>}
      {of === 'platform' && (
        <>
          <h3>{m.queues}</h3>
          {queues === null || queues.length === 0 ? (
            <p class="quiet">{m.noQueues}</p>
          ) : (
            <Table
              {...{ title: m.queues, hasNumbers: true }}
              heads={[m.queue, m.waiting, m.size, m.oldest]}
              rows={queues.map(({ queue, messages, bytes, oldestAt }) => ({
                id: queue,
                cells: [queue, numberOf(messages), sizeOf(bytes), oldest(oldestAt)],
              }))}
            />
          )}
        </>
      )}
    </section>
  );
}

/** Such as 1.2 kB. */
function sizeOf(bytes: number): string {
  const style = {
    notation: 'compact',
    style: 'unit',
    unit: 'byte',
    unitDisplay: 'narrow',
  } as const;
  return numberOf(bytes, { ...style, maximumFractionDigits: 1 });
}
