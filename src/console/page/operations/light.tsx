import * as m from 'messages:operations';
import type { Latency, OperationsStatus } from '../../../client/index.ts';
import type { Polled } from '../polled.ts';
import { agoOf, momentOf } from '../time.ts';
import { closestOf } from './closest.ts';
import { Lamp } from './lamp.tsx';
import { useNow } from './use-now.ts';
import { type Light, percentOf } from './words.ts';

/** Without an answer for so long, the light that was read last says nothing about now. */
const SILENT_MS = 60_000;

interface LightProps {
  readonly status: OperationsStatus;
  readonly polled: Pick<Polled<OperationsStatus>, 'at' | 'problem'>;
  readonly zone: string;
  /** The durations of the last hour. */
  readonly hour: Latency | undefined;
}

/** The light as a word, a colour and a mark: what to do, since when, and how old its evaluation is. */
export function LightNow({ status, polled, zone, hour }: LightProps) {
  const now = useNow();
  const { at = now, problem } = polled;
  const isSilent = problem !== undefined && now - at > SILENT_MS;
  const light: Light = isSilent ? 'grey' : status.light;
  const { since, evaluatedAt, maintenance } = status;
  const closest = hour && closestOf(hour);
  return (
    <>
      <div class="ops-light">
        <Lamp light={light} isLarge />
        <div role="status">
          <p class="ops-word">{m.light({ light })}</p>
          <p>
            {isSilent
              ? m.silent({ time: momentOf(at, zone), level: m.level({ level: status.light }) })
              : m.advice({ light: adviceOf(status) })}
          </p>
        </div>
      </div>
      {closest !== undefined && (
        <p>
          {m.closest({
            operation: m.operation({ operation: closest.operation }),
            percent: percentOf(closest.percent),
          })}
        </p>
      )}
      <p class="quiet">
        {since !== null && !isSilent && `${m.since({ time: momentOf(since, zone) })} `}
        {evaluatedAt !== null && m.evaluated({ ago: agoOf(evaluatedAt, now) })}
      </p>
      {status.causes.length > 0 && !isSilent && (
        <ul>
          {[...new Set(status.causes.map(causeText))].map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {maintenance !== null && (
        <p>
          <span class="badge warn">{m.maintained}</span>{' '}
          {m.until({ time: momentOf(maintenance.to, zone), reason: maintenance.reason })}
        </p>
      )}
    </>
  );
}

/** What to do at a colour; a grey light says why nothing is known. */
function adviceOf({ light, of, causes, evaluatedAt }: OperationsStatus): string {
  if (light !== 'grey') return light;
  if (of === 'workspace') return 'few';
  if (!causes.some(({ cause }) => cause === 'not_evaluated')) return 'unmeasured';
  return evaluatedAt === null ? 'never' : 'late';
}

/** What the measurements point to, and what that is about. */
export const causeText = ({
  cause,
  detail,
}: {
  readonly cause: string;
  readonly detail: string | null;
}) => `${m.cause({ cause })}${detail === null ? '' : ` (${detail})`}`;
