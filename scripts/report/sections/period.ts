import { foreign, list, type Section, table, text } from '../document.ts';
import { count, NOT_MEASURED, time } from '../format.ts';
import { isCanary, isEmpty, periodOf, type ReportInput } from '../input.ts';
import { operationName } from '../names.ts';

/** The period, what the figures are of, when and with what they were made, and the counts. */
export function periodSection(input: ReportInput): Section {
  const { latency, asked, made, of, host, serviceVersion, reportVersion, node, note } = input;
  const clients = latency.operations.filter((each) => !isCanary(each));
  const canary = latency.operations.filter(isCanary);
  const sum = (all: typeof clients, field: 'requests' | 'done' | 'refused' | 'failed') =>
    all.reduce((total, each) => total + each[field], 0);
  const period = periodOf(input);
  return {
    title: 'Period and counts',
    blocks: [
      ...(note === null ? [] : [text(foreign(note))]),
      list([
        `Period: ${period}. It was asked for from ${time(asked.from)} to ${time(asked.to)}, and widened to whole ${latency.grain}s.`,
        of === 'platform'
          ? 'Of what: the requests of all workspaces.'
          : 'Of what: the requests of one workspace.',
        `Service: ${foreign(host)}, version ${serviceVersion === null ? 'not known' : foreign(serviceVersion)}.`,
        `Made: ${time(made)}, by the report of version ${reportVersion} with Node ${node}.`,
      ]),
      isEmpty(input)
        ? text(`Nothing was measured in this period: no request was counted ${period}.`)
        : text(
            `${count(sum(clients, 'requests'))} requests were counted: ${count(sum(clients, 'done'))} were answered with a 2xx or 304, ${count(sum(clients, 'refused'))} with a 4xx and ${count(sum(clients, 'failed'))} with a 5xx.`,
            canary.length === 0
              ? 'Requests of the canary: not measured.'
              : `Beside them, ${count(sum(canary, 'requests'))} requests of the canary were counted.`,
            'One in ten reads and searches for availability is measured and counts as ten.',
          ),
      ...(latency.operations.length === 0
        ? []
        : [
            table(
              `Requests by operation, ${period}`,
              ['Operation', 'Requests', '2xx or 304', '4xx', '5xx', 'At or over the target'],
              latency.operations.map((each) => [
                operationName(each.operation),
                ...[each.requests, each.done, each.refused, each.failed].map(count),
                each.target === null ? 'no target' : count(each.slow),
              ]),
            ),
          ]),
      ...(latency.operations.length === 0 ? [text(`Requests by operation: ${NOT_MEASURED}.`)] : []),
    ],
  };
}
