import { api } from '../api.ts';
import { usePolled } from '../polled.ts';
import { type Of, RANGES, startOf } from './words.ts';

/** What is read of a workspace or of the platform. The light and what waits are read most often. */
export function useFigures(of: Of) {
  const status = usePolled(
    `operations/status/${of}`,
    (signal) => api.showStatus({ of }, { signal }),
    10,
  );
  const backlog = usePolled(
    `operations/backlog/${of}`,
    (signal) => api.showBacklog({ of }, { signal }),
    10,
  );
  const levels = usePolled(
    `operations/levels/${of}`,
    (signal) => api.showServiceLevels({ of }, { signal }),
    30,
  );
  const hour = usePolled(
    `operations/hour/${of}`,
    (signal) => api.showLatency({ of }, { signal }),
    30,
  );
  return { status, backlog, levels, hour };
}
export type Figures = ReturnType<typeof useFigures>;

/** The light of the last week, with the maintenance windows until a month from now. */
export function readHistory(signal: AbortSignal) {
  const from = startOf('week');
  const to = new Date(Date.parse(from) + RANGES.week + 30 * RANGES.day).toISOString();
  return api.showStatusHistory({ from, to }, { signal });
}
