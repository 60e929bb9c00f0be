import * as m from 'messages:operations';
import { useState } from 'preact/hooks';
import type { Latency, OperationLatency } from '../../../client/index.ts';
import { api } from '../api.ts';
import { SelectField } from '../parts/field.tsx';
import { Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { LatencyPlot } from './latency-plot.tsx';
import { Bar, Table } from './table.tsx';
import { msOf, type Of, percentOf, type Range, startOf } from './words.ts';

interface BreakdownProps {
  readonly latency: Latency;
  readonly range: Range;
  readonly of: Of;
  readonly zone: string;
}

/** Where the time of one operation goes, and how it has changed in the range. */
export function Breakdown({ latency: { operations }, range, of, zone }: BreakdownProps) {
  const [chosen, choose] = useState<OperationLatency['operation']>('store_message');
  const shown = operations.find(({ operation }) => operation === chosen) ?? operations[0];
  const operation = shown?.operation ?? chosen;
  const series = usePolled(
    `operations/series/${of}/${range}/${operation}`,
    (signal) =>
      api.showLatency(
        {
          ...{ of, operation, interval: range === 'hour' ? 'minute' : 'hour' },
          ...(range === 'hour' ? {} : { from: startOf(range) }),
        },
        { signal },
      ),
    30,
  );
  if (shown === undefined) return null;
  return (
    <section class="card">
      <h2>{m.breakdown}</h2>
      <SelectField
        {...{ label: m.operationHead, value: operation }}
        onInput={(name) => {
          const found = operations.find((each) => each.operation === name);
          if (found !== undefined) choose(found.operation);
        }}
      >
        {operations.map((each) => (
          <option key={each.operation} value={each.operation}>
            {m.operation({ operation: each.operation })}
          </option>
        ))}
      </SelectField>
      <Parts of={shown} />
      <Loaded polled={series}>
        {(value) => <LatencyPlot {...{ latency: value, operation, range, zone }} />}
      </Loaded>
    </section>
  );
}

/** The percentiles of each component. They are of different requests, so they do not add up. */
function Parts({ of: { total, parts } }: { readonly of: OperationLatency }) {
  const most = total?.p95 ?? 0;
  const rows = (['total', 'db', 'wait', 'cpu'] as const).map((part) => {
    const figures = part === 'total' ? total : parts[part];
    const numbers = (['p50', 'p95', 'p99'] as const).map((name) =>
      figures === null ? '–' : msOf(figures[name]),
    );
    const share = figures === null || most === 0 ? 0 : figures.p95 / most;
    const bar = figures && (
      <>
        <span class="hidden">{percentOf(100 * share)}</span>
        <Bar share={share} />
      </>
    );
    return { id: part, cells: [m.part({ part }), ...numbers, bar] };
  });
  const heads = [m.component, 'P50', 'P95', 'P99', m.shareHead];
  return (
    <>
      <Table {...{ title: m.component, heads, rows, hasNumbers: true }} />
      <p class="quiet">{m.partsHint}</p>
    </>
  );
}
