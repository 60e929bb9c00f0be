import { cancel } from 'messages:common';
import * as m from 'messages:operations';
import { useRef, useState } from 'preact/hooks';
import type { Job } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { reasonText } from '../problem-text.ts';
import { hrefOf } from '../router.ts';
import { may } from '../session.ts';
import { useStore } from '../store.ts';
import { momentOf } from '../time.ts';
import {
  jobText,
  openOf,
  readOutcomes,
  redeliver,
  redeliverAll,
  type Sent,
  sent,
} from './redeliver.ts';
import { Table } from './table.tsx';
import { msOf } from './words.ts';

const SHOWN = 100;

/** Follow-up work that was given up. Each job, or all, can be sent again; what came of it stands below. */
export function DeadJobs({ zone }: { readonly zone: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [asks, setAsks] = useState(false);
  const [progress, setProgress] = useState<number>();
  const again = useStore(sent);
  const dead = usePolled(
    'operations/dead',
    (signal) => api.listDeadJobs({ limit: SHOWN }, { signal }),
    30,
  );
  const { begun, failed } = openOf(again);
  const webhooks = usePolled(
    'operations/webhooks',
    (signal) => api.listWebhooks({}, { signal }),
    300,
  );
  const urlOf = (id: string | null) => webhooks.value?.data.find((each) => each.id === id)?.url;
  const seconds = begun.length > 0 ? 2 : failed.length > 0 ? 10 : 0;
  usePolled(`operations/sent/${again.length}/${begun.length}`, readOutcomes, seconds);
  async function run(send: () => Promise<void>) {
    await send();
    await dead.reload();
    // The button is gone with its job.
    heading.current?.focus();
  }
  async function sendAll() {
    setAsks(false);
    setProgress(0);
    await run(() => redeliverAll(setProgress));
    setProgress(undefined);
  }
  return (
    <section class="card">
      <h2 ref={heading} tabIndex={-1}>
        {m.deadJobs}
      </h2>
      <p class="quiet">{m.deadHint}</p>
      <Loaded polled={dead}>
        {({ data, page }) =>
          data.length === 0 ? (
            <Empty>{m.noDead}</Empty>
          ) : (
            <>
              {progress === undefined ? (
                <button type="button" onClick={() => setAsks(true)}>
                  {m.sendAll}
                </button>
              ) : (
                <p role="status">{m.sentCount({ count: progress })}</p>
              )}
              <ul class="list">
                {data.map((job) => (
                  <DeadJob
                    key={job.id}
                    {...{ job, zone, url: urlOf(job.webhookId) }}
                    onSend={() => run(() => redeliver(job))}
                  />
                ))}
              </ul>
              {page.next !== null && <p class="quiet">{m.moreDead({ count: SHOWN })}</p>}
            </>
          )
        }
      </Loaded>
      {again.length > 0 && <SentAgain {...{ again, zone }} />}
      {asks && (
        <Dialog title={m.sendAll} onClose={() => setAsks(false)}>
          <p>{m.sendAllHint}</p>
          <div class="buttons">
            <button type="button" class="main" onClick={() => void sendAll()}>
              {m.sendAll}
            </button>
            <button type="button" onClick={() => setAsks(false)}>
              {cancel}
            </button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

interface DeadJobProps {
  readonly job: Job;
  readonly zone: string;
  /** The address of its webhook. */
  readonly url: string | undefined;
  readonly onSend: () => Promise<void>;
}

function DeadJob({ job, zone, url, onSend }: DeadJobProps) {
  const [isBusy, setBusy] = useState(false);
  const { attempts, channel, finishedAt, reason, dueAt, bookingId } = job;
  const send = async () => {
    setBusy(true);
    await onSend();
    setBusy(false);
  };
  const given = momentOf(finishedAt ?? dueAt, zone);
  return (
    <li>
      <div class="row spread">
        <div>
          <strong>{jobText(job)}</strong> <span class="badge">{m.channel({ channel })}</span>{' '}
          {url !== undefined && <bdi class="url">{url}</bdi>}{' '}
          {bookingId !== null && may('bookings:read') && (
            <a href={hrefOf(['calendar'], { booking: bookingId })}>{m.booking}</a>
          )}
          <p class="quiet">
            {m.givenUp({ time: given, count: attempts.length })} {reasonText(reason)}
          </p>
        </div>
        <button
          type="button"
          aria-disabled={isBusy}
          aria-label={`${m.sendAgain}: ${jobText(job)}, ${given}`}
          onClick={() => (isBusy ? undefined : void send())}
        >
          {m.sendAgain}
        </button>
      </div>
      {attempts.length > 0 && (
        <details>
          <summary>{m.attempts}</summary>
          <Table
            {...{ title: `${m.attempts}: ${jobText(job)}, ${given}` }}
            heads={[m.begin, m.outcomeHead, m.took]}
            rows={attempts.map(({ at, reason: why, latencyMs, outcome }) => ({
              id: at,
              cells: [
                momentOf(at, zone),
                why === null ? m.outcome({ outcome }) : reasonText(why),
                latencyMs === null || latencyMs === 0 ? '–' : msOf(latencyMs),
              ],
            }))}
          />
        </details>
      )}
    </li>
  );
}

/** The jobs that were sent again, with what came of it. */
function SentAgain({ again, zone }: { readonly again: readonly Sent[]; readonly zone: string }) {
  return (
    <>
      <h3>{m.sentHead}</h3>
      <ul class="list" aria-live="polite">
        {again.map(({ job, result }) => (
          <li key={job.id} class="row">
            <strong>{jobText(job)}</strong>
            {result === undefined ? (
              <span class="badge">{m.outcome({ outcome: 'waiting' })}</span>
            ) : (
              <>
                <span class={`badge ${result.outcome === 'delivered' ? 'good' : 'bad'}`}>
                  {m.outcome({ outcome: result.outcome })}
                </span>
                <span>
                  {momentOf(result.at, zone)} {reasonText(result.reason)}
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
