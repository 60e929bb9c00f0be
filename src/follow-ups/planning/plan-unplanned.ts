import { setApart, setApartFailed } from '../../platform/failed-work/set-apart.ts';
import { workInParts } from '../../platform/failed-work/work-in-parts.ts';
import type { BookingId, ConversationId } from '../../platform/ids.ts';
import { describeFault } from '../../platform/log.ts';
import { dispatchNamed } from '../delivery/dispatch.ts';
import {
  type Planned,
  type PlannerPorts,
  planPart,
  type SamplesOfEvents,
  type Subject,
} from './plan-part.ts';

/** The bookings and conversations to plan for. */
export interface Subjects {
  readonly bookings: readonly BookingId[];
  readonly conversations: readonly ConversationId[];
}

/** How many subjects one statement plans for. */
const PART = 100;

/** What {@link planUnplanned} has done. */
export interface PlannedInAll {
  /** How many jobs were planned. */
  readonly jobs: number;
  /** How many subjects something was planned for. */
  readonly subjects: number;
}

/**
 * Plans everything that is still unplanned for some bookings and conversations. Repeated and
 * concurrent calls plan nothing twice. Jobs that are due are dispatched. For each venue where a
 * place became free that a party waits for, a job is sent to the queue, which offers the place.
 *
 * A subject that cannot be planned for is set apart, and the others are planned. What another
 * statement has locked is left out, and set apart if `isLockedWrong`, because nothing should lock it
 * any more.
 * @param options.samples the durations of the requests that made some of the events
 * @throws DatabaseUnavailable when trying again later may help
 */
export async function planUnplanned(
  deps: PlannerPorts,
  { bookings, conversations }: Subjects,
  options: { readonly isLockedWrong?: boolean; readonly samples?: SamplesOfEvents } = {},
): Promise<PlannedInAll> {
  const { isLockedWrong = false, samples = new Map() } = options;
  const all: Subject[] = [
    ...bookings.map((id) => ({ work: 'plan_booking', id }) as const),
    ...conversations.map((id) => ({ work: 'plan_conversation', id }) as const),
  ];
  const total = { jobs: 0, subjects: 0 };
  for (let start = 0; start < all.length; start += PART) {
    const part = all.slice(start, start + PART);
    const { done, failed } = await workInParts(deps, part, (some) => planPart(deps, some, samples));
    for (const work of ['plan_booking', 'plan_conversation'] as const) {
      const ofWork = failed.filter(({ item }) => item.work === work);
      const errors = ofWork.map(({ item, error }) => ({ item: item.id, error }));
      await setApartFailed(deps, work, errors);
      const locked = done.flatMap((each) => each.locked.filter((subject) => subject.work === work));
      const failures = locked.map(({ id }) => ({ subject: id, reason: 'locked' }));
      if (isLockedWrong) await setApart(deps, work, failures);
    }
    for (const planned of done) {
      await follow(deps, planned);
      total.jobs += planned.jobs;
      total.subjects += planned.subjects;
    }
  }
  return total;
}

/**
 * Dispatches the jobs that are due, and sends the venues where places became free to the queue. The
 * sweep does both, too, so a failure is only logged.
 */
async function follow(deps: PlannerPorts, { due, freed }: Planned): Promise<void> {
  try {
    await dispatchNamed(deps, due);
  } catch (error) {
    deps.log.warn('jobs_not_claimed', describeFault(error));
  }
  for (const venueId of freed) deps.enqueueFollowUp({ venueId });
}
