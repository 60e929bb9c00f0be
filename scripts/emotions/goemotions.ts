import { readFileSync } from 'node:fs';
import { EMOTION_LABELS, type EmotionLabel } from '../../src/conversations/emotion.ts';

/** A text with every label that was given to it, as bits in the order of EMOTION_LABELS. */
export interface Example extends Importance {
  readonly text: string;
  readonly labels: number;
  /** Whether a guest says it. */
  readonly guest: boolean;
}

/** Beside a text of GoEmotions, of which each is 1. */
export interface Importance {
  /** How much it counts for what everybody means. */
  readonly weight: number;
  /** How much it counts for what guests mean. */
  readonly guestWeight: number;
}

/** Of the 28 labels of GoEmotions, as Demszky et al. group them; any other name is joy. */
const GROUPS: Record<string, EmotionLabel> = {
  anger: 'anger',
  annoyance: 'anger',
  disapproval: 'anger',
  disgust: 'disgust',
  fear: 'fear',
  nervousness: 'fear',
  sadness: 'sadness',
  disappointment: 'sadness',
  embarrassment: 'sadness',
  grief: 'sadness',
  remorse: 'sadness',
  surprise: 'surprise',
  realization: 'surprise',
  confusion: 'surprise',
  curiosity: 'surprise',
  neutral: 'neutral',
};

const FINE = `admiration amusement anger annoyance approval caring confusion curiosity desire
  disappointment disapproval disgust embarrassment excitement fear gratitude grief joy love
  nervousness optimism pride realization relief remorse sadness surprise neutral`.split(/\s+/);

export const bitOf = (label: EmotionLabel): number => 1 << EMOTION_LABELS.indexOf(label);

const BITS = FINE.map((name) => bitOf(GROUPS[name] ?? 'joy'));

/** Reads `text TAB indices TAB id`. */
export function readGoEmotions(path: string): Example[] {
  const examples: Example[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [text, indices] = line.split('\t');
    if (text === undefined || indices === undefined) continue;
    const labels = indices.split(',').reduce((bits, index) => bits | (BITS[Number(index)] ?? 0), 0);
    examples.push({ text, labels, guest: false, weight: 1, guestWeight: 1 });
  }
  return examples;
}
