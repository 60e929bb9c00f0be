import {
  ANGRY,
  type BehaviourGroup,
  DELIGHTED,
  DISPLEASED,
  FURIOUS,
  PLEASED,
  RATHER_DISPLEASED,
  RATHER_PLEASED,
} from '../expectations.ts';

/** What somebody at the venue should hear of today. */
export const complaints: BehaviourGroup = {
  name: 'complaints',
  about: 'A complaint is heard, shouted or merely reported.',
  cases: [
    {
      text: 'We had a reservation for 7 and were still standing at the bar at ten to eight.',
      expect: RATHER_DISPLEASED,
    },
    {
      text: "I've been charged twice for the same appointment and nobody replies to my emails.",
      expect: RATHER_DISPLEASED,
    },
    {
      text: 'Your receptionist hung up on me. Unbelievable.',
      expect: { labels: ['anger', 'disgust', 'surprise'], valence: [-1, -0.15] },
    },
    {
      text: "This is the third time you have cancelled on me at the last minute. I'm done.",
      expect: DISPLEASED,
    },
    { text: 'Found a hair in my risotto and the manager just shrugged.', expect: DISPLEASED },
    { text: 'The filling you did on Monday fell out on Wednesday.', expect: RATHER_DISPLEASED },
    { text: 'I asked for a trim and she took off four inches.', expect: RATHER_DISPLEASED },
    { text: 'Absolutely disgraceful way to treat an elderly patient.', expect: FURIOUS },
    { text: 'The chicken was raw in the middle.', expect: RATHER_DISPLEASED },
    { text: 'I want my deposit back. You people are a joke.', expect: ANGRY },
    { text: 'Waste of money.', expect: DISPLEASED },
    {
      text: "We were put next to the toilets even though I'd asked for the window weeks ago.",
      expect: RATHER_DISPLEASED,
    },
    {
      text: 'Forty minutes on hold, then cut off. What kind of clinic is this?',
      expect: { labels: ['anger', 'disgust', 'sadness', 'surprise'], valence: [-1, -0.05] },
    },
    {
      text: 'No one told us the kitchen closes at nine, so we sat there hungry with two kids.',
      expect: RATHER_DISPLEASED,
    },
    {
      text: "My scalp has been burning since the bleach and you're telling me it's normal?",
      expect: { labels: ['anger', 'disgust', 'fear', 'sadness', 'surprise'], valence: [-1, -0.1] },
    },
    {
      text: 'How dare you bill me for a no-show when it was you who moved the appointment!',
      expect: ANGRY,
    },
    { text: 'The worst pedicure I have ever paid for.', expect: DISPLEASED },
  ],
};

/** What somebody at the venue would like to hear. */
export const praise: BehaviourGroup = {
  name: 'praise',
  about: 'Praise is joy, in warm words or in dry ones.',
  cases: [
    { text: 'Best ramen in town, hands down.', expect: PLEASED },
    {
      text: "Please tell Priya she's a genius, my curls have never looked so good.",
      expect: PLEASED,
    },
    { text: "The whole team made my mum's 80th so special.", expect: PLEASED },
    { text: 'Five stars from me.', expect: PLEASED },
    {
      text: 'Dr. Alvarez took her time, explained everything and never made me feel silly.',
      expect: RATHER_PLEASED,
    },
    {
      text: "I've been coming here for eleven years and it just keeps getting better.",
      expect: PLEASED,
    },
    { text: 'The scallops were cooked to perfection.', expect: PLEASED },
    {
      text: 'My son actually looks forward to the dentist now!',
      expect: { labels: ['joy', 'surprise'], valence: [0.05, 1] },
    },
    { text: 'Such a warm welcome, we felt right at home.', expect: PLEASED },
    { text: "Can't fault it.", expect: RATHER_PLEASED },
    {
      text: 'In and out in fifteen minutes and not a thing to complain about.',
      expect: RATHER_PLEASED,
    },
    { text: 'Everyone at work keeps complimenting my hair. You nailed it.', expect: PLEASED },
    { text: 'Spotless, friendly and on time, what more could you want?', expect: PLEASED },
    { text: 'Our server Danny deserves a raise.', expect: RATHER_PLEASED },
    {
      text: "I don't usually write reviews but that lasagna was out of this world.",
      expect: PLEASED,
    },
    { text: "We'll definitely be back!", expect: RATHER_PLEASED },
    {
      text: 'Absolutely over the moon with my veneers, I keep smiling at strangers!',
      expect: DELIGHTED,
    },
  ],
};
