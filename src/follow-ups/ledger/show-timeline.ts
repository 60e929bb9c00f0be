import { z } from 'zod';
import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { type BookingId, idSchema, showId } from '../../platform/ids.ts';
import { type ListQuery, readCursor, splitPage, writeCursor } from '../../platform/pagination.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { type Firing, verdictOf } from '../delivery/verdict.ts';
import { phrasesFor } from '../planning/phrases.ts';
import { localTime } from '../planning/render.ts';
import { showJob } from './shown-job.ts';
import { selectTimeline, type TimelineItem, type TimelineJob } from './store.ts';

/**
 * The position of an item: the version of an event, or the due time and the id of a job. The jobs come
 * after the events, so no event is left after the position of a job.
 */
const TIMELINE = {
  name: 'timeline',
  position: z.union([
    z.tuple([z.int()]),
    z.tuple([z.iso.datetime({ offset: true }), idSchema<'job'>()]),
  ]),
};
const AFTER_ALL_VERSIONS = 2 ** 31 - 1;

/**
 * Shows what happened to a booking, by whom and when, and every job about it: when it was due, its
 * attempts, its outcome and the reason. A planned job that will be suppressed when it fires is shown
 * as suppressed already. The local time that a planned text names is the one that it would name now.
 * The events come first, in the order of versions, and then the jobs, in the order of due times.
 * @throws Problem booking_not_found, customer_erased, booking_erased, invalid_cursor, key_revoked
 */
export async function showTimeline(
  deps: Pick<Ports, 'database' | 'cursors' | 'now'>,
  caller: Caller,
  id: BookingId,
  { after, limit }: ListQuery,
) {
  authorize(caller, 'readBookings');
  const position = await readCursor(deps, caller, TIMELINE, after);
  const values = { id, ...valuesOf(position), limit: limit + 1 };
  const found = await runAsCaller(deps.database, caller, selectTimeline, values);
  if (found === null) throw new Problem('booking_not_found');
  if (found.erased !== null) throw new Problem(found.erased);
  const { booking, locale, timeZone } = found;
  const now = deps.now();
  const when = localTime(booking.startsAt, timeZone, phrasesFor(locale).dateLocale);
  const { kept, more } = splitPage(found.items, limit);
  const last = kept.at(-1);
  return {
    data: kept.flatMap((item) => {
      if (!('event' in item)) return [];
      const { keyId, resourceIds, ...event } = item.event;
      return {
        ...event,
        resourceIds: resourceIds.map((each) => showId('resource', each)),
        keyId: keyId && showId('key', keyId),
      };
    }),
    jobs: kept.flatMap((item) => ('job' in item ? foresee(item.job, found, when, now) : [])),
    page: {
      next: last && more ? await writeCursor(deps, caller, TIMELINE, positionOf(last)) : null,
    },
  };
}

const positionOf = (item: TimelineItem): z.infer<typeof TIMELINE.position> =>
  'event' in item ? [item.event.version] : [item.position, item.job.id];

function valuesOf(position: z.infer<typeof TIMELINE.position> | undefined) {
  const noJob = { afterDue: undefined, afterJob: undefined };
  if (position === undefined) return { ...noJob, afterVersion: 0 };
  if (position.length === 1) return { ...noJob, afterVersion: position[0] };
  const [afterDue, afterJob] = position;
  return { afterVersion: AFTER_ALL_VERSIONS, afterDue, afterJob };
}

/**
 * A job as clients see it. For a job that has not fired yet, the verdict is computed in advance
 * from the current state. If the job will be suppressed, it is shown as suppressed and without a
 * next attempt. Otherwise its text will be written anew, and names the local time `when`.
 */
function foresee(
  { firesAt, endpoint, afterUndo, together, ...job }: TimelineJob,
  known: Pick<Firing, 'booking' | 'followUps' | 'hasEmail' | 'turnedAt'>,
  when: string,
  now: number,
): ReturnType<typeof showJob> {
  const shown = showJob(job);
  if (firesAt === null) return shown;
  // The events of a booking are kept as long as the booking, so a webhook job has its data.
  const { booking, followUps, hasEmail, turnedAt } = known;
  const state = {
    booking,
    followUps,
    hasEmail,
    turnedAt,
    endpoint,
    afterUndo,
    together,
    hasData: true,
  };
  const verdict = verdictOf(
    { ...job, ...state, dueAt: Date.parse(job.dueAt) },
    Math.max(firesAt, now),
  );
  if (verdict.what === 'suppress')
    return { ...shown, state: 'suppressed', reason: verdict.reason, nextAttemptAt: null };
  return { ...shown, when: shown.when && when };
}
