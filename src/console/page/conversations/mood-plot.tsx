import * as m from 'messages:conversations';
import * as w from 'messages:moods';
import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { Message } from '../../../client/index.ts';
import { type MoodState, walkMood } from '../../../emotions/mood.ts';
import { feelingOf, NEGATIVE } from '../parts/mood.tsx';
import { colour, Plot } from '../parts/plot.tsx';

/** A message that tells of the mood. */
interface Turn {
  readonly message: Message;
  /** null where it is not known. */
  readonly mood: number | null;
}

export interface WalkedMood {
  readonly turns: readonly Turn[];
  /** Whether the mood has turned bad in these messages. */
  readonly hasTurned: boolean;
}

/**
 * The mood after each message, as the service walks it. It is known from the first message on, or from
 * an answer of the staff on, and up to the first message whose emotion is still to be read.
 */
export function walk(messages: readonly Message[]): WalkedMood {
  let state: MoodState = { asOfSeq: 0, mood: 0, attention: null };
  let isKnown = messages[0]?.seq === 1;
  let hasTurned = false;
  let isRead = true;
  const turns: Turn[] = [];
  for (const message of messages) {
    const { seq, role, emotion, emotionState } = message;
    const [label, given] = [emotion?.label ?? null, emotion?.valence ?? null];
    if (emotionState === 'pending') isRead = false;
    if (role === 'agent') isKnown = true;
    else if (role !== 'customer' || given === null) continue;
    const valence = given === null ? null : Math.round(given * 1000);
    const walked = walkMood(state, [{ seq, role, label, valence }]);
    state = walked.state;
    hasTurned ||= isKnown && isRead && walked.turns.length > 0;
    turns.push({ message, mood: isKnown && isRead ? state.mood / 1000 : null });
  }
  return { turns, hasTurned };
}

const axis = () => ({ stroke: () => colour('--quiet'), grid: { stroke: () => colour('--line') } });

const OPTIONS: Omit<uPlot.Options, 'width' | 'height'> = {
  cursor: { show: false },
  scales: {
    x: { time: false, range: (_, least, most) => [least - 0.5, most + 0.5] },
    y: { range: [-1.05, 1.05] },
  },
  axes: [
    { ...axis(), size: 28, incrs: [1, 2, 5, 10, 20, 50, 100] },
    { ...axis(), size: 52, space: 20, incrs: [0.5], values: (_, all) => all.map(feelingOf) },
  ],
  series: [
    {},
    {
      ...{ stroke: () => colour('--accent'), width: 2, points: { show: false } },
      ...(uPlot.paths.stepped && { paths: uPlot.paths.stepped({ align: 1 }) }),
    },
    {
      ...{ stroke: () => colour('--text'), paths: () => null },
      points: { show: true, size: 8, fill: () => colour('--text') },
    },
    { stroke: () => colour('--bad'), width: 1, dash: [5, 4], points: { show: false } },
  ],
};

/** The mood of a conversation over its messages. */
export function MoodPlot({ turns }: Pick<WalkedMood, 'turns'>) {
  const [data, table] = useMemo(() => {
    const columns: uPlot.AlignedData = [
      turns.map(({ message }) => message.seq),
      turns.map(({ mood }) => mood),
      turns.map(({ message }) => message.emotion?.valence ?? null),
      turns.map(() => NEGATIVE),
    ];
    const rows = turns.map(({ message: { seq, role, emotion }, mood }) => [
      String(seq),
      m.role({ role }),
      emotion?.label == null ? '–' : w.label({ label: emotion.label }),
      emotion?.valence == null ? '–' : feelingOf(emotion.valence),
      mood === null ? '–' : feelingOf(mood),
    ]);
    return [
      columns,
      { heads: [w.message, m.from, w.emotion, w.feeling, w.moodHead], rows },
    ] as const;
  }, [turns]);
  if (turns.length === 0) return <p class="quiet">{m.noMood}</p>;
  return (
    <>
      <Plot {...{ title: m.moodTitle, options: OPTIONS, data, table, height: 170 }} />
      <p class="talk-legend">
        <span class="line">{m.line}</span> <span class="dot">{m.dots}</span>{' '}
        <span class="limit">{m.limit}</span> {m.moodNote}
      </p>
    </>
  );
}
