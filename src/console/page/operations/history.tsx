import { asTable } from 'messages:common';
import * as m from 'messages:operations';
import { useState } from 'preact/hooks';
import type { LightHistory, OperationsStatus } from '../../../client/index.ts';
import { momentOf } from '../time.ts';
import { Lamp } from './lamp.tsx';
import { segmentsOf } from './segments.ts';
import { Choice, Table } from './table.tsx';
import { type Light, lengthOf, percentOf, RANGES } from './words.ts';

interface HistoryProps {
  readonly history: LightHistory;
  readonly status: OperationsStatus | undefined;
  readonly zone: string;
}

const LIGHTS: readonly Light[] = ['red', 'orange', 'yellow', 'green', 'grey'];

/** How the light of the platform was: a strip of its colours, and each change in a table behind it. */
export function History({ history, status, zone }: HistoryProps) {
  const [range, setRange] = useState<'day' | 'week'>('day');
  const to = Date.now();
  const from = to - RANGES[range];
  const segments = segmentsOf(history, status, { from, to });
  const shares = LIGHTS.map((light) => {
    const some = segments.filter((each) => each.light === light);
    return { light, ms: some.reduce((sum, each) => sum + each.to - each.from, 0) };
  }).filter(({ ms }) => ms > 0);
  return (
    <>
      <div class="row spread">
        <h2>{m.history}</h2>
        <Choice
          {...{ label: m.history, names: ['day', 'week'], chosen: range, onChoose: setRange }}
          textOf={(name) => m.range({ range: name })}
        />
      </div>
      <div class="ops-strip" aria-hidden="true">
        {segments.map((each) => (
          <div
            key={each.from}
            class={each.light}
            style={{ flexGrow: each.to - each.from }}
            title={`${m.level({ level: each.light })} ${momentOf(each.from, zone)}`}
          />
        ))}
      </div>
      <div class="row spread quiet" aria-hidden="true">
        <small>{momentOf(from, zone)}</small>
        <small>{m.now}</small>
      </div>
      <ul class="list row">
        {shares.map(({ light, ms }) => (
          <li key={light} class="ops-plain">
            <Lamp light={light} /> {lengthOf(ms / 1000)} ({percentOf((100 * ms) / (to - from), 1)})
          </li>
        ))}
      </ul>
      {!history.isWhole && <p class="quiet">{m.notWhole}</p>}
      <details>
        <summary>{asTable}</summary>
        <Table
          {...{ title: m.history, heads: [m.begin, m.colour, m.lasted, m.signals] }}
          rows={[...segments].reverse().map((each) => ({
            id: String(each.from),
            cells: [
              momentOf(each.from, zone),
              <Lamp light={each.light} />,
              lengthOf((each.to - each.from) / 1000),
              each.signals
                .map(({ signal, level }) => `${m.signal({ signal })}: ${m.level({ level })}`)
                .join('; ') || '–',
            ],
          }))}
        />
      </details>
    </>
  );
}
