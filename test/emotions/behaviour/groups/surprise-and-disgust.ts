import {
  type BehaviourGroup,
  DISGUSTED,
  DISPLEASED,
  type Expectation,
  SURPRISED,
} from '../expectations.ts';

/** Surprise that is plainly good news. */
const GOOD_SURPRISE: Expectation = { labels: ['surprise', 'joy'], valence: [0, 1] };

/** Surprise at what should not be. */
const BAD_SURPRISE: Expectation = { labels: ['surprise', 'anger', 'sadness'], valence: [-1, 0.1] };

/** Confusion about a booking: a calm annotator may call it neutral. */
const PUZZLED: Expectation = { labels: ['surprise', 'neutral'], valence: [-0.6, 0.2] };

/** Surprise, confusion and curiosity, one family in GoEmotions. */
export const surprise: BehaviourGroup = {
  name: 'surprise and confusion',
  about: 'Not having expected something, or not understanding it, is surprise.',
  cases: [
    {
      text: "Wow, I didn't expect that!",
      expect: { labels: ['surprise', 'joy'], valence: [-0.3, 1] },
    },
    { text: "I'm confused, which entrance do we use?", expect: SURPRISED },
    { text: 'Really? You are open on Christmas Day?', expect: SURPRISED },
    {
      text: "I don't understand what this charge is for.",
      expect: { labels: ['surprise', 'anger'], valence: [-0.8, 0.2] },
    },
    { text: 'What a surprise, you have a table after all!', expect: GOOD_SURPRISE },
    {
      text: "I'm shocked at the price.",
      expect: { labels: ['surprise', 'anger'], valence: [-1, 0.2] },
    },
    { text: 'Wait, I thought the booking was for eight?', expect: PUZZLED },
    { text: 'Huh? My appointment was yesterday?', expect: SURPRISED },
    {
      text: "That's odd, I never got a confirmation.",
      expect: { labels: ['surprise', 'neutral', 'anger'], valence: [-0.8, 0.2] },
    },
    {
      text: 'I had no idea you did piercings too!',
      expect: { labels: ['surprise', 'joy'], valence: [-0.3, 0.8] },
    },
    {
      text: 'Oh, I just realised I booked the wrong day.',
      expect: { labels: ['surprise', 'sadness'], valence: [-0.7, 0.3] },
    },
    {
      text: 'This is confusing, there are two bookings under my name.',
      expect: { labels: ['surprise'], valence: [-0.8, 0.2] },
    },
    {
      text: 'I am puzzled by your last message.',
      expect: { labels: ['surprise'], valence: [-0.7, 0.3] },
    },
    { text: 'No way! A free upgrade?', expect: GOOD_SURPRISE },
    { text: 'I was amazed to find a table on a Saturday.', expect: GOOD_SURPRISE },
    {
      text: 'I was astonished that the doctor came out to greet us.',
      expect: { labels: ['surprise', 'joy'], valence: [-0.3, 1] },
    },
    {
      text: 'Out of nowhere the whole staff started to sing!',
      expect: { labels: ['surprise', 'joy'], valence: [-0.2, 1] },
    },
    { text: "I can't believe you charge for tap water.", expect: BAD_SURPRISE },
    {
      text: "I'm not sure I follow, what do you mean by second seating?",
      expect: { labels: ['surprise', 'neutral'], valence: [-0.5, 0.2] },
    },
    {
      text: 'I wonder how you make the sauce so light.',
      expect: { labels: ['surprise', 'joy'], valence: [-0.2, 0.7] },
      note: 'Curiosity, with some admiration.',
    },
    {
      text: 'Unexpectedly, the salon was closed when I arrived.',
      expect: { labels: ['surprise', 'sadness', 'neutral', 'anger'], valence: [-1, 0.1] },
    },
    {
      text: 'Oh my god, is that the price for one person?!',
      expect: { labels: ['surprise', 'anger', 'fear'], valence: [-0.9, 0.3] },
    },
  ],
};

/** Disgust at food and at dirt. */
export const disgust: BehaviourGroup = {
  name: 'disgust',
  about: 'Spoiled food and dirt are met with disgust, and with anger.',
  cases: [
    {
      text: 'The fish smelled rotten, disgusting.',
      expect: { labels: ['disgust'], valence: [-1, -0.15] },
    },
    { text: 'That is disgusting.', expect: { labels: ['disgust'], valence: [-1, -0.15] } },
    { text: 'Gross, there was hair in my food.', expect: DISGUSTED },
    { text: 'Eww, the glass had lipstick on it.', expect: DISGUSTED },
    { text: 'The toilets were revolting.', expect: DISGUSTED },
    {
      text: 'There was a cockroach on the wall of the treatment room.',
      expect: { labels: ['disgust', 'anger', 'fear'], valence: [-1, -0.1] },
      note: 'Worded as a fact; whoever reads it feels sick.',
    },
    { text: 'The meat was slimy and made me feel sick.', expect: DISGUSTED },
    { text: 'The table was sticky and filthy.', expect: DISGUSTED },
    { text: 'The nurse did not even wash her hands, how nasty.', expect: DISGUSTED },
    { text: 'The chicken was raw inside, I nearly threw up.', expect: DISGUSTED },
    { text: 'The towels were stained and smelly, yuck.', expect: DISGUSTED },
    { text: 'The smell in there made me gag.', expect: DISGUSTED },
    {
      text: 'There was mould on the bread.',
      expect: { labels: ['disgust', 'anger'], valence: [-1, -0.05] },
      note: 'Worded as a fact.',
    },
    { text: 'I find the way he leered at the waitress repulsive.', expect: DISGUSTED },
    { text: 'The milk was sour and the cake was stale.', expect: DISPLEASED },
    { text: 'Your kitchen is a health hazard, absolutely vile.', expect: DISGUSTED },
    { text: 'The foot bath was full of old nail clippings, sickening.', expect: DISGUSTED },
    {
      text: 'We all got food poisoning from your oysters.',
      expect: { labels: ['disgust', 'anger', 'sadness'], valence: [-1, -0.1] },
    },
    {
      text: 'The instruments still had blood on them. Appalling.',
      expect: { labels: ['disgust', 'anger', 'fear'], valence: [-1, -0.15] },
    },
    { text: 'That seafood platter was foul.', expect: DISGUSTED },
  ],
};
