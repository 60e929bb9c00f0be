import { describe, expect, it } from 'vitest';
import { type MoodState, type Step, walkMood } from '../../src/emotions/mood.ts';

const START: MoodState = { asOfSeq: 0, mood: 0, attention: null };
const customer = (seq: number, valence: number): Step => ({
  seq,
  role: 'customer',
  label: valence < 0 ? 'anger' : 'joy',
  valence,
});

describe('walkMood', () => {
  it('turns once, recovers, and turns again', () => {
    const valences = [-800, -800, 700, 700, -900, -900];
    const { turns } = walkMood(
      START,
      valences.map((valence, at) => customer(at + 1, valence)),
    );
    expect(turns).toEqual([
      { seq: 1, mood: -400, label: 'anger' },
      { seq: 6, mood: -581, label: 'anger' },
    ]);
  });

  it('ends the need for attention and starts at 0 again when an agent answers', () => {
    const answer: Step = { seq: 2, role: 'agent', label: null, valence: null };
    const { state } = walkMood(START, [customer(1, -800), answer]);
    expect(state).toEqual({ asOfSeq: 2, mood: 0, attention: null });
  });

  it('ignores assistants and unlabelled messages', () => {
    const { state, turns } = walkMood(START, [
      { seq: 1, role: 'assistant', label: 'anger', valence: -1000 },
      { seq: 2, role: 'customer', label: null, valence: null },
    ]);
    expect([state.mood, turns]).toEqual([0, []]);
  });

  it('gives the same result in several walks as in one', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % below;
    };
    for (let round = 0; round < 500; round++) {
      const steps = Array.from(
        { length: 1 + random(30) },
        (_, at): Step =>
          random(8) === 0
            ? { seq: at + 1, role: 'agent', label: null, valence: null }
            : customer(at + 1, random(2001) - 1000),
      );
      const whole = walkMood(START, steps);
      let state = START;
      const turns = [];
      for (let at = 0; at < steps.length; ) {
        const next = at + 1 + random(5);
        const piece = walkMood(state, steps.slice(at, next));
        state = piece.state;
        turns.push(...piece.turns);
        at = next;
      }
      expect({ state, turns }).toEqual(whole);
    }
  });
});
