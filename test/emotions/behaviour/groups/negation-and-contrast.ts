import {
  type BehaviourGroup,
  DISPLEASED,
  FRIENDLY,
  LET_DOWN,
  PLEASED,
  RATHER_DISPLEASED,
  RATHER_PLEASED,
} from '../expectations.ts';

/** "Not" turns good into bad, and bad into something milder than good. */
export const negation: BehaviourGroup = {
  name: 'negation',
  about: 'A negated word does not count as if it stood alone.',
  cases: [
    { text: "I'm not happy about this.", expect: DISPLEASED },
    {
      text: "I don't hate it.",
      expect: { labels: ['joy', 'neutral'], valence: [-0.3, 0.7] },
      note: 'A litotes: mild approval or nothing, but no hate.',
    },
    { text: 'Not bad at all!', expect: RATHER_PLEASED },
    { text: "The food wasn't good.", expect: DISPLEASED },
    { text: 'That was not a pleasant evening.', expect: DISPLEASED },
    { text: "I can't say I enjoyed the massage.", expect: DISPLEASED },
    { text: 'Nobody was friendly to us.', expect: DISPLEASED },
    {
      text: 'We never got the table we were promised.',
      expect: RATHER_DISPLEASED,
      note: 'A complaint worded as a fact.',
    },
    { text: "I couldn't be happier with my haircut.", expect: PLEASED },
    {
      text: "I'm not angry, I just wonder why it was moved.",
      expect: { labels: ['neutral', 'surprise'], valence: [-0.4, 0.3] },
    },
    { text: 'No complaints at all, everything was as promised.', expect: RATHER_PLEASED },
    { text: "I don't think the colour turned out well.", expect: DISPLEASED },
    { text: "It isn't worth the money.", expect: DISPLEASED },
    {
      text: "This isn't what I ordered.",
      expect: {
        labels: ['anger', 'sadness', 'disgust', 'surprise', 'neutral'],
        valence: [-1, -0.05],
      },
      note: 'Any label but joy and fear; what counts is that it is read as bad.',
    },
    { text: 'Not a great start.', expect: DISPLEASED },
    { text: "There's nothing I would change, it was perfect.", expect: PLEASED },
    { text: "I don't ever want to come here again.", expect: DISPLEASED },
    { text: "You didn't disappoint, thank you!", expect: PLEASED },
    {
      text: "The dentist wasn't scary at all.",
      expect: { labels: ['joy', 'neutral'], valence: [-0.2, 1] },
      note: 'Relief, worded without a positive word.',
    },
    {
      text: "I'm no longer worried about the appointment.",
      expect: { labels: ['joy', 'neutral'], valence: [-0.2, 1] },
    },
    { text: 'No problem, Thursday is fine too.', expect: FRIENDLY },
    { text: 'Nothing in that bathroom was clean.', expect: DISPLEASED },
    { text: 'I am not impressed.', expect: DISPLEASED },
    { text: "We can't wait to see you on Saturday!", expect: PLEASED },
    { text: 'I would not recommend this salon to anyone.', expect: DISPLEASED },
    {
      text: "We won't need a high chair.",
      expect: { labels: ['neutral'], valence: [-0.4, 0.3] },
      note: 'A negation with no feeling in it.',
    },
  ],
};

/** A message with two sides, of which one clearly weighs more: usually the one after "but". */
export const contrast: BehaviourGroup = {
  name: 'contrast',
  about: 'What comes after "but", and outweighs "although", decides.',
  cases: [
    { text: 'Nice place but rude staff.', expect: DISPLEASED },
    {
      text: 'The food was lovely, but we waited an hour and a half for it.',
      expect: { labels: ['anger', 'sadness', 'disgust'], valence: [-1, 0.1] },
      note: 'Nearly even; the complaint is why it was written.',
    },
    { text: 'Although the room was cold, dinner was fantastic.', expect: PLEASED },
    { text: 'The wait was long but so worth it!', expect: PLEASED },
    { text: 'I wanted to like it, but the food was bland.', expect: DISPLEASED },
    { text: 'Great haircut, but I have never been spoken to so rudely.', expect: DISPLEASED },
    { text: "It was expensive, but honestly the best steak I've ever had.", expect: PLEASED },
    { text: 'Despite the rain we had a wonderful evening on the terrace.', expect: PLEASED },
    {
      text: "You say you're open until ten, but the door was locked at nine.",
      expect: { labels: ['anger', 'sadness', 'surprise', 'neutral'], valence: [-1, -0.05] },
      note: 'No word of feeling; a reproach all the same.',
    },
    {
      text: "The receptionist was kind, but the doctor didn't listen to a word I said.",
      expect: DISPLEASED,
    },
    { text: 'I was nervous at first, but the dentist was so gentle and kind.', expect: PLEASED },
    {
      text: 'Service was slow at the beginning, but they more than made up for it.',
      expect: PLEASED,
    },
    { text: 'I usually love this place, but today was a disaster.', expect: DISPLEASED },
    { text: 'Beautiful room, but the food was awful.', expect: DISPLEASED },
    { text: 'Parking was a pain, but the meal made our night.', expect: PLEASED },
    { text: 'The starters were good. The main course, however, was inedible.', expect: DISPLEASED },
    { text: "I don't usually like sushi, but this was amazing.", expect: PLEASED },
    { text: 'It looked gorgeous in the photos, yet the place was filthy.', expect: DISPLEASED },
    {
      text: "Thanks for the reply, but that doesn't solve my problem.",
      expect: { labels: ['anger', 'sadness', 'neutral'], valence: [-1, 0] },
    },
    { text: "Not the cheapest, but we'll definitely be back!", expect: PLEASED },
    { text: 'The nails are pretty, but two of them broke on the first day.', expect: LET_DOWN },
    { text: 'You were late, but you were worth waiting for!', expect: PLEASED },
  ],
};
