import { EMOTION_LABELS, type EmotionLabel } from '../../../src/conversations/emotion.ts';
import { BEHAVIOUR_GROUPS } from './cases.ts';
import type {
  BehaviourCase,
  BehaviourGroup,
  DirectionCase,
  Expectation,
  SameCase,
} from './expectations.ts';

/** What a classifier answers about one message. */
export interface Reading {
  readonly label: EmotionLabel;
  /** -1 (as bad as it gets) to 1. */
  readonly valence: number;
  /** Why it claims nothing, or null. A reason of language or script begins with "unsupported". */
  readonly abstained: string | null;
}

export type Classify = (text: string) => Promise<Reading>;

/** A case that did not pass, with what was answered to each of its texts. */
export interface Failure {
  readonly group: string;
  readonly case: BehaviourCase;
  /** One reading for a message, two for a pair; none where the classifier threw. */
  readonly readings: readonly Reading[];
  /** What was wrong, in words; all that was wrong, not only the first. */
  readonly problems: readonly string[];
}

/** How many cases passed. */
export interface Score {
  readonly passed: number;
  readonly total: number;
  /** `passed` by `total`; 0 where there are no cases. */
  readonly rate: number;
}

export interface BehaviourReport {
  readonly overall: Score;
  /** In the order of the suite. */
  readonly groups: readonly (Score & { readonly name: string })[];
  readonly failures: readonly Failure[];
}

/** From here on a valence counts as positive, and below its negative as negative. */
const POLAR = 0.1;

/** Up to here, on both sides, a valence counts as neutral. */
const NEAR_ZERO = 0.3;

/** Differences of valences are compared with this much patience for binary fractions. */
const ROUNDING = 1e-9;

/**
 * Puts every case to a classifier, one after another, and counts. A case passes whole or not at all: a
 * pair only with both of its texts. An answer that is none (it throws, an unknown label, a valence
 * that is no number from -1 to 1) fails, and so does abstaining where a case does not allow it.
 */
export async function runBehaviour(
  classify: Classify,
  suite: readonly BehaviourGroup[] = BEHAVIOUR_GROUPS,
): Promise<BehaviourReport> {
  const failures: Failure[] = [];
  const groups: (Score & { name: string })[] = [];
  for (const { name, cases } of suite) {
    let passed = 0;
    for (const one of cases) {
      const { readings, problems } = await tryCase(classify, one);
      if (problems.length === 0) passed += 1;
      else failures.push({ group: name, case: one, readings, problems });
    }
    groups.push({ name, ...score(passed, cases.length) });
  }
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  return { overall: score(total - failures.length, total), groups, failures };
}

/** The report as lines for a person: each group's rate, then each failure. */
export function describeReport({ overall, groups, failures }: BehaviourReport): string {
  const line = (name: string, { passed, total, rate }: Score) =>
    `${(rate * 100).toFixed(1).padStart(5)} %  ${passed}/${total}  ${name}`;
  return [
    ...groups.map((group) => line(group.name, group)),
    line('overall', overall),
    ...failures.map((failure) => {
      const { text } = failure.case;
      const texts = 'variant' in failure.case ? `${text} → ${failure.case.variant}` : text;
      return `[${failure.group}] ${texts}: ${failure.problems.join('; ')}`;
    }),
  ].join('\n');
}

function score(passed: number, total: number): Score {
  return { passed, total, rate: total === 0 ? 0 : passed / total };
}

async function tryCase(
  classify: Classify,
  one: BehaviourCase,
): Promise<{ readings: readonly Reading[]; problems: readonly string[] }> {
  try {
    const reading = await classify(one.text);
    if ('expect' in one) {
      return { readings: [reading], problems: problemsOfMessage(reading, one.expect) };
    }
    const other = await classify(one.variant);
    return { readings: [reading, other], problems: problemsOfPair(reading, other, one) };
  } catch (error) {
    return { readings: [], problems: [`threw ${String(error)}`] };
  }
}

/** What is wrong with an answer whatever was asked. */
function malformed({ label, valence, abstained }: Reading): string[] {
  const problems: string[] = [];
  if (!EMOTION_LABELS.includes(label)) problems.push(`unknown label ${String(label)}`);
  if (!(valence >= -1 && valence <= 1)) problems.push(`valence ${valence} is not from -1 to 1`);
  if (abstained !== null && (typeof abstained !== 'string' || abstained === '')) {
    problems.push('abstained is neither null nor a reason');
  }
  return problems;
}

function problemsOfMessage(reading: Reading, expect: Expectation): string[] {
  const problems = malformed(reading);
  const { label, valence, abstained } = reading;
  if (abstained !== null) {
    if (expect.abstained === undefined) problems.push(`abstained (${abstained})`);
    if (expect.abstained === 'unsupported' && !abstained.startsWith('unsupported')) {
      problems.push(`abstained as ${abstained}, not as unsupported`);
    }
    return problems;
  }
  if (expect.abstained === true || expect.abstained === 'unsupported') {
    problems.push(`claimed ${label} instead of abstaining`);
  }
  if (expect.labels !== undefined && !expect.labels.includes(label)) {
    problems.push(`${label} instead of ${expect.labels.join(' or ')}`);
  }
  if (expect.valence !== undefined) {
    const [min, max] = expect.valence;
    if (!(valence >= min - ROUNDING && valence <= max + ROUNDING)) {
      problems.push(`valence ${valence} is not from ${min} to ${max}`);
    }
  }
  return problems;
}

function problemsOfPair(first: Reading, second: Reading, pair: SameCase | DirectionCase): string[] {
  const problems = [first, second].flatMap((reading) => [
    ...malformed(reading),
    ...(reading.abstained === null ? [] : [`abstained (${reading.abstained})`]),
  ]);
  const moved = second.valence - first.valence;
  if ('change' in pair) {
    const towards = pair.change === 'higher' ? moved : -moved;
    if (!(towards >= pair.by - ROUNDING)) {
      problems.push(`valence went from ${first.valence} to ${second.valence}, not ${pair.change}`);
    }
    return problems;
  }
  for (const { valence } of [first, second]) {
    if (!hasPolarity(valence, pair.polarity))
      problems.push(`valence ${valence}: not ${pair.polarity}`);
  }
  if (pair.within !== undefined && !(Math.abs(moved) <= pair.within + ROUNDING)) {
    problems.push(`valence moved by ${moved}, more than ${pair.within}`);
  }
  return problems;
}

function hasPolarity(valence: number, polarity: SameCase['polarity']): boolean {
  if (polarity === 'positive') return valence >= POLAR;
  if (polarity === 'negative') return valence <= -POLAR;
  return Math.abs(valence) <= NEAR_ZERO;
}
