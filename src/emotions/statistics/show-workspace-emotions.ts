import type { Role } from '../../conversations/message.ts';
import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { invalidField, Problem } from '../../platform/problem.ts';
import { refuseZone } from '../../platform/refuse-zone.ts';
import { localDaysBetween } from '../../platform/zone-offset.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import type { EmotionPorts } from '../ports.ts';
import { freshnessOf } from './freshness.ts';
import { selectWorkspaceEmotions } from './store.ts';
import { summarise, trendOfBuckets } from './summary.ts';

export interface EmotionRange {
  /** An instant, rounded down to a quarter hour, because statistics are kept by quarter hour. */
  from: string;
  /** An instant, rounded up to a quarter hour. */
  to: string;
  interval: 'hour' | 'day';
  /** An IANA time zone. */
  timeZone: string;
  role?: Role | undefined;
}

const QUARTER_HOUR_MS = 15 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The longest range of each interval, in local days. Both give about 740 buckets at most. */
const LONGEST_DAYS = { hour: 31, day: 732 } as const;

/**
 * Shows the emotion statistics of the workspace over a range of time, by hour or day of a time
 * zone.
 * @throws Problem invalid_field (query.to, query.timeZone), key_revoked
 */
export async function showWorkspaceEmotions(
  deps: Pick<EmotionPorts, 'database' | 'classifier' | 'now'>,
  caller: Caller,
  { from, to, interval, timeZone, role }: EmotionRange,
) {
  authorize(caller, 'readMessages');
  const start = Math.floor(Date.parse(from) / QUARTER_HOUR_MS) * QUARTER_HOUR_MS;
  const end = Math.ceil(Date.parse(to) / QUARTER_HOUR_MS) * QUARTER_HOUR_MS;
  if (start >= end) throw invalidField('query.to', 'must be after from');
  // A range of so many times 24 hours is accepted too. In spring it is an hour more than local days.
  const days = Math.min((end - start) / DAY_MS, localDaysBetween(start, end, timeZone));
  if (days > LONGEST_DAYS[interval]) {
    const message = `must be at most ${LONGEST_DAYS[interval]} days after from`;
    throw invalidField('query.to', message);
  }
  const range = { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
  const values = { ...range, interval, timeZone, role };
  const found = await runAsCaller(deps.database, caller, selectWorkspaceEmotions, values).catch(
    refuseZone('query.timeZone'),
  );
  if (found === null) throw new Problem('key_revoked');
  const buckets = Map.groupBy(found.sums, (each) => each.from);
  return {
    ...range,
    interval,
    timeZone,
    ...summarise(found.sums),
    trend: trendOfBuckets([...buckets.values()]),
    buckets: [...buckets].map(([at, sums]) => ({ from: at, ...summarise(sums) })),
    freshness: freshnessOf(deps, found),
  };
}
