import { readFileSync } from 'node:fs';
import { EMOTION_LABELS, type EmotionLabel } from '../../src/conversations/emotion.ts';

/** A text with the labels that people gave it. */
export interface Example extends Importance {
  readonly text: string;
  /** One bit for each label, in the order of EMOTION_LABELS. */
  readonly labels: number;
  /** Whether it is the text of a guest. */
  readonly guest: boolean;
}

/** The weights of a text in training. Both are 1 for a text of GoEmotions. */
export interface Importance {
  /** The weight in the fit of the first table. */
  readonly weight: number;
  /** The weight in the fit of the second table and of the gate. */
  readonly guestWeight: number;
}

/** The Ekman label of each GoEmotions label, as Demszky et al. map them. The others map to joy. */
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

/** Reads a file of GoEmotions: lines of `text TAB indices TAB id`. */
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
