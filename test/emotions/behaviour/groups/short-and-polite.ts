import {
  APOLOGETIC,
  type BehaviourGroup,
  type Expectation,
  FRIENDLY,
  NEUTRAL,
  PLEASED,
  QUESTION,
  RATHER_PLEASED,
} from '../expectations.ts';

/** A word that says next to nothing: neutral, or no claim; approval counts as joy in GoEmotions. */
const ASSENT: Expectation = {
  labels: ['neutral', 'joy'],
  valence: [-0.1, 0.7],
  abstained: 'allowed',
};

/** A "no" to an offer is an answer, not anger. */
const REFUSAL: Expectation = { labels: ['neutral'], valence: [-0.4, 0.3], abstained: 'allowed' };

/** A detail that was asked for. */
const DETAIL: Expectation = { labels: ['neutral'], valence: [-0.2, 0.2], abstained: 'allowed' };

/** What most messages of a booking are: one to three words. */
export const shortReplies: BehaviourGroup = {
  name: 'short replies',
  about: 'One word is not made into a feeling that it does not have.',
  cases: [
    { text: 'ok', expect: ASSENT },
    { text: 'sure', expect: ASSENT },
    { text: 'yes', expect: ASSENT },
    { text: 'yep', expect: ASSENT },
    { text: 'yes please', expect: { labels: ['neutral', 'joy'], valence: [-0.1, 0.7] } },
    { text: 'that works', expect: { labels: ['neutral', 'joy'], valence: [-0.1, 0.8] } },
    { text: 'sounds good', expect: RATHER_PLEASED },
    { text: 'great!', expect: PLEASED },
    { text: 'perfect', expect: PLEASED },
    { text: 'awesome', expect: PLEASED },
    { text: 'lovely', expect: PLEASED },
    { text: 'yay!', expect: PLEASED },
    { text: 'no', expect: REFUSAL },
    { text: 'nope', expect: REFUSAL },
    {
      text: 'no thanks',
      expect: { labels: ['neutral', 'joy'], valence: [-0.4, 0.5] },
      note: 'The thanks may be counted; the "no" must not be as anger.',
    },
    { text: 'never mind', expect: { labels: ['neutral', 'sadness'], valence: [-0.5, 0.3] } },
    { text: '7pm', expect: DETAIL },
    { text: 'for two', expect: DETAIL },
    { text: 'Monday', expect: DETAIL },
    { text: 'why?', expect: { labels: ['surprise', 'neutral'], valence: [-0.5, 0.3] } },
    { text: 'ugh', expect: { labels: ['anger', 'disgust', 'sadness'], valence: [-1, -0.05] } },
    { text: 'wow', expect: { labels: ['surprise', 'joy'], valence: [-0.3, 1] } },
    { text: 'oh no', expect: { labels: ['sadness', 'fear', 'surprise'], valence: [-1, 0.1] } },
    {
      text: 'terrible',
      expect: { labels: ['anger', 'disgust', 'sadness', 'fear'], valence: [-1, -0.15] },
    },
  ],
};

/** Formulas of courtesy, whose words name feelings that nobody has. */
export const politeness: BehaviourGroup = {
  name: 'politeness',
  about: '"I\'m afraid" is not fear, "sorry" not grief and "grateful if" not delight.',
  cases: [
    { text: "I'm afraid we'll be ten minutes late.", expect: APOLOGETIC },
    { text: "I'm afraid I have to cancel my booking.", expect: APOLOGETIC },
    { text: "I'm afraid Tuesday doesn't work for me.", expect: APOLOGETIC },
    {
      text: 'Sorry to bother you, could you tell me the opening hours?',
      expect: { labels: ['neutral', 'surprise', 'sadness'], valence: [-0.4, 0.3] },
      note: 'GoEmotions would count "sorry" as remorse; it must stay mild.',
    },
    { text: 'Sorry, my mistake, it is for six people.', expect: APOLOGETIC },
    { text: 'Apologies for the late change, we are five now.', expect: APOLOGETIC },
    { text: 'I regret to inform you that two of us cannot come.', expect: APOLOGETIC },
    { text: 'Excuse me, is this the right number for bookings?', expect: QUESTION },
    {
      text: 'Would you be so kind as to confirm the booking?',
      expect: { labels: ['neutral', 'surprise'], valence: [-0.2, 0.5] },
    },
    {
      text: 'I would be grateful if you could move it to Friday.',
      expect: FRIENDLY,
      note: 'Gratitude by custom; neutral is the better answer.',
    },
    { text: "I'd appreciate a quick confirmation.", expect: FRIENDLY },
    {
      text: "If it's not too much trouble, we would prefer a booth.",
      expect: { labels: ['neutral', 'joy'], valence: [-0.3, 0.4] },
    },
    { text: 'May I ask whether you cater for vegans?', expect: QUESTION },
    {
      text: 'Good morning, this is Marta Kowalska.',
      expect: { labels: ['neutral', 'joy'], valence: [-0.1, 0.6] },
    },
    {
      text: 'I hope this message finds you well.',
      expect: { labels: ['joy', 'neutral'], valence: [-0.1, 0.9] },
    },
    { text: 'Kind regards, Anna', expect: FRIENDLY },
    { text: 'Please find my details below.', expect: NEUTRAL },
    { text: 'No rush at all, whenever you have a moment.', expect: FRIENDLY },
    { text: 'Pardon me, I meant Thursday.', expect: APOLOGETIC },
    {
      text: 'Hello, how are you today?',
      expect: { labels: ['neutral', 'surprise', 'joy'], valence: [-0.1, 0.7] },
    },
    { text: 'Thank you in advance.', expect: RATHER_PLEASED },
    {
      text: 'Please do not hesitate to call me on my mobile.',
      expect: { labels: ['neutral'], valence: [-0.3, 0.4] },
    },
  ],
};
