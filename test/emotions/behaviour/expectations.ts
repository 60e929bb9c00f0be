import type { EmotionLabel } from '../../../src/conversations/emotion.ts';

/** The acceptable readings of one message. A reading must fulfil all fields that are given. */
export interface Expectation {
  /** The labels that a careful human annotator would accept. */
  readonly labels?: readonly EmotionLabel[];
  /** The lowest and the highest acceptable valence, inclusive. */
  readonly valence?: readonly [min: number, max: number];
  /**
   * Whether the classifier may abstain. Undefined: it must not. `true`: it must, for any reason.
   * `'unsupported'`: it must, because of the language or script. `'allowed'`: it may, and otherwise
   * its reading must fulfil the other fields.
   */
  readonly abstained?: true | 'unsupported' | 'allowed';
}

/** One message with its acceptable readings. */
export interface MessageCase {
  readonly text: string;
  readonly expect: Expectation;
  /** A reason for the case, or why its expectation is debatable. */
  readonly note?: string;
}

/** Two wordings of one feeling: each must have the same, given polarity, and neither may abstain. */
export interface SameCase {
  readonly text: string;
  readonly variant: string;
  readonly polarity: 'positive' | 'negative' | 'neutral';
  /** The largest allowed difference of the two valences; undefined: only the polarity counts. */
  readonly within?: number;
  readonly note?: string;
}

/** Two wordings of which the second must have a lower or higher valence; neither may abstain. */
export interface DirectionCase {
  readonly text: string;
  readonly variant: string;
  readonly change: 'lower' | 'higher';
  /** The smallest allowed difference. */
  readonly by: number;
  readonly note?: string;
}

export type BehaviourCase = MessageCase | SameCase | DirectionCase;

/** Cases that test one capability. */
export interface BehaviourGroup {
  readonly name: string;
  /** The requirement of the group. */
  readonly about: string;
  readonly cases: readonly BehaviourCase[];
}

/** Clearly glad, thankful, relieved or approving. */
export const PLEASED: Expectation = { labels: ['joy'], valence: [0.15, 1] };

/** Very glad. */
export const DELIGHTED: Expectation = { labels: ['joy'], valence: [0.4, 1] };

/** More good than bad, though some annotators would call it neutral. */
export const RATHER_PLEASED: Expectation = { labels: ['joy', 'neutral'], valence: [0.05, 1] };

/** A friendly formula: glad or neutral, never bad. */
export const FRIENDLY: Expectation = { labels: ['joy', 'neutral'], valence: [-0.1, 1] };

/** A text without a feeling. */
export const NEUTRAL: Expectation = { labels: ['neutral'], valence: [-0.3, 0.3] };

/**
 * A plain question: GoEmotions counts curiosity as surprise, so neutral and surprise are both
 * acceptable.
 */
export const QUESTION: Expectation = { labels: ['neutral', 'surprise'], valence: [-0.3, 0.3] };

/** Clearly displeased; each of these labels is acceptable. */
export const DISPLEASED: Expectation = {
  labels: ['anger', 'disgust', 'sadness'],
  valence: [-1, -0.15],
};

/** More bad than good, though some annotators would call it neutral. */
export const RATHER_DISPLEASED: Expectation = {
  labels: ['anger', 'disgust', 'sadness', 'neutral'],
  valence: [-1, -0.05],
};

/** Anger, or contempt, for which GoEmotions has no other label. */
export const ANGRY: Expectation = { labels: ['anger', 'disgust'], valence: [-1, -0.15] };

/** Very angry. */
export const FURIOUS: Expectation = { labels: ['anger', 'disgust'], valence: [-1, -0.4] };

/** Sad, disappointed, grieving or sorry. */
export const SAD: Expectation = { labels: ['sadness'], valence: [-1, -0.15] };

/** Let down: disappointment, or the annoyance that goes with it. */
export const LET_DOWN: Expectation = { labels: ['sadness', 'anger'], valence: [-1, -0.15] };

/** Afraid or nervous. */
export const AFRAID: Expectation = { labels: ['fear'], valence: [-1, -0.1] };

/** Surprised, confused or impressed by something, good or bad. */
export const SURPRISED: Expectation = { labels: ['surprise'], valence: [-0.6, 0.6] };

/** Disgusted, and perhaps angry about it. */
export const DISGUSTED: Expectation = { labels: ['disgust', 'anger'], valence: [-1, -0.15] };

/** A conventional apology or excuse: neutral or mildly sorry, but not fear or anger. */
export const APOLOGETIC: Expectation = { labels: ['neutral', 'sadness'], valence: [-0.6, 0.3] };

/** Another language in Latin letters: the classifier must abstain, for any reason. */
export const FOREIGN: Expectation = { abstained: true };

/** Another script, which can be recognised without a list of words. */
export const FOREIGN_SCRIPT: Expectation = { abstained: 'unsupported' };
