import { SIGNALS, type SignalName } from '../../../src/operations/light/signals.ts';
import type { ShownSignal } from '../../../src/operations/light/status.ts';
import { type Section, type Text, table, text } from '../document.ts';
import { type Episode, episodesOf, wasMeasured } from '../episodes.ts';
import { duration, NOT_MEASURED, timesOf } from '../format.ts';
import { periodOf, type ReportInput } from '../input.ts';
import { signalName } from '../names.ts';

type Cause = NonNullable<ShownSignal['cause']>;

interface Decision {
  readonly what: Text;
  /** The signal that would justify it, in words. */
  readonly when: Text;
  readonly signals: readonly SignalName[];
  readonly levels: readonly ShownSignal['level'][];
  /** Without causes, any cause justifies it. */
  readonly causes?: readonly Cause[];
  /** The gain that was measured, with the document and its date. */
  readonly gain: Text;
}

const DURATIONS = ['message_p95', 'booking_p95'] as const;
const ANY = ['yellow', 'orange', 'red'] as const;
const ORANGE = ['orange', 'red'] as const;
const RED = ['red'] as const;

const DECISIONS: readonly Decision[] = [
  {
    what: 'Query caching: longer cache classes',
    when: 'any signal is orange or red',
    ...{ signals: SIGNALS, levels: ORANGE },
    gain: 'Of longer classes: not measured. Of the classes as they are: 39 % of the waiting in a conversation with 20 guests at a time that read the venue each turn, 16 % if they read it once, 3 % with one guest (`docs/benchmark.md`, 2026-11-26)',
  },
  {
    what: 'Read replicas, or a larger database',
    when: 'a P95, the traffic or the connections are red',
    ...{ signals: [...DURATIONS, 'traffic', 'connections'], levels: RED },
    gain: NOT_MEASURED,
  },
  {
    what: 'Connection pooling',
    when: 'the connections are orange or red',
    ...{ signals: ['connections'], levels: ORANGE },
    gain: NOT_MEASURED,
  },
  {
    what: 'Batching of tasks: larger batches of background work',
    when: 'background work is overdue because consumers or the sweep are behind',
    ...{ signals: ['overdue'], levels: RED, causes: ['consumer_behind', 'sweep_behind'] },
    gain: 'Of larger batches: not measured. Batches of up to 100 folded 2,295 and 1,783 messages a second in two runs (`docs/measurements.md`, 2026-11-26)',
  },
  {
    what: 'Consumer concurrency: more consumers at a time',
    when: 'background work is overdue because consumers are behind or a queue is full',
    ...{ signals: ['overdue'], levels: RED, causes: ['consumer_behind', 'queue_full'] },
    gain: 'Of more consumers: not measured. 20 consumers delivered 1,870 jobs a second (`docs/measurements.md`, 2026-11-24)',
  },
  {
    what: 'Preparing statements that are still planned each time',
    when: 'a P95 is not green because the database is slow',
    ...{ signals: [...DURATIONS, 'region_p95'], levels: ANY, causes: ['database_slow'] },
    gain: 'The median of 85 statements took 0.49 of the database’s CPU when prepared; most are prepared already (`docs/benchmark.md`, 2026-11-26)',
  },
  {
    what: 'Shorter waits for locks',
    when: 'a P95 is not green because of locks',
    ...{ signals: DURATIONS, levels: ANY, causes: ['locks'] },
    gain: 'An advisory lock before that of the venue: 0.91 to 1.06 of the bookings a second, so no gain (`docs/measurements.md`, 2026-11-26)',
  },
  {
    what: 'A Worker or a database nearer to the other',
    when: 'a P95 is not green because of the network or one region',
    signals: [...DURATIONS, 'region_p95'],
    ...{ levels: ANY, causes: ['network_slow', 'region_slow'] },
    gain: NOT_MEASURED,
  },
  {
    what: 'Spreading workspaces over several databases',
    when: 'the traffic is red',
    ...{ signals: ['traffic'], levels: RED },
    gain: NOT_MEASURED,
  },
];

/** What to do next, and whether anything in the period asks for it. */
export function decisionsSection(input: ReportInput): Section {
  const episodes = episodesOf(input);
  return {
    title: 'Decisions',
    blocks: [
      table(
        `What each recommendation needs, and whether that fired ${periodOf(input)}`,
        ['Recommendation', 'Justified when', 'Fired', 'Measured gain'],
        DECISIONS.map((each) => [each.what, each.when, firedOf(input, episodes, each), each.gain]),
      ),
      text(
        'A gain that was measured on one machine is no promise for another. A recommendation whose signal has not fired needs no action for the sake of the figures of this report.',
      ),
    ],
  };
}

function firedOf(
  input: ReportInput,
  episodes: readonly Episode[] | null,
  { signals, levels, causes }: Decision,
): Text {
  if (episodes === null) return NOT_MEASURED;
  const found = episodes.filter(
    ({ state }) =>
      signals.includes(state.signal) &&
      levels.includes(state.level) &&
      (causes === undefined || (state.cause !== null && causes.includes(state.cause))),
  );
  if (found.length > 0) {
    const seconds = found.reduce((sum, { from, until }) => sum + (until - from) / 1000, 0);
    return `yes: ${timesOf(found.length)}, ${duration(seconds)} in all`;
  }
  const blind = signals.filter((signal) => !wasMeasured(input, signal));
  if (blind.length === signals.length) return NOT_MEASURED;
  return blind.length === 0
    ? 'no'
    : `no; not measured in the period: ${blind.map(signalName).join(', ')}`;
}
