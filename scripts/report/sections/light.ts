import {
  LIGHTS,
  UNITS as SIGNAL_UNITS,
  SIGNALS,
  type SignalName,
  stepsOf,
} from '../../../src/operations/light/signals.ts';
import type { ShownSignal } from '../../../src/operations/light/status.ts';
import { operationsSettingsSchema } from '../../../src/operations/settings.ts';
import { colourTimesOf } from '../colours.ts';
import {
  type Block,
  bars,
  foreign,
  list,
  type Section,
  type Text,
  table,
  text,
} from '../document.ts';
import { type Episode, episodesOf, wasMeasured } from '../episodes.ts';
import { count, duration, NOT_MEASURED, number, percent, time, timesOf } from '../format.ts';
import { endOf, periodOf, type ReportInput } from '../input.ts';
import { signalName } from '../names.ts';

/** So many episodes are listed. */
const MOST_LISTED = 100;
const COLOURS = ['yellow', 'orange', 'red'] as const;
const UNITS = { ms: 'ms', percent: '%', ratio: '', rows: 'rows' } as const;

const at = (ms: number) => time(new Date(ms).toISOString());

/** A value of a signal with its unit. */
const withUnit = (value: number | null, unit: ShownSignal['unit']): Text =>
  value === null ? NOT_MEASURED : `${number(value)} ${UNITS[unit]}`.trimEnd();

/** What the traffic light showed, and what fired when. */
export function lightSection(input: ReportInput): Section {
  const episodes = episodesOf(input);
  return {
    title: 'The traffic light',
    blocks: [
      nowOf(input),
      triggersOf(input, episodes),
      text(
        'The thresholds are the defaults. A deployment may have others; the threshold of what fired is the one that was applied.',
        '"Counted" is how many requests, connections or rows the value was taken from; of a burn rate, the bad requests of an hour.',
      ),
      ...firedOf(input, episodes),
      ...coloursOf(input),
    ],
  };
}

function nowOf({ status }: ReportInput): Block {
  if (status === null) return text(`The light at the time of the report: ${NOT_MEASURED}.`);
  const { light, since, evaluatedAt, recommendation, causes } = status;
  return text(
    `The light was ${light} at the time of the report${since === null ? '' : `, since ${time(since)}`}.`,
    evaluatedAt === null ? 'It has not been evaluated.' : `Evaluated ${time(evaluatedAt)}.`,
    `Recommended: ${foreign(recommendation)}`,
    ...(causes.length === 0
      ? []
      : [`Causes: ${causes.map(({ cause }) => cause.replaceAll('_', ' ')).join(', ')}.`]),
  );
}

function triggersOf(input: ReportInput, episodes: readonly Episode[] | null): Block {
  const settings = operationsSettingsSchema.parse(undefined);
  return table(
    `Triggers: the value at which each colour begins, how often it fired ${periodOf(input)}, and the value at the time of the report`,
    ['Signal', 'Yellow', 'Orange', 'Red', 'Value now', 'Counted'],
    SIGNALS.map((signal) => {
      const now = input.status?.signals.find((each) => each.signal === signal);
      return [
        signalName(signal),
        ...COLOURS.map((colour) => {
          const step = stepsOf(settings, signal)[colour];
          if (step === undefined) return 'none';
          return `${withUnit(step, SIGNAL_UNITS[signal])}; ${timesFired(input, episodes, signal, colour)}`;
        }),
        now === undefined ? NOT_MEASURED : withUnit(now.value, now.unit),
        now === undefined
          ? NOT_MEASURED
          : `${count(now.events)}${now.source === 'canary' ? ' of the canary' : ''}`,
      ];
    }),
  );
}

function timesFired(
  input: ReportInput,
  episodes: readonly Episode[] | null,
  signal: SignalName,
  colour: string,
): Text {
  if (episodes === null) return NOT_MEASURED;
  const found = episodes.filter(({ state }) => state.signal === signal && state.level === colour);
  if (found.length > 0) return `fired ${timesOf(found.length)}`;
  return wasMeasured(input, signal) ? 'not fired' : NOT_MEASURED;
}

function firedOf(input: ReportInput, episodes: readonly Episode[] | null): Block[] {
  if (episodes === null) return [text(`What fired when: ${NOT_MEASURED}. No history is known.`)];
  if (episodes.length === 0) return [text(`No signal fired ${periodOf(input)}.`)];
  const listed = episodes.slice(-MOST_LISTED);
  return [
    table(
      `What fired when, ${periodOf(input)}`,
      ['Signal', 'Colour', 'From', 'Until', 'Value', 'Threshold', 'Counted', 'Cause'],
      listed.map(({ state, from, until, isOpen }) => [
        ...[signalName(state.signal), state.level, at(from)],
        isOpen ? 'the end of the period' : at(until),
        ...[withUnit(state.value, state.unit), withUnit(state.threshold, state.unit)],
        count(state.events),
        [state.cause?.replaceAll('_', ' ') ?? 'not known', state.detail]
          .filter((part) => part !== null)
          .map(foreign)
          .join(': '),
      ]),
    ),
    ...(listed.length < episodes.length
      ? [text(`The newest ${count(listed.length)} of ${count(episodes.length)} are listed.`)]
      : []),
    text('The values are those of the first evaluation at which the colour was recorded.'),
  ];
}

function coloursOf(input: ReportInput): Block[] {
  const times = colourTimesOf(input);
  if (times === null) return [text(`Time in each colour: ${NOT_MEASURED}.`)];
  const whole = (endOf(input) - Date.parse(input.latency.from)) / 1000;
  const share = (seconds: number) => percent((100 * seconds) / whole);
  const row = (name: Text, seconds: number) => [name, duration(seconds), share(seconds)];
  return [
    table(
      `Time in each colour, ${periodOf(input)}, without maintenance`,
      ['Colour', 'Time', 'Share of the period'],
      [
        ...LIGHTS.map((light) => row(light, times.seconds[light])),
        row('maintenance, excluded', times.maintained),
        row('before the first evaluation', times.unknown),
      ],
    ),
    bars(
      `Time in each colour, ${periodOf(input)}`,
      LIGHTS.map((light) => ({
        ...{ label: light, value: times.seconds[light], shown: duration(times.seconds[light]) },
      })),
    ),
    times.missed.length === 0
      ? text(`No evaluation was recorded as missing ${periodOf(input)}.`)
      : list(
          times.missed.map(({ from, until }) => `Not evaluated from ${at(from)} to ${at(until)}.`),
        ),
  ];
}
