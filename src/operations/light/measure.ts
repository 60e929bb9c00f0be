import type { OperationsSettings } from '../settings.ts';
import { baselineOf } from './baseline.ts';
import { badOf, burnOf, type Objective, objectivesOf, PAIRS } from './burn-rates.ts';
import { canaryWell, p95, slowestRegion } from './measure-durations.ts';
import { same, unknown } from './measurement.ts';
import { QUEUES_OF, type QueueMetrics, type Readings, WORKS_OF } from './readings.ts';
import type { Cause, Measurement, SignalName } from './signals.ts';

/** Work explains a backlog when this share of it has failed; one subject may have many rows. */
const FAILING_SHARE = 0.05;
/** A queue takes 25 GB (https://developers.cloudflare.com/queues/platform/limits/). */
const FULL_QUEUE_BYTES = 0.9 * 25e9;

/**
 * Measures all signals.
 * @param queues what the queues say about themselves; empty where that is not known
 * @param now milliseconds since 1970
 */
export function measure(
  settings: OperationsSettings,
  readings: Readings,
  queues: readonly QueueMetrics[],
  now: number,
): Measurement[] {
  return [
    p95(settings, readings, 'message_p95', ['store_message', 'canary_message']),
    p95(settings, readings, 'booking_p95', ['confirm_booking', 'canary_booking']),
    // A workspace is not counted by region.
    ...(readings.connections === null ? [] : [slowestRegion(settings, readings)]),
    traffic(settings, readings, now),
    ...(readings.connections === null ? [] : [connections(readings.connections)]),
    overdue(readings, queues),
    ...objectivesOf(settings).map((objective) => burn(settings, readings, objective)),
  ];
}

function traffic(settings: OperationsSettings, readings: Readings, now: number): Measurement {
  const { requests } = readings.traffic;
  const baseline = baselineOf(readings.traffic, now);
  if (baseline === undefined) return unknown('traffic', requests, 'no baseline');
  const usual = Math.max(baseline.requests / 60, settings.light.leastTraffic);
  return {
    ...{ signal: 'traffic', values: same(requests / usual), events: requests },
    ...{ cause: 'traffic', detail: `baseline of ${baseline.rule}` },
  };
}

function connections({ used, most }: NonNullable<Readings['connections']>): Measurement {
  const values = same((100 * used) / most);
  return { signal: 'connections', values, events: used, cause: 'connections', detail: null };
}

function overdue(readings: Readings, queues: readonly QueueMetrics[]): Measurement {
  const rows = readings.overdue.reduce((sum, each) => sum + each.rows, 0);
  const [most] = [...readings.overdue].sort((a, b) => b.rows - a.rows);
  const values = same(rows);
  if (most === undefined || most.rows === 0) {
    return { signal: 'overdue', values, events: rows, cause: null, detail: null };
  }
  const failing = readings.failing.find(
    ({ work, subjects }) =>
      WORKS_OF[most.outbox].some((each) => each === work) && subjects >= FAILING_SHARE * most.rows,
  );
  if (failing !== undefined) {
    return { signal: 'overdue', values, events: rows, cause: 'work_failing', detail: failing.work };
  }
  const cause = causeOfQueue();
  return { signal: 'overdue', values, events: rows, cause, detail: most.outbox };

  function causeOfQueue(): Cause {
    const names = most === undefined ? [] : QUEUES_OF[most.outbox];
    if (names.length === 0) return 'sweep_behind';
    const known = queues.filter(({ queue }) => names.includes(queue));
    if (known.some(({ bytes }) => bytes >= FULL_QUEUE_BYTES)) return 'queue_full';
    const waiting = known.reduce((sum, { messages }) => sum + messages, 0);
    if (known.length > 0 && waiting < (most?.rows ?? 0) / 10) return 'messages_lost';
    return 'consumer_behind';
  }
}

const BURN_SIGNALS: Readonly<Record<Objective['name'], SignalName>> = {
  availability: 'burn_availability',
  messages: 'burn_messages',
  bookings: 'burn_bookings',
};

function burn(settings: OperationsSettings, readings: Readings, objective: Objective): Measurement {
  const { leastBad } = settings.light;
  const { counts } = readings;
  const signal = BURN_SIGNALS[objective.name];
  const inWindow = (name: string) =>
    badOf(
      objective,
      counts.filter(({ window }) => window === name),
    );
  const recent = inWindow('5m');
  // Silence does not end an alarm, but the canary may.
  if (recent.total === 0) {
    const probes = canaryWell(settings, readings);
    if (probes === 0) return unknown(signal, 0);
    const calm = { signal, values: same(0), source: 'canary', cause: null, detail: null } as const;
    return { ...calm, events: probes };
  }
  const rateOf = ({ long, short }: (typeof PAIRS)['red']) => {
    const ofLong = inWindow(long);
    if (ofLong.bad < leastBad) return 0;
    return Math.min(burnOf(objective, ofLong) ?? 0, burnOf(objective, inWindow(short)) ?? 0);
  };
  return {
    signal,
    values: {
      yellow: rateOf(PAIRS.yellow),
      orange: rateOf(PAIRS.orange),
      red: rateOf(PAIRS.red),
    },
    events: inWindow('1h').bad,
    cause: objective.name === 'availability' ? 'requests_failing' : 'requests_slow',
    detail: objective.name,
  };
}
