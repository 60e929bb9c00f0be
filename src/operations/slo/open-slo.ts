import { canonical } from '../metrics/open-metrics.ts';
import type { ServiceLevels } from './slo.ts';

/** How long the period of the error budgets is, in days. */
const daysOf = ({ from, to }: ServiceLevels) =>
  Math.ceil((Date.parse(to) - Date.parse(from)) / (24 * 3_600_000));

const WHAT = {
  availability: 'A 2xx or 304 is good and a 5xx is bad. A 4xx does not count.',
  messages: 'Stored messages that took less than the target.',
  bookings: 'Confirmed bookings that took less than the target.',
} as const;

const METRICS = {
  availability: 'maitred_requests_total',
  messages: 'maitred_request_duration_seconds',
  bookings: 'maitred_request_duration_seconds',
} as const;

/**
 * The service levels as OpenSLO v1 (https://github.com/OpenSLO/OpenSLO), a YAML document for each. The
 * metrics are those of /v1/operations/metrics.
 */
export function writeOpenSlo(levels: ServiceLevels): string {
  return levels.objectives
    .map(({ name, objective, targetMs }) => {
      const operation = name === 'messages' ? 'store_message' : 'confirm_booking';
      const { good, total } =
        targetMs === null
          ? {
              good: `${METRICS[name]}{outcome="done"}`,
              total: `${METRICS[name]}{outcome!="refused"}`,
            }
          : {
              good: `${METRICS[name]}_bucket{operation="${operation}",le="${canonical(targetMs / 1000)}"}`,
              total: `${METRICS[name]}_count{operation="${operation}"}`,
            };
      return `apiVersion: openslo/v1
kind: SLO
metadata:
  name: maitred-${name}
spec:
  description: ${WHAT[name]}
  service: maitred
  indicator:
    metadata:
      name: maitred-${name}-ratio
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            type: Prometheus
            spec:
              query: '${good}'
        total:
          metricSource:
            type: Prometheus
            spec:
              query: '${total}'
  timeWindow:
    - duration: ${daysOf(levels)}d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - displayName: ${name}
      target: ${objective}
`;
    })
    .join('---\n');
}
