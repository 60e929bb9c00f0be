import { describe, expect, it } from 'vitest';
import { createModelClassifier } from '../../src/emotions/model/model-classifier.ts';
import { HELD_OUT_GROUPS } from './behaviour/held-out/cases.ts';
import { describeReport, runBehaviour } from './behaviour/run.ts';
import { SECOND_HELD_OUT_GROUPS } from './behaviour/second-held-out/cases.ts';

const classifier = createModelClassifier();

/** Where the model abstains it has neither a label nor a valence. */
async function classify(text: string) {
  const { label, valence, abstained } = await classifier.classify(text);
  return { label: label ?? 'neutral', valence: (valence ?? 0) / 1000, abstained };
}

describe('the behaviour suite', () => {
  it('passes nine in ten, and three in four of each group', async () => {
    const report = await runBehaviour(classify);
    console.log(describeReport(report));
    const low = report.groups.filter(({ rate }) => rate < 0.75).map(({ name }) => name);
    expect(low).toEqual([]);
    expect(report.overall.rate).toBeGreaterThanOrEqual(0.9);
  });
});

describe('the cases that were held out', () => {
  // What the model makes of cases that nobody looked at while it grew: it must not fall behind that.
  it.each([
    ['first', HELD_OUT_GROUPS],
    ['second', SECOND_HELD_OUT_GROUPS],
  ])('passes seven in eight of the %s', async (_, groups) => {
    const report = await runBehaviour(classify, groups);
    // Without the texts of those that fail: whoever has read them cannot be held to them.
    console.log(describeReport({ ...report, failures: [] }));
    expect(report.overall.rate).toBeGreaterThanOrEqual(7 / 8);
  });
});
