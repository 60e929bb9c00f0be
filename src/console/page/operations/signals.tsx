import * as m from 'messages:operations';
import type { OperationsStatus, Signal } from '../../../client/index.ts';
import { Empty } from '../parts/state.tsx';
import { momentOf } from '../time.ts';
import { Lamp } from './lamp.tsx';
import { causeText } from './light.tsx';
import { Table } from './table.tsx';
import { type Light, shownValue } from './words.ts';

interface SignalsProps {
  readonly status: OperationsStatus;
  readonly zone: string;
}

/** Each signal with what it means, its value, the value at which its colour begins, and what to do. */
export function Signals({ status: { signals, of }, zone }: SignalsProps) {
  if (signals.length === 0) return <Empty>{m.noSignals}</Empty>;
  const momentIn = (at: string) => (of === 'platform' ? momentOf(at, zone) : undefined);
  return (
    <div class="ops-signals">
      <Table
        title={m.signals}
        heads={[m.signalHead, m.colour, m.now, m.limitHead, m.fromHead, m.doHead]}
        rows={signals.map((signal) => ({ id: signal.signal, cells: cellsOf(signal, momentIn) }))}
      />
    </div>
  );
}

/**
 * The cells of a signal.
 * @param momentIn such as Sat 28 Nov, 19:30; undefined for a workspace, whose signals have no history
 */
function cellsOf(signal: Signal, momentIn: (at: string) => string | undefined) {
  const { level, cause, since, unmeasuredSince, value, threshold, unit, source, events } = signal;
  // A signal that is not measured keeps its colour, but silence must not look like green.
  const light: Light = unmeasuredSince !== null && level === 'green' ? 'grey' : level;
  const moment = momentIn(since);
  return [
    <>
      <strong>{m.signal({ signal: signal.signal })}</strong>
      <small>{m.meaning({ signal: signal.signal })}</small>
    </>,
    <>
      <Lamp light={light} />
      {moment !== undefined && <small>{m.since({ time: moment })}</small>}
    </>,
    <bdi dir="ltr">{shownValue(value, unit)}</bdi>,
    threshold !== null && m.begins({ level, value: shownValue(threshold, unit) }),
    unmeasuredSince === null
      ? m.takenFrom({ signal: signal.signal, source, count: events })
      : m.unmeasured({ time: momentIn(unmeasuredSince) ?? 'now' }),
    light === 'grey'
      ? m.light({ light })
      : cause === null
        ? m.advice({ light })
        : causeText({ ...signal, cause }),
  ];
}
