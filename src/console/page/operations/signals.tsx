import * as m from 'messages:operations';
import type { OperationsStatus, Signal } from '../../../client/index.ts';
import { Empty } from '../parts/state.tsx';
import { momentOf, numberOf } from '../time.ts';
import { Lamp } from './lamp.tsx';
import { causeText } from './light.tsx';
import { Table } from './table.tsx';
import { shownValue } from './words.ts';

interface SignalsProps {
  readonly status: OperationsStatus;
  readonly zone: string;
}

/** Each signal with its value, the value at which its colour begins, and what to do about it. */
export function Signals({ status: { signals, of }, zone }: SignalsProps) {
  if (signals.length === 0) return <Empty>{m.noSignals}</Empty>;
  const heads = [m.signals, m.colour, m.value, m.limit, m.whatToDo];
  return (
    <Table
      {...{ title: m.signals, heads }}
      rows={signals.map((each) => ({
        id: each.signal,
        cells: [
          m.signal({ signal: each.signal }),
          <>
            <Lamp light={each.level} />
            {of === 'platform' && <small>{m.since({ time: momentOf(each.since, zone) })}</small>}
          </>,
          <>
            <span class="ops-value">{shownValue(each.value, each.unit)}</span>
            <small>{takenFrom(each, zone)}</small>
          </>,
          each.threshold === null ? '–' : m.begins(limitOf(each)),
          each.cause === null
            ? m.advice({ light: each.level })
            : causeText({ ...each, cause: each.cause }),
        ],
      }))}
    />
  );
}

/** The value at which a colour begins: that of the signal, or the first one of a green signal. */
const limitOf = ({ level, threshold, unit }: Signal) => ({
  level,
  value: shownValue(threshold, unit),
});

function takenFrom({ events, source, unmeasuredSince }: Signal, zone: string): string {
  if (unmeasuredSince !== null) return m.unmeasured({ time: momentOf(unmeasuredSince, zone) });
  return m.takenFrom({ source, count: numberOf(events) });
}
