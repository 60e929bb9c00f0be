import * as m from 'messages:operations';
import { useState } from 'preact/hooks';
import { api } from '../api.ts';
import { Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { Breakdown } from './breakdown.tsx';
import { Percentiles } from './percentiles.tsx';
import { Choice } from './table.tsx';
import { type Of, type Range, startOf } from './words.ts';

/** How long requests took in a range: percentiles against targets, components, and over the time. */
export function Durations({ of, zone }: { readonly of: Of; readonly zone: string }) {
  const [range, setRange] = useState<Range>('hour');
  const latency = usePolled(
    `operations/latency/${of}/${range}`,
    (signal) =>
      api.showLatency({ of, ...(range === 'hour' ? {} : { from: startOf(range) }) }, { signal }),
    30,
  );
  const { value } = latency;
  return (
    <>
      <section class="card">
        <div class="row spread">
          <h2>{m.durations}</h2>
          <Choice
            {...{ label: m.durations, names: ['hour', 'day', 'week'], chosen: range }}
            textOf={(name) => m.range({ range: name })}
            onChoose={setRange}
          />
        </div>
        <Loaded polled={latency}>{(shown) => <Percentiles {...{ latency: shown, zone }} />}</Loaded>
      </section>
      {value !== undefined && value.operations.length > 0 && (
        <Breakdown {...{ latency: value, range, of, zone }} />
      )}
    </>
  );
}
