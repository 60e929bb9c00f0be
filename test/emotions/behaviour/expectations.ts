import type { EmotionLabel } from '../../../src/conversations/emotion.ts';

/** What a reader of one message may answer. Whatever is named must hold; all of it at once. */
export interface Expectation {
  /** The labels that a careful human annotator would accept. */
  readonly labels?: readonly EmotionLabel[];
  /** The least and the greatest valence that is acceptable, both included. */
  readonly valence?: readonly [min: number, max: number];
  /**
   * Left out: it must answer. `true`: it must abstain, for whatever reason. `'unsupported'`: it must
   * abstain because of the language or script. `'allowed'`: it may abstain, and if it does not, the
   * rest must hold.
   */
  readonly abstained?: true | 'unsupported' | 'allowed';
}

/** One message and what may be read in it. */
export interface MessageCase {
  readonly text: string;
  readonly expect: Expectation;
  /** Why this is debatable, or what it guards against. */
  readonly note?: string;
}

/** Two wordings of one feeling: each must have the same, given polarity, and neither may abstain. */
export interface SameCase {
  readonly text: string;
  readonly variant: string;
  readonly polarity: 'positive' | 'negative' | 'neutral';
  /** How far apart the two valences may be at most; without it only the polarity counts. */
  readonly within?: number;
  readonly note?: string;
}

/** Two wordings of which the second must have a lower or higher valence; neither may abstain. */
export interface DirectionCase {
  readonly text: string;
  readonly variant: string;
  readonly change: 'lower' | 'higher';
  /** By how much at least. */
  readonly by: number;
  readonly note?: string;
}

export type BehaviourCase = MessageCase | SameCase | DirectionCase;

/** Cases that test one capability. */
export interface BehaviourGroup {
  readonly name: string;
  /** What the group asks of a classifier. */
  readonly about: string;
  readonly cases: readonly BehaviourCase[];
}

/** Clearly glad, thankful, relieved or approving. */
export const PLEASED: Expectation = { labels: ['joy'], valence: [0.15, 1] };

/** As glad as customers get. */
export const DELIGHTED: Expectation = { labels: ['joy'], valence: [0.4, 1] };

/** More good than bad, though some annotators would call it neutral. */
export const RATHER_PLEASED: Expectation = { labels: ['joy', 'neutral'], valence: [0.05, 1] };

/** A friendly formula: glad or neutral, never bad. */
export const FRIENDLY: Expectation = { labels: ['joy', 'neutral'], valence: [-0.1, 1] };

/** No feeling to be read. */
export const NEUTRAL: Expectation = { labels: ['neutral'], valence: [-0.3, 0.3] };

/** A plain question: GoEmotions counts curiosity as surprise, so both are right. */
export const QUESTION: Expectation = { labels: ['neutral', 'surprise'], valence: [-0.3, 0.3] };

/** Clearly displeased; which of the three is a matter of temper. */
export const DISPLEASED: Expectation = {
  labels: ['anger', 'disgust', 'sadness'],
  valence: [-1, -0.15],
};

/** More bad than good, though some annotators would call it neutral. */
export const RATHER_DISPLEASED: Expectation = {
  labels: ['anger', 'disgust', 'sadness', 'neutral'],
  valence: [-1, -0.05],
};

/** Anger, or contempt, which GoEmotions has no other place for. */
export const ANGRY: Expectation = { labels: ['anger', 'disgust'], valence: [-1, -0.15] };

/** As angry as customers get. */
export const FURIOUS: Expectation = { labels: ['anger', 'disgust'], valence: [-1, -0.4] };

/** Sad, disappointed, grieving or sorry. */
export const SAD: Expectation = { labels: ['sadness'], valence: [-1, -0.15] };

/** Let down: disappointment, or the annoyance that goes with it. */
export const LET_DOWN: Expectation = { labels: ['sadness', 'anger'], valence: [-1, -0.15] };

/** Afraid or nervous. */
export const AFRAID: Expectation = { labels: ['fear'], valence: [-1, -0.1] };

/** Surprised, confused or struck by something, for good or ill. */
export const SURPRISED: Expectation = { labels: ['surprise'], valence: [-0.6, 0.6] };

/** Disgusted, and perhaps angry about it. */
export const DISGUSTED: Expectation = { labels: ['disgust', 'anger'], valence: [-1, -0.15] };

/** An apology or excuse by custom: neutral, or mildly sorry; not fear and not anger. */
export const APOLOGETIC: Expectation = { labels: ['neutral', 'sadness'], valence: [-0.6, 0.3] };

/** Another language in Latin letters: claiming nothing is what counts, not the reason. */
export const FOREIGN: Expectation = { abstained: true };

/** Another script, which needs no dictionary to notice. */
export const FOREIGN_SCRIPT: Expectation = { abstained: 'unsupported' };
