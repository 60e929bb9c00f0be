import {
  type BehaviourGroup,
  DISPLEASED,
  type Expectation,
  FRIENDLY,
  NEUTRAL,
  PLEASED,
  RATHER_PLEASED,
  SAD,
} from '../expectations.ts';

/** Sarcasm: claiming nothing is forgiven, claiming joy is not. */
const SARCASTIC: Expectation = {
  labels: ['anger', 'disgust', 'sadness'],
  valence: [-1, 0],
  abstained: 'allowed',
};

/** Thanks, goodbyes and what ends a conversation. */
export const thanks: BehaviourGroup = {
  name: 'thanks and closings',
  about: 'Thanks are gratitude, a goodbye is neutral, and neither is sad.',
  cases: [
    { text: "thanks, that's all", expect: { labels: ['joy', 'neutral'], valence: [0, 1] } },
    { text: 'Thank you so much for your help!', expect: PLEASED },
    { text: 'Thanks a lot, you have been very kind.', expect: PLEASED },
    { text: 'Many thanks!', expect: PLEASED },
    { text: 'Thank you very much.', expect: PLEASED },
    { text: 'Cheers, see you on Friday.', expect: FRIENDLY },
    {
      text: 'Bye',
      expect: { labels: ['neutral', 'joy'], valence: [-0.3, 0.5], abstained: 'allowed' },
    },
    { text: 'No, that will be all.', expect: NEUTRAL },
    { text: 'That is everything for now.', expect: { labels: ['neutral'], valence: [-0.3, 0.4] } },
    { text: 'I really appreciate it.', expect: PLEASED },
    { text: "You're a lifesaver, thank you!", expect: PLEASED },
    {
      text: 'Thanks for nothing.',
      expect: { labels: ['anger', 'disgust', 'sadness'], valence: [-1, -0.05] },
      note: 'A set phrase that means the opposite.',
    },
    { text: 'Have a great day!', expect: RATHER_PLEASED },
    { text: 'Take care and see you soon.', expect: FRIENDLY },
    { text: 'Good night.', expect: FRIENDLY },
    {
      text: 'No thank you, nothing else.',
      expect: { labels: ['neutral', 'joy'], valence: [-0.3, 0.8] },
    },
    { text: "Great, I'll see you then. Goodbye.", expect: RATHER_PLEASED },
    { text: 'Thanks for getting back to me so quickly.', expect: PLEASED },
    { text: 'I am so grateful to the whole team.', expect: PLEASED },
    { text: 'Ok thanks bye', expect: { labels: ['joy', 'neutral'], valence: [0, 1] } },
    { text: 'Thanks for understanding, much appreciated.', expect: PLEASED },
    { text: 'Talk to you tomorrow.', expect: { labels: ['neutral', 'joy'], valence: [-0.2, 0.5] } },
  ],
};

/** Several feelings or purposes in one message, and a few sarcastic ones. */
export const mixed: BehaviourGroup = {
  name: 'mixed messages and sarcasm',
  about: 'Of several feelings one that is there is named, and the valence does not overstate it.',
  cases: [
    {
      text: 'Loved the food. Hated the noise.',
      expect: { labels: ['joy', 'anger', 'disgust', 'sadness'], valence: [-0.6, 0.6] },
    },
    {
      text: "I'm excited about the wedding but terrified of the hair trial.",
      expect: { labels: ['fear', 'joy'], valence: [-0.8, 0.6] },
    },
    {
      text: "Thank you for the refund, though I'm still sad that we missed the show.",
      expect: { labels: ['sadness', 'joy'], valence: [-0.7, 0.6] },
    },
    {
      text: 'I am angry about the mix-up, though your manager was lovely.',
      expect: { labels: ['anger', 'joy'], valence: [-0.7, 0.6] },
    },
    {
      text: "Please cancel tomorrow. After yesterday's disgrace we will not be back.",
      expect: DISPLEASED,
    },
    {
      text: 'Hi! Can I move my booking to 8? By the way, the last visit was amazing.',
      expect: RATHER_PLEASED,
    },
    {
      text: 'Table for three on Friday. And this time actually keep it for us, I was livid.',
      expect: DISPLEASED,
    },
    {
      text: "I can't believe how kind everyone was when my dad felt ill.",
      expect: { labels: ['joy', 'surprise'], valence: [0, 1] },
    },
    { text: 'My mum died last night, so please cancel her birthday dinner.', expect: SAD },
    {
      text: 'First you lost our booking, then came free champagne, and we had a brilliant night!',
      expect: PLEASED,
    },
    {
      text: 'I was so scared, and you held my hand the whole time. Thank you.',
      expect: { labels: ['joy'], valence: [0, 1] },
    },
    {
      text: 'Wow, what a rude reply.',
      expect: { labels: ['anger', 'disgust', 'surprise'], valence: [-1, -0.05] },
    },
    {
      text: 'The doctor was great. The bill was a nasty shock.',
      expect: { labels: ['surprise', 'anger', 'sadness', 'joy', 'disgust'], valence: [-0.8, 0.5] },
      note: 'Any label but fear and neutral; the valence must not be extreme.',
    },
    {
      text: 'We are sorry to cancel, and we will be happy to come another time.',
      expect: { labels: ['sadness', 'joy', 'neutral'], valence: [-0.5, 0.7] },
    },
    {
      text: 'Your receptionist screamed at me. I have booked for Monday at 9, is that still on?',
      expect: { labels: ['anger', 'disgust', 'sadness', 'fear'], valence: [-1, -0.05] },
    },
    {
      text: 'I loved my nails, the whole salon is lovely. Same time next month, please.',
      expect: PLEASED,
    },
    { text: 'I need to cancel. I hated every minute of my last visit.', expect: DISPLEASED },
    {
      text: 'Sorry for shouting at you yesterday, you were so patient with me.',
      expect: { labels: ['sadness', 'joy'], valence: [-0.8, 0.8] },
      note: 'Remorse or gratitude; not anger.',
    },
    {
      text: 'It is my birthday and I am crying in your car park because you lost my booking.',
      expect: { labels: ['sadness', 'anger'], valence: [-1, -0.15] },
    },
    { text: 'Oh great, another hour of waiting. Just what I needed.', expect: SARCASTIC },
    { text: 'Fantastic, you lost my booking again.', expect: SARCASTIC },
    { text: 'Wonderful service, if you enjoy being ignored.', expect: SARCASTIC },
    { text: 'Lovely, a hair in my soup. How charming.', expect: SARCASTIC },
  ],
};
