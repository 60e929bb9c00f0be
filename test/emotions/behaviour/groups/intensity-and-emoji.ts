import {
  AFRAID,
  ANGRY,
  type BehaviourGroup,
  DELIGHTED,
  DISGUSTED,
  DISPLEASED,
  FRIENDLY,
  FURIOUS,
  LET_DOWN,
  PLEASED,
  RATHER_PLEASED,
  SAD,
  SURPRISED,
} from '../expectations.ts';

/** Strong words mean a strong valence, mild ones a mild one, and the label stays. */
export const intensity: BehaviourGroup = {
  name: 'intensity',
  about: 'Strong feelings lie further from zero than mild ones.',
  cases: [
    { text: 'This is absolutely the best meal I have ever had.', expect: DELIGHTED },
    {
      text: "I'm extremely angry about how I was treated.",
      expect: { labels: ['anger'], valence: [-1, -0.4] },
    },
    {
      text: "I'm a little annoyed that nobody called back.",
      expect: { labels: ['anger', 'sadness'], valence: [-1, -0.1] },
    },
    {
      text: "I'm slightly disappointed with the portion size.",
      expect: { labels: ['sadness', 'anger'], valence: [-1, -0.1] },
    },
    {
      text: 'It was okay, I suppose.',
      expect: { labels: ['neutral', 'joy'], valence: [-0.4, 0.5] },
      note: 'Lukewarm: no feeling far from zero.',
    },
    { text: 'The soup was fine.', expect: { labels: ['neutral', 'joy'], valence: [-0.1, 0.7] } },
    { text: 'I am beyond furious.', expect: FURIOUS },
    { text: 'So, so happy with my new hair!', expect: DELIGHTED },
    { text: "I'm incredibly grateful for your help last night.", expect: DELIGHTED },
    {
      text: 'We are utterly heartbroken that the party was cancelled.',
      expect: { labels: ['sadness'], valence: [-1, -0.4] },
    },
    { text: "I'm terrified of needles.", expect: { labels: ['fear'], valence: [-1, -0.3] } },
    {
      text: 'Totally unacceptable behaviour.',
      expect: { labels: ['anger', 'disgust'], valence: [-1, -0.3] },
    },
    {
      text: 'Worst experience of my life.',
      expect: { labels: ['anger', 'disgust', 'sadness'], valence: [-1, -0.4] },
    },
    { text: 'A pretty decent lunch.', expect: RATHER_PLEASED },
    { text: 'Super excited for Saturday!!!', expect: DELIGHTED },
    { text: 'Quite a nice evening, all in all.', expect: PLEASED },
    { text: 'I hate this place with a passion.', expect: FURIOUS },
    {
      text: 'Really, really awful.',
      expect: { labels: ['anger', 'disgust', 'sadness', 'fear'], valence: [-1, -0.4] },
      note: 'No telling which kind of awful.',
    },
    {
      text: "I'm a bit annoyed about the delay.",
      variant: "I'm absolutely furious about the delay.",
      change: 'lower',
      by: 0.05,
    },
    {
      text: 'It was an okay meal.',
      variant: 'It was the most wonderful meal of our lives.',
      change: 'higher',
      by: 0.2,
    },
    {
      text: "I'm slightly worried about the operation.",
      variant: "I'm terrified of the operation.",
      change: 'lower',
      by: 0.05,
    },
    {
      text: 'The service was okay.',
      variant: 'The service was outstanding.',
      change: 'higher',
      by: 0.2,
    },
    {
      text: 'The room was a little cold.',
      variant: 'The room was unbearably cold.',
      change: 'lower',
      by: 0.05,
    },
  ],
};

/** Emoji and emoticons, alone and where they say more than the words. */
export const emoji: BehaviourGroup = {
  name: 'emoji',
  about: 'An emoji is read, alone or with words; one that only decorates changes little.',
  cases: [
    { text: '😀', expect: PLEASED },
    { text: '😡', expect: { labels: ['anger'], valence: [-1, -0.15] } },
    { text: '😢', expect: SAD },
    { text: '😱', expect: { labels: ['fear', 'surprise'], valence: [-1, 0.3] } },
    { text: '🤮', expect: { labels: ['disgust'], valence: [-1, -0.15] } },
    { text: '❤️', expect: PLEASED },
    { text: '👍', expect: { labels: ['joy', 'neutral'], valence: [0, 1] } },
    { text: '👎', expect: DISPLEASED },
    { text: '😮', expect: SURPRISED },
    { text: '🎉🎉', expect: PLEASED },
    { text: '🙄', expect: { labels: ['anger', 'disgust'], valence: [-1, -0.05] } },
    { text: ':)', expect: RATHER_PLEASED },
    { text: ':(', expect: { labels: ['sadness', 'anger'], valence: [-1, -0.1] } },
    { text: 'You gave our table away 😡', expect: { labels: ['anger'], valence: [-1, -0.15] } },
    {
      text: 'Still waiting 😒',
      expect: { labels: ['anger', 'sadness', 'disgust'], valence: [-1, -0.05] },
    },
    { text: 'See you tonight 🥳', expect: PLEASED },
    { text: 'My appointment got cancelled 😢', expect: SAD },
    { text: 'Dentist tomorrow 😰', expect: AFRAID },
    { text: 'There was a fly in my drink 🤢', expect: DISGUSTED },
    { text: 'Wait, what? 😳', expect: SURPRISED },
    { text: 'That dessert 😍😍', expect: PLEASED },
    { text: 'They let us stand in the rain for an hour 😤', expect: ANGRY },
    { text: 'ok 👍', expect: FRIENDLY },
    {
      text: 'We are on our way 🚗',
      expect: { labels: ['neutral', 'joy'], valence: [-0.2, 0.5] },
      note: 'A picture of a thing, not of a feeling.',
    },
    {
      text: 'Table for two at 8 please 😊',
      expect: { labels: ['joy', 'neutral'], valence: [0, 1] },
    },
    {
      text: 'Great, another delay 🙄',
      expect: { labels: ['anger', 'disgust', 'sadness'], valence: [-1, 0] },
      note: 'Sarcasm that the emoji gives away.',
    },
    { text: 'No tables left :(', expect: LET_DOWN },
    { text: 'Thanks :)', expect: PLEASED },
  ],
};
