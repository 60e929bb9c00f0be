import { expect, it } from 'vitest';
import type { OperationLatency } from '../../src/client/index.ts';
import { closestOf } from '../../src/console/page/operations/closest.ts';

const figures = (p95: number) => ({ p50: 1, p75: 1, p95, p99: 5000, p999: 5000 });

/** An operation with a P95 and a target in milliseconds; null: it has none. */
function operationOf(
  operation: OperationLatency['operation'],
  p95: number | null,
  ms: number | null,
): OperationLatency {
  return {
    ...{
      operation,
      requests: 10,
      done: 10,
      refused: 0,
      failed: 0,
      slow: 0,
      series: [],
      regions: [],
    },
    ...{ margin: null, parts: { db: null, wait: null, cpu: null } },
    total: p95 === null ? null : figures(p95),
    target: ms === null ? null : { percentile: 95, ms },
  };
}

it('the operation with the largest share of its target is closest to it', () => {
  const operations = [
    operationOf('store_message', 200, 500),
    operationOf('confirm_booking', 890, 1000),
    operationOf('read', 4000, null),
    operationOf('hold_booking', null, 1000),
  ];
  expect(closestOf({ operations })).toEqual({ operation: 'confirm_booking', percent: 89 });
  expect(closestOf({ operations: operations.slice(2) })).toBeUndefined();
});
