import { countOf, type Histogram, merge, percentiles } from '../../platform/latency/histogram.ts';
import type { Measured } from '../../platform/latency/sample.ts';
import { type OperationsSettings, targetOf } from '../settings.ts';
import { same, unknown } from './measurement.ts';
import type { Readings } from './readings.ts';
import type { Cause, Measurement, SignalName } from './signals.ts';
import { surelyP95Of } from './surely.ts';

/** A P95 of the canary needs so many of its requests. */
const LEAST_OF_CANARY = 3;
/**
 * A region needs so many times the requests that all together need: many regions are compared, and a
 * pause of some seconds must not be taken for one of them.
 */
const LEAST_OF_REGION = 2;
/** So many sessions that wait for locks explain a slow database. */
const MANY_WAITING = 3;

type Recent = Readings['recent'][number];

/** The P95 of an operation: of all requests, or of the canary where there are too few. */
export function p95(
  settings: OperationsSettings,
  readings: Readings,
  signal: SignalName,
  [measured, canary]: readonly [requests: Measured, canary: Measured],
): Measurement {
  const requests = readings.recent.filter((row) => row.measured === measured);
  const probes = readings.recent.filter((row) => row.measured === canary);
  const isEnough = countOf(totalOf(requests)) >= settings.light.leastRequests;
  const rows = isEnough ? requests : probes;
  const events = countOf(totalOf(rows));
  const source = isEnough ? undefined : ('canary' as const);
  const ms = surelyP95Of(totalOf(rows));
  if (ms === null || (!isEnough && events < LEAST_OF_CANARY)) {
    return unknown(signal, countOf(totalOf(requests)));
  }
  const { cause, detail } = causeOf(rows);
  return { signal, values: same(ms), events, source, cause, detail };

  function causeOf(slow: readonly Recent[]): Pick<Measurement, 'cause' | 'detail'> {
    const region = isEnough ? onlySlowRegion(settings, slow, measured) : undefined;
    if (region !== undefined) return { cause: 'region_slow', detail: region };
    return { cause: slowPart(readings, slow), detail: null };
  }
}

const totalOf = (rows: readonly Recent[]): Histogram => merge(rows.map(({ total }) => total));
const p95Of = (histogram: Histogram) => percentiles(histogram, [0.95])[0] ?? null;

/** The part of the requests that takes longer. */
function slowPart({ connections }: Readings, rows: readonly Recent[]): Cause {
  const inDatabase = p95Of(merge(rows.map((row) => row.inDatabase))) ?? 0;
  const waiting = p95Of(merge(rows.map((row) => row.wait))) ?? 0;
  if (inDatabase < waiting) return 'network_slow';
  return (connections?.waitingForLocks ?? 0) >= MANY_WAITING ? 'locks' : 'database_slow';
}

/** The region that is slow while all others together are not; undefined when there is none. */
function onlySlowRegion(
  settings: OperationsSettings,
  rows: readonly Recent[],
  measured: Measured,
): string | undefined {
  const target = targetOf(settings, measured) ?? Number.POSITIVE_INFINITY;
  return rows.find(({ region, total }) => {
    const others = p95Of(totalOf(rows.filter((row) => row.region !== region)));
    return others !== null && others < 0.9 * target && (p95Of(total) ?? 0) >= 0.9 * target;
  })?.region;
}

/**
 * The slowest of the regions with enough requests. Where no region has enough, all together are measured,
 * and else the canary, so that a region whose requests have ended does not keep its colour for ever.
 */
export function slowestRegion(settings: OperationsSettings, readings: Readings): Measurement {
  const { leastRequests } = settings.light;
  const isCanary = ({ measured }: Recent) => measured.startsWith('canary_');
  const clients = readings.recent.filter((row) => !isCanary(row));
  const together = [...Map.groupBy(clients, ({ measured }) => measured)].map(
    ([measured, rows]) => ({ measured, region: 'all', total: totalOf(rows) }),
  );
  const [slowest] =
    slowestOf(clients, LEAST_OF_REGION * leastRequests) ??
    slowestOf(together, leastRequests) ??
    slowestOf(readings.recent.filter(isCanary), LEAST_OF_CANARY) ??
    [];
  if (slowest === undefined) return unknown('region_p95', 0);
  const { percent, events, region, measured } = slowest;
  const rows = readings.recent.filter((row) => row.measured === measured);
  const isAlone = onlySlowRegion(settings, rows, measured) === region;
  return {
    ...{ signal: 'region_p95', values: same(percent), events },
    source: measured.startsWith('canary_') ? 'canary' : undefined,
    cause: isAlone ? 'region_slow' : slowPart(readings, rows),
    detail: `${region} ${measured}`,
  };

  /** Those with enough requests, the slowest first; undefined when there are none. */
  function slowestOf(all: readonly Pick<Recent, 'measured' | 'region' | 'total'>[], least: number) {
    const enough = all.flatMap(({ measured, region, total }) => {
      const target = targetOf(settings, measured);
      const events = countOf(total);
      const ms = surelyP95Of(total);
      if (target === undefined || ms === null || events < least) return [];
      return [{ percent: (100 * ms) / target, events, region, measured }];
    });
    return enough.length === 0 ? undefined : enough.sort((x, y) => y.percent - x.percent);
  }
}

/** How many requests of the canary ended well; 0 when it is not well, or cannot be told. */
export function canaryWell(settings: OperationsSettings, { recent }: Readings): number {
  const counts = (['canary_message', 'canary_booking'] as const).map((measured) => {
    const total = totalOf(recent.filter((row) => row.measured === measured));
    const isFast = (p95Of(total) ?? 0) < (targetOf(settings, measured) ?? 0);
    return isFast ? countOf(total) : 0;
  });
  return Math.min(...counts) >= LEAST_OF_CANARY ? counts.reduce((sum, each) => sum + each, 0) : 0;
}
