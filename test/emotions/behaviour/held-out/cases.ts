import type { BehaviourGroup } from '../expectations.ts';
import { complaints, praise } from './complaints-and-praise.ts';
import { direction } from './direction.ts';
import { disgust, thanks } from './disgust-and-thanks.ts';
import { emoji, shortReplies } from './emoji-and-short.ts';
import { falseFriends, fear } from './false-friends-and-fear.ts';
import { intensity } from './intensity.ts';
import { invariance } from './invariance.ts';
import { languages, mixed } from './mixed-and-languages.ts';
import { contrast, negation } from './negation-and-contrast.ts';
import { politeness, requests } from './politeness-and-requests.ts';
import { sadness, surprise } from './sadness-and-surprise.ts';
import { capitals, typos } from './typos-and-capitals.ts';

/**
 * A second suite of the same shape, written without sight of the first one's cases, of the model or
 * of its training data. It measures; nothing may be trained, tuned or mended against it. Once
 * somebody has looked at what fails in it, it is no longer held out.
 */
export const HELD_OUT_GROUPS: readonly BehaviourGroup[] = [
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
