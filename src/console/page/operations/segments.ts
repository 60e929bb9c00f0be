import type { LightHistory, OperationsStatus, Signal } from '../../../client/index.ts';
import type { Light } from './words.ts';

/** A time in which the light had one colour. Times are milliseconds since 1970. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly light: Light;
  /** The signals that were not green at its beginning. */
  readonly signals: readonly Signal[];
}

/**
 * The colours of the light in a range of time, in their order.
 * @param status the light now: the history does not yet know of an evaluation that is missing now
 */
export function segmentsOf(
  { data, from: readFrom, isWhole }: Pick<LightHistory, 'data' | 'from' | 'isWhole'>,
  status: Pick<OperationsStatus, 'light' | 'since'> | undefined,
  { from, to }: { readonly from: number; readonly to: number },
): Segment[] {
  const ascending = [...data].reverse();
  const before: Light =
    ascending.length === 0 ? (status?.light ?? 'grey') : (ascending[0]?.former ?? 'grey');
  const first = { at: Date.parse(readFrom), light: before, signals: [] as readonly Signal[] };
  const begun = [
    // Of a range with too many changes, the oldest were not read.
    ...(isWhole ? [first] : []),
    ...ascending.map(({ at, light, signals }) => ({
      ...{ at: Date.parse(at), light },
      signals: signals.filter(({ level }) => level !== 'green'),
    })),
  ];
  const last = begun.at(-1);
  if (status !== undefined && status.since !== null && last?.light !== status.light) {
    const at = Math.max(Date.parse(status.since), last?.at ?? 0);
    begun.push({ at, light: status.light, signals: [] });
  }
  const changes = begun.filter(({ light }, n) => n === 0 || light !== begun[n - 1]?.light);
  return changes.flatMap(({ at, light, signals }, n) => {
    const segment = { from: Math.max(at, from), to: Math.min(changes[n + 1]?.at ?? to, to) };
    return segment.from < segment.to ? [{ ...segment, light, signals }] : [];
  });
}
