import * as m from 'messages:operations';
import type { Latency, OperationLatency } from '../../../client/index.ts';
import { SetUpLink } from '../parts/set-up-link.tsx';
import { Empty } from '../parts/state.tsx';
import { momentOf, numberOf } from '../time.ts';
import { Bar, Table } from './table.tsx';
import { msOf, percentOf } from './words.ts';

interface PercentilesProps {
  readonly latency: Latency;
  readonly zone: string;
}

export const SHOWN = ['p50', 'p75', 'p95', 'p99'] as const;

/** P50 to P99 of what has a target, against it, and the figures of all operations behind them. */
export function Percentiles({ latency: { operations, from }, zone }: PercentilesProps) {
  if (operations.length === 0)
    return (
      <Empty>
        {m.noRequests}
        <SetUpLink />
      </Empty>
    );
  return (
    <>
      <div class="grid">
        {operations.flatMap((each) =>
          each.target === null ? [] : <Bars key={each.operation} of={each} />,
        )}
      </div>
      <p class="quiet">{m.countedSince({ time: momentOf(from, zone) })}</p>
      <details>
        <summary>{m.allOperations}</summary>
        <Table
          {...{ title: m.allOperations, hasNumbers: true }}
          heads={[m.operationHead, m.requests, m.refused, m.failed, 'P50', 'P95', 'P99']}
          rows={operations.map((each) => ({
            id: each.operation,
            cells: [
              m.operation({ operation: each.operation }),
              ...[each.requests, each.refused, each.failed].map((count) => numberOf(count)),
              ...(['p50', 'p95', 'p99'] as const).map((name) =>
                each.total === null ? '–' : msOf(each.total[name]),
              ),
            ],
          }))}
        />
        <Regions operations={operations} />
      </details>
    </>
  );
}

function Bars({ of: { operation, total, target, margin } }: { readonly of: OperationLatency }) {
  const most = target?.ms ?? 0;
  if (total === null) return null;
  const scale = Math.max(most * 1.25, total.p99);
  const kind = (ms: number) => (ms >= most ? 'bad' : ms >= most * 0.9 ? 'warn' : 'good');
  return (
    <div class="ops-bars">
      <h3>{m.operation({ operation })}</h3>
      <table>
        <caption class="hidden">{m.operation({ operation })}</caption>
        <tbody>
          {SHOWN.map((name) => (
            <tr key={name}>
              <th scope="row">{name.toUpperCase()}</th>
              <td class="ops-wide">
                <Bar
                  share={total[name] / scale}
                  line={most / scale}
                  kind={name === 'p95' ? kind(total.p95) : undefined}
                />
              </td>
              <td class="number">{msOf(total[name])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {m.target({ value: msOf(most) })}{' '}
        {margin !== null && (
          <span class={`badge ${kind(total.p95)}`}>
            {(margin.ms > 0 ? m.margin : m.missed)({
              ...{
                value: msOf(Math.abs(margin.ms)),
                percent: percentOf(Math.abs(margin.percent), 1),
              },
            })}
          </span>
        )}
      </p>
    </div>
  );
}

/** How the regions of the platform differ, for what has a target. */
function Regions({ operations }: { readonly operations: readonly OperationLatency[] }) {
  const rows = operations.flatMap(({ operation, target, regions }) =>
    target === null
      ? []
      : regions.map(({ region, requests, total, margin }) => ({
          id: `${operation} ${region}`,
          cells: [
            `${region}, ${m.operation({ operation })}`,
            numberOf(requests),
            total === null ? '–' : msOf(total.p95),
            margin === null ? '–' : percentOf(margin.percent, 1),
          ],
        })),
  );
  if (rows.length === 0) return null;
  const heads = [m.region, m.requests, 'P95', m.marginHead];
  return <Table {...{ title: m.region, heads, rows, hasNumbers: true }} />;
}
