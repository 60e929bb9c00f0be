import {
  APOLOGETIC,
  type BehaviourGroup,
  type Expectation,
  FRIENDLY,
  NEUTRAL,
  QUESTION,
} from '../expectations.ts';

/** A request with an excuse around it: curious, sorry or neither. */
const EXCUSED_QUESTION: Expectation = {
  labels: ['neutral', 'surprise', 'sadness'],
  valence: [-0.6, 0.3],
};

/** What custom asks for, whatever the writer feels. */
export const politeness: BehaviourGroup = {
  name: 'politeness',
  about: '"I\'m afraid", "sorry" and "grateful" are manners before they are feelings.',
  cases: [
    {
      text: 'Sorry to bother you, do you have anything free on Thursday afternoon?',
      expect: EXCUSED_QUESTION,
    },
    { text: "I'm afraid we'll have to cancel our table for tonight.", expect: APOLOGETIC },
    { text: 'Would you mind moving us inside if it rains?', expect: QUESTION },
    { text: 'Apologies, running ten minutes late.', expect: APOLOGETIC },
    { text: 'Thank you in advance for your help.', expect: FRIENDLY },
    { text: 'I would be grateful if you could send me the receipt.', expect: FRIENDLY },
    { text: "I'm afraid I can't make Wednesday, is Thursday possible?", expect: EXCUSED_QUESTION },
    { text: 'Kind regards, Helen Prescott', expect: FRIENDLY },
    {
      text: "Hope you're well. Could I book a cut and colour with Jade?",
      expect: { labels: ['joy', 'neutral', 'surprise'], valence: [-0.1, 1] },
    },
    { text: 'Pardon me, I meant the 14th, not the 4th.', expect: APOLOGETIC },
    { text: "If it's not too much trouble, could we have the corner table?", expect: QUESTION },
    { text: 'Excuse me, is there a step at the entrance?', expect: EXCUSED_QUESTION },
    { text: 'Please accept our apologies for the late notice.', expect: APOLOGETIC },
    {
      text: 'Unfortunately my daughter has a temperature so we need to reschedule her check-up.',
      expect: APOLOGETIC,
    },
    {
      text: 'Dear team, I would like to enquire about your private dining room.',
      expect: { labels: ['neutral', 'surprise', 'joy'], valence: [-0.3, 0.5] },
    },
    { text: 'No rush at all, whenever you get a moment.', expect: FRIENDLY },
  ],
};

/** What nearly every message of a booking is. */
export const requests: BehaviourGroup = {
  name: 'requests',
  about: 'Bookings, changes and questions carry no feeling to speak of.',
  cases: [
    { text: 'Table for six on Saturday at half eight, please.', expect: NEUTRAL },
    { text: 'How much is a full leg wax?', expect: QUESTION },
    { text: 'Do you take walk-ins on Sundays?', expect: QUESTION },
    {
      text: 'Can I get an appointment with Dr. Mehta sometime next week? Mornings are best.',
      expect: QUESTION,
    },
    { text: 'Please cancel my 3pm on Monday.', expect: NEUTRAL },
    {
      text: 'One of us is coeliac and another has a severe nut allergy. Is that something the kitchen can handle?',
      expect: { labels: ['neutral', 'surprise'], valence: [-0.5, 0.3] },
      note: 'a grave matter, plainly put',
    },
    { text: 'I need to change my booking from 4 people to 6.', expect: NEUTRAL },
    { text: 'Is there somewhere to park nearby, or should we take the subway?', expect: QUESTION },
    {
      text: "Book me in for a beard trim with Marco, Friday after work if he's free",
      expect: NEUTRAL,
    },
    { text: "What's the difference between balayage and highlights?", expect: QUESTION },
    {
      text: "I've got a toothache, what's the earliest you can see me?",
      expect: { labels: ['neutral', 'surprise', 'sadness', 'fear'], valence: [-0.8, 0.2] },
      note: 'pain may count as a feeling',
    },
    { text: 'Do I need to fast before the blood test?', expect: QUESTION },
    {
      text: "We'd like the window table if possible, and a high chair for our 1-year-old.",
      expect: FRIENDLY,
    },
    { text: "Could you email me the invoice for June's visit?", expect: QUESTION },
    { text: 'My number is 07700 900461, call me if something opens up earlier.', expect: NEUTRAL },
    { text: 'Are dogs allowed on the patio?', expect: QUESTION },
    { text: 'Is the kitchen still open at 10:30 or only the bar?', expect: QUESTION },
  ],
};
