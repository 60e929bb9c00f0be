import type { BehaviourGroup } from './expectations.ts';
import { complaints, praise } from './groups/complaints-and-praise.ts';
import { direction } from './groups/direction.ts';
import { fear, sadness } from './groups/fear-and-sadness.ts';
import { emoji, intensity } from './groups/intensity-and-emoji.ts';
import { invariance } from './groups/invariance.ts';
import { languages } from './groups/languages.ts';
import { contrast, negation } from './groups/negation-and-contrast.ts';
import { falseFriends, requests } from './groups/requests-and-traps.ts';
import { politeness, shortReplies } from './groups/short-and-polite.ts';
import { disgust, surprise } from './groups/surprise-and-disgust.ts';
import { mixed, thanks } from './groups/thanks-and-mixed.ts';
import { capitals, typos } from './groups/typos-and-capitals.ts';

/**
 * The capabilities that a classifier of guests' messages must have, in groups as in CheckList
 * (Ribeiro et al., ACL 2020). The cases were written without testing any model. They expect the
 * labels that a careful annotator would accept under GoEmotions' grouping.
 */
export const BEHAVIOUR_GROUPS: readonly BehaviourGroup[] = [
  negation,
  contrast,
  intensity,
  emoji,
  shortReplies,
  politeness,
  requests,
  falseFriends,
  complaints,
  praise,
  fear,
  sadness,
  surprise,
  disgust,
  thanks,
  mixed,
  languages,
  typos,
  capitals,
  invariance,
  direction,
];
