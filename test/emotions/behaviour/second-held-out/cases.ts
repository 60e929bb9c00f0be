import type { BehaviourGroup } from '../expectations.ts';
import { COMPLAINTS, PRAISE } from './complaints-praise.ts';
import { EMOJI, POLITENESS_FORMULAS, SHORT_REPLIES } from './emoji-replies-formulas.ts';
import { FEAR, SADNESS } from './fear-sadness.ts';
import { DIRECTION, INVARIANCE } from './invariance-direction.ts';
import { CAPITALS, OTHER_LANGUAGES, TYPOS_AND_SLANG } from './languages-typos-capitals.ts';
import { CONTRAST, INTENSITY, NEGATION } from './negation-contrast-intensity.ts';
import { FALSE_FRIENDS, PLAIN_REQUESTS_AND_QUESTIONS } from './requests-false-friends.ts';
import { DISGUST, SURPRISE } from './surprise-disgust.ts';
import { MIXED_MESSAGES_AND_SARCASM, THANKS } from './thanks-mixed.ts';

/**
 * A third suite, written without sight of the others, of the model or of its training data when
 * `linear-3` was made. It measures; nothing may be trained, tuned or mended against it. Once
 * somebody has looked at what fails in it, it is no longer held out.
 */
export const SECOND_HELD_OUT_GROUPS: readonly BehaviourGroup[] = [
  NEGATION,
  CONTRAST,
  INTENSITY,
  EMOJI,
  SHORT_REPLIES,
  POLITENESS_FORMULAS,
  PLAIN_REQUESTS_AND_QUESTIONS,
  FALSE_FRIENDS,
  COMPLAINTS,
  PRAISE,
  FEAR,
  SADNESS,
  SURPRISE,
  DISGUST,
  THANKS,
  MIXED_MESSAGES_AND_SARCASM,
  OTHER_LANGUAGES,
  TYPOS_AND_SLANG,
  CAPITALS,
  INVARIANCE,
  DIRECTION,
];
