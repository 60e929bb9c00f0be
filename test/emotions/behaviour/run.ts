import { EMOTION_LABELS, type EmotionLabel } from '../../../src/conversations/emotion.ts';
import { BEHAVIOUR_GROUPS } from './cases.ts';
import type {
  BehaviourCase,
  BehaviourGroup,
  DirectionCase,
  Expectation,
  SameCase,
} from './expectations.ts';

/** The reading of one message by a classifier. */
export interface Reading {
  readonly label: EmotionLabel;
  /** From -1, very bad, to 1, very good. */
  readonly valence: number;
  /**
   * The reason of an abstention, or null. A reason about the language or script begins with
   * "unsupported".
   */
  readonly abstained: string | null;
}

export type Classify = (text: string) => Promise<Reading>;

/** A case that did not pass, with the readings of its texts. */
export interface Failure {
  readonly group: string;
  readonly case: BehaviourCase;
  /** One reading for a message, two for a pair; none if the classifier threw. */
  readonly readings: readonly Reading[];
  /** A sentence for each fault of the case. */
  readonly problems: readonly string[];
}

/** The number of cases that passed. */
export interface Score {
  readonly passed: number;
  readonly total: number;
  /** `passed` divided by `total`; 0 without cases. */
  readonly rate: number;
}

export interface BehaviourReport {
  readonly overall: Score;
  /** In the order of the suite. */
  readonly groups: readonly (Score & { readonly name: string })[];
  readonly failures: readonly Failure[];
}

/** A valence of at least this is positive, and one of at most its negative is negative. */
const POLAR = 0.1;

/** A valence whose absolute value is at most this is neutral. */
const NEAR_ZERO = 0.3;

/** The tolerance for rounding errors when valences are compared. */
const ROUNDING = 1e-9;

/**
 * Runs a classifier on every case, one after the other, and counts the cases that pass. A pair
 * passes only if both of its texts pass. A case fails if the classifier throws, returns an unknown
 * label or a valence outside -1 to 1, or abstains although the case does not allow it.
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

/** The report as readable lines: the rate of each group, then each failure. */
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

/** The faults that a reading has independently of the case, such as an unknown label. */
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
