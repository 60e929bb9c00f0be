import {
  type BehaviourGroup,
  LET_DOWN,
  RATHER_DISPLEASED,
  SAD,
  SURPRISED,
} from '../expectations.ts';

/** From a missed dish to a death in the family. */
export const sadness: BehaviourGroup = {
  name: 'sadness',
  about: 'Disappointment, grief and remorse are sadness.',
  cases: [
    { text: "We were so looking forward to it and now it's off. Gutted.", expect: SAD },
    { text: 'I cried when I saw myself in the mirror after the cut.', expect: SAD },
    { text: 'My father passed away on Sunday, please cancel his appointments.', expect: SAD },
    { text: 'Such a disappointing evening for our anniversary.', expect: LET_DOWN },
    { text: 'I expected so much more after all the hype.', expect: LET_DOWN },
    { text: "We miss the old menu, it isn't the same any more.", expect: RATHER_DISPLEASED },
    { text: "Sadly we had to put our dog down, so I won't be in on Friday.", expect: SAD },
    { text: "I'm heartbroken that Luisa is leaving the salon.", expect: SAD },
    { text: "I feel terrible about missing the appointment, it's entirely my fault.", expect: SAD },
    {
      text: 'Oh no, that was the only night my sister was in town.',
      expect: { labels: ['sadness', 'anger', 'surprise'], valence: [-1, -0.05] },
    },
    {
      text: "It's been a rough few months since the diagnosis and I'm feeling pretty low.",
      expect: SAD,
    },
    {
      text: "I'm so sorry, I completely forgot about our booking last night. I'm really embarrassed.",
      expect: SAD,
    },
    { text: 'Too bad, I had my heart set on the duck.', expect: LET_DOWN },
    { text: "It's a pity you no longer do the Sunday roast.", expect: LET_DOWN },
    {
      text: 'My hair looks dull and flat and I feel ugly, I just want to hide.',
      expect: { labels: ['sadness', 'disgust'], valence: [-1, -0.15] },
    },
  ],
};

/** Struck by something: a welcome or an unwelcome turn, or two things that do not fit. */
export const surprise: BehaviourGroup = {
  name: 'surprise',
  about: 'Surprise and confusion are told from anger and from plain talk.',
  cases: [
    {
      text: 'Wait, what? I booked for Saturday, not Sunday.',
      expect: { labels: ['surprise', 'anger'], valence: [-0.8, 0.3] },
    },
    {
      text: "I don't understand, it says confirmed in one email and cancelled in the other.",
      expect: { labels: ['surprise', 'anger'], valence: [-0.8, 0.3] },
    },
    {
      text: 'No way, you got us in tonight?!',
      expect: { labels: ['surprise', 'joy'], valence: [-0.2, 1] },
    },
    { text: "I'm confused about the prices, is the toner included or not?", expect: SURPRISED },
    {
      text: 'Wow, I had no idea you could fix a chipped tooth in half an hour.',
      expect: { labels: ['surprise', 'joy'], valence: [-0.1, 1] },
    },
    {
      text: 'Huh, I thought you were closed on bank holidays.',
      expect: { labels: ['surprise', 'neutral'], valence: [-0.5, 0.5] },
    },
    {
      text: 'Hang on, why is there a £15 service charge for takeaway?',
      expect: { labels: ['surprise', 'anger'], valence: [-0.8, 0.3] },
    },
    {
      text: 'I was shocked when I saw the x-ray.',
      expect: { labels: ['surprise', 'fear'], valence: [-0.9, 0.2] },
    },
    {
      text: "What do you mean by 'subject to availability'?",
      expect: { labels: ['surprise', 'neutral'], valence: [-0.5, 0.3] },
    },
    {
      text: "I'm puzzled by this bill, we never had oysters.",
      expect: { labels: ['surprise', 'anger'], valence: [-0.8, 0.2] },
    },
    {
      text: 'Never expected a kale salad to be the best thing on the table!',
      expect: { labels: ['surprise', 'joy'], valence: [0, 1] },
    },
    {
      text: "Sorry, I'm lost. Which of the two addresses is it?",
      expect: { labels: ['surprise', 'neutral', 'sadness'], valence: [-0.6, 0.3] },
    },
    {
      text: "Oh! I didn't realise Dr Lindqvist had retired.",
      expect: { labels: ['surprise', 'sadness', 'neutral'], valence: [-0.6, 0.3] },
    },
    {
      text: 'They brought out a cake with my name on it, I had no clue they were planning anything!',
      expect: { labels: ['surprise', 'joy'], valence: [0, 1] },
    },
    {
      text: 'OMG you remembered my name',
      expect: { labels: ['surprise', 'joy'], valence: [-0.1, 1] },
    },
  ],
};
