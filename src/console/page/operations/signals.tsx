import * as m from 'messages:operations';
import type { OperationsStatus, Signal } from '../../../client/index.ts';
import { Empty } from '../parts/state.tsx';
import { momentOf, numberOf } from '../time.ts';
import { Lamp } from './lamp.tsx';
import { causeText } from './light.tsx';
import { type Light, shownValue } from './words.ts';

interface SignalsProps {
  readonly status: OperationsStatus;
  readonly zone: string;
}

/** Each signal with its value, the value at which its colour begins, and what to do about it. */
export function Signals({ status: { signals, of }, zone }: SignalsProps) {
  if (signals.length === 0) return <Empty>{m.noSignals}</Empty>;
  const momentIn = (at: string) => (of === 'platform' ? momentOf(at, zone) : undefined);
  return (
    <ul class="list ops-signals">
      {signals.map((each) => (
        <SignalRow key={each.signal} {...{ signal: each, momentIn }} />
      ))}
    </ul>
  );
}

interface SignalRowProps {
  readonly signal: Signal;
  /** Such as Sat 28 Nov, 19:30. Undefined for a workspace, whose signals have no history. */
  readonly momentIn: (at: string) => string | undefined;
}

function SignalRow({ signal, momentIn }: SignalRowProps) {
  const { level, cause, since, unmeasuredSince, value, threshold, unit } = signal;
  // A signal that is not measured keeps its colour, but silence must not look like green.
  const light: Light = unmeasuredSince !== null && level === 'green' ? 'grey' : level;
  const moment = momentIn(since);
  return (
    <li>
      <strong>{m.signal({ signal: signal.signal })}</strong>
      <span>
        <Lamp light={light} />
        {moment !== undefined && <small>{m.since({ time: moment })}</small>}
      </span>
      <span>
        {shownValue(value, unit)}
        <small>
          {unmeasuredSince === null
            ? m.takenFrom({ source: signal.source, count: numberOf(signal.events) })
            : m.unmeasured({ time: momentIn(unmeasuredSince) ?? 'now' })}
        </small>
      </span>
      <span>{threshold !== null && m.begins({ level, value: shownValue(threshold, unit) })}</span>
      <span>
        {light === 'grey'
          ? m.light({ light })
          : cause === null
            ? m.advice({ light })
            : causeText({ ...signal, cause })}
      </span>
    </li>
  );
}
