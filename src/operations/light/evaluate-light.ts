import { DatabaseUnavailable } from '../../platform/database-errors.ts';
import { newId } from '../../platform/ids.ts';
import { describeFault } from '../../platform/log.ts';
import type { LightPorts } from '../ports.ts';
import { hoursOfBaseline } from './baseline.ts';
import { judge } from './judge.ts';
import { selectReadings, storeLight } from './light-store.ts';
import { measure } from './measure.ts';
import type { QueueMetrics, StoredLight } from './readings.ts';
import type { Light, SignalState } from './signals.ts';

const MINUTE_MS = 60_000;

/**
 * Evaluates the traffic light of the platform, once a minute: one statement reads what it is decided by
 * and what it was, and another one stores the decision. Of two evaluations at the same time, one is
 * stored. During maintenance the light stays as it is.
 *
 * When the database cannot be reached, nothing can be stored; a log line says so. The next evaluation
 * adds the time without evaluations to the history.
 * @returns the light; undefined when another evaluation was stored instead
 * @throws DatabaseUnavailable
 */
export async function evaluateLight(deps: LightPorts): Promise<Light | undefined> {
  const { database, log, operations } = deps;
  const { windowMinutes, overdueSeconds, lateMinutes } = operations.light;
  const now = deps.now();
  const queues = await metricsOf(deps);
  const [read] = await database
    .run(selectReadings, {
      ...{ now, windowMinutes, hours: hoursOfBaseline(now) },
      before: now - overdueSeconds * 1000,
    })
    .catch((error: unknown) => {
      const cause = error instanceof DatabaseUnavailable ? 'database_unreachable' : 'fault';
      log.error('light_not_evaluated', { light: 'red', cause });
      throw error;
    });
  if (read === undefined) throw new Error('the statement returned no row');
  const { readings, former, isMaintained } = read;
  // Another evaluation was faster. One from further ahead came from a clock that was wrong.
  const ahead = former === null ? -1 : former.evaluatedAt - now;
  if (ahead >= 0 && ahead <= lateMinutes * MINUTE_MS) return undefined;

  const wasLate = former !== null && -ahead > lateMinutes * MINUTE_MS;
  const { light, signals } =
    isMaintained && former !== null
      ? former
      : judge(operations, measure(operations, readings, queues, now), former?.signals ?? [], now);
  const changed = former === null || wasLate || light !== former.light;
  const [row] = await database.run(storeLight, {
    ...{ now, light, signals, formerAt: former?.evaluatedAt, former: former?.light },
    isChanged: changed || differs(signals, former),
    isReported: changed && former !== null && !isMaintained,
    missedAt: wasLate ? former.evaluatedAt + MINUTE_MS : null,
    ids: [newId(), newId()],
  });
  if (row?.isStored !== true) return undefined;
  if (changed && former !== null && !isMaintained) {
    log.warn('light_changed', {
      ...{ light, former: former?.light, causes: causesOf(signals).join(' ') },
      ...(wasLate ? { missedMs: now - former.evaluatedAt } : {}),
    });
  }
  await deps.sendDeliveries(
    row.jobs.map((jobId) => ({
      queue: 'webhooks' as const,
      job: { jobId, attempt: 1 },
      delaySeconds: 0,
    })),
  );
  return light;
}

/** Whether the colour of a signal has changed, or whether it can be measured. */
function differs(signals: readonly SignalState[], former: StoredLight | null): boolean {
  return signals.some((each) => {
    const was = former?.signals.find(({ signal }) => signal === each.signal);
    return (
      was === undefined ||
      was.level !== each.level ||
      (was.unmeasuredSince === null) !== (each.unmeasuredSince === null)
    );
  });
}

const causesOf = (signals: readonly SignalState[]) =>
  signals.flatMap(({ signal, cause }) => (cause === null ? [] : [`${signal}:${cause}`]));

/** How long the queues may take to say what is waiting. */
const METRICS_MS = 3000;

const noneAfter = (ms: number) =>
  new Promise<readonly QueueMetrics[]>((resolve) => setTimeout(resolve, ms, []));

/** What the queues say about themselves; empty when they do not answer. */
async function metricsOf({ queueMetrics, log }: LightPorts): Promise<readonly QueueMetrics[]> {
  try {
    return await Promise.race([queueMetrics(), noneAfter(METRICS_MS)]);
  } catch (error) {
    log.warn('queue_metrics_failed', describeFault(error));
    return [];
  }
}
