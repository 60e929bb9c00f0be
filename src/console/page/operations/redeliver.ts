import * as m from 'messages:operations';
import type { Job } from '../../../client/index.ts';
import { api } from '../api.ts';
import { act } from '../parts/act.ts';
import { problemText } from '../problem-text.ts';
import { may, session } from '../session.ts';
import { createStore } from '../store.ts';
import { notice, write } from '../writes.ts';

/** What came of an attempt. */
export interface Outcome {
  readonly at: string;
  readonly outcome: string;
  readonly reason: string | null;
}

/** A dead job that was sent again from this page. */
export interface Sent {
  readonly job: Job;
  /** Undefined until the first attempt is over. Of a failed one, the result of the next follows. */
  readonly result: Outcome | undefined;
}

/** The jobs that were sent again since the page was loaded, the newest first. */
export const sent = createStore<readonly Sent[]>([]);
session.watch(() => sent.set([]));

const note = (job: Job) =>
  sent.set([{ job, result: undefined }, ...sent.get().filter((each) => each.job.id !== job.id)]);

/** What a job does, such as “Reminder”, or the event that it reports. */
export const jobText = ({ kind, event }: Job) => event ?? m.job({ kind });

/** Sends a dead job again. */
export async function redeliver(job: Job): Promise<void> {
  const again = await act(m.sentAgain({ what: jobText(job) }), (idempotencyKey) =>
    api.redeliverJob({ jobId: job.id, idempotencyKey }),
  );
  if (again !== undefined) note(again);
}

/**
 * Sends all dead jobs again, the oldest first. It stops at the first that is refused.
 * @param onProgress is called with how many were sent
 */
export async function redeliverAll(onProgress: (count: number) => void): Promise<void> {
  let count = 0;
  for (let after: string | undefined; ; ) {
    const page = await write(m.sendAll, () =>
      api.listDeadJobs({ limit: 100, ...(after === undefined ? {} : { after }) }),
    );
    for (const job of page.ok ? page.value.data : []) {
      const done = await write(m.sentAgain({ what: jobText(job) }), (idempotencyKey) =>
        api.redeliverJob({ jobId: job.id, idempotencyKey }),
      );
      if (done.ok) {
        note(done.value);
        count += 1;
        onProgress(count);
      } else if (done.problem.code !== 'job_not_found') {
        return say(problemText(done.problem), true);
      }
    }
    if (!page.ok) return say(problemText(page.problem), true);
    if (page.value.page.next === null) return say(m.sentCount({ count }), false);
    after = page.value.page.next;
  }
}

const say = (text: string, isError: boolean) => notice.set({ text, isError });

/** So many jobs are asked for at a time. */
const MOST_ASKED = 10;

/** The jobs whose first attempt is not over, and those that are still to be tried again. */
export function openOf(all: readonly Sent[]) {
  const begun = all.filter(({ result }) => result === undefined);
  return { begun, failed: all.filter(({ result }) => result?.outcome === 'retry') };
}

/** Reads what came of the jobs that were sent again, from the log of their webhook or booking. */
export async function readOutcomes(signal: AbortSignal): Promise<void> {
  const { begun, failed } = openOf(sent.get());
  const asked = [...begun, ...failed].slice(0, MOST_ASKED).map(async ({ job, result: known }) => {
    const [result] = await attemptsOf(job, signal);
    const before = known?.at ?? job.attempts.at(-1)?.at ?? '1970-01-01';
    if (result === undefined || Date.parse(result.at) <= Date.parse(before)) return;
    sent.set(sent.get().map((each) => (each.job === job ? { job, result } : each)));
  });
  await Promise.all(asked);
}

/** The attempts of a job, the newest first. */
async function attemptsOf(job: Job, signal: AbortSignal): Promise<readonly Outcome[]> {
  const { id, webhookId, bookingId } = job;
  if (webhookId !== null) {
    const log = await api.listWebhookDeliveries({ webhookId, limit: 100 }, { signal });
    return log.data.filter(({ deliveryId }) => deliveryId === id);
  }
  if (bookingId === null || !may('bookings:read')) return [];
  const { jobs } = await api.showTimeline({ bookingId }, { signal });
  return [...(jobs.find((each) => each.id === id)?.attempts ?? [])].reverse();
}
