import { colourTimesOf } from '../colours.ts';
import { foreign, list, type Section } from '../document.ts';
import { duration, time } from '../format.ts';
import { periodOf, type ReportInput } from '../input.ts';
import { signalName } from '../names.ts';

/** What the report cannot tell. */
export function unknownSection(input: ReportInput): Section {
  const { latency, status, of, roundTripMs } = input;
  const places = new Set(
    latency.operations.flatMap(({ regions }) => regions.map(({ region }) => region)),
  );
  const times = colourTimesOf(input);
  const missed = times?.missed.reduce((sum, { from, until }) => sum + until - from, 0) ?? 0;
  const unmeasured = (status?.signals ?? []).filter((each) => each.unmeasuredSince !== null);
  return {
    title: 'What is not known',
    blocks: [
      list([
        'The CPU of the Worker. Its clock stands still while it computes.',
        'Requests whose samples were lost. A refusal, a fault, a repeated request and a read send their sample on a queue of its own, and it may be lost. So a count is the least that there were.',
        'Percentiles more exactly than within 1 %: durations are counted in buckets.',
        'The time between a client and the Worker. Durations begin when the Worker has the request.',
        ...(of === 'workspace'
          ? [
              'The regions, the connections of the database and the history of the light: they are those of the platform.',
            ]
          : places.has('unknown') || places.size === 0
            ? ['The region of some or all requests.']
            : []),
        ...(roundTripMs === null ? ['The round trip between the Worker and the database.'] : []),
        ...(times === null
          ? []
          : [
              missed === 0
                ? `Periods without evaluation: none was recorded ${periodOf(input)}.`
                : `The light in ${duration(missed / 1000)} without evaluation, ${periodOf(input)}.`,
              ...(times.unknown === 0
                ? []
                : [`The light in the ${duration(times.unknown)} before its first evaluation.`]),
            ]),
        ...(input.history?.isWhole === false
          ? ['The oldest changes of the light: the period has more than were read.']
          : []),
        ...unmeasured.map(
          ({ signal, unmeasuredSince, detail }) =>
            `The ${signalName(signal)}: not measured since ${time(unmeasuredSince ?? '')}${detail === null ? '' : ` (${foreign(detail)})`}.`,
        ),
        ...(latency.operations.some(({ operation }) => operation.startsWith('canary_'))
          ? []
          : ['What the canary would have measured: none of its requests was counted.']),
        ...input.failures.map(foreign),
      ]),
    ],
  };
}
