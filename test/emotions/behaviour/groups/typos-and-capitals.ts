import {
  AFRAID,
  ANGRY,
  type BehaviourGroup,
  DELIGHTED,
  DISGUSTED,
  DISPLEASED,
  type Expectation,
  FURIOUS,
  LET_DOWN,
  PLEASED,
  SAD,
} from '../expectations.ts';

/** A plain message, sloppily typed. */
const PLAIN: Expectation = { labels: ['neutral'], valence: [-0.4, 0.4] };

/** A plain question, sloppily typed. */
const PLAIN_QUESTION: Expectation = { labels: ['neutral', 'surprise'], valence: [-0.4, 0.4] };

/** Messages as they are typed on the way. */
export const typos: BehaviourGroup = {
  name: 'typos and slang',
  about: 'A slip of the thumb, a missing apostrophe or a stretched word hides no feeling.',
  cases: [
    { text: 'thnx so much!!', expect: PLEASED },
    { text: 'the food was delicous', expect: PLEASED },
    { text: 'im so dissapointed with the servise', expect: LET_DOWN },
    {
      text: 'this is rediculous',
      expect: { labels: ['anger', 'disgust', 'surprise'], valence: [-1, -0.1] },
    },
    { text: 'i absolutly love my new hair', expect: PLEASED },
    { text: 'wrost restaurant ever', expect: DISPLEASED },
    { text: 'im realy nervus about the operation', expect: AFRAID },
    { text: 'can u book me in 4 tmrw at 5', expect: PLAIN_QUESTION },
    { text: 'tabel for too at eigth plese', expect: PLAIN },
    { text: 'the staff was verry rude', expect: ANGRY },
    { text: 'it was sooooo good', expect: PLEASED },
    {
      text: 'dont come here its horible',
      expect: { labels: ['anger', 'disgust', 'sadness', 'fear'], valence: [-1, -0.1] },
    },
    { text: 'thats disgustng, there was hair in it', expect: DISGUSTED },
    {
      text: 'i cant beleive how amazing that was',
      expect: { labels: ['joy', 'surprise'], valence: [0.15, 1] },
    },
    { text: 'ur waiter is an idiot', expect: ANGRY },
    { text: 'wat time do u close', expect: PLAIN_QUESTION },
    { text: 'thx ur the best', expect: PLEASED },
    { text: 'noooo we missed it, so sadd', expect: SAD },
    { text: 'not hapy with my nails', expect: DISPLEASED },
    { text: 'omg best brunch evr', expect: { labels: ['joy', 'surprise'], valence: [0.15, 1] } },
    { text: 'pls chnage my apointment to munday', expect: PLAIN },
    { text: 'we had a gr8 time', expect: PLEASED },
  ],
};

/** Capitals and punctuation raise the voice, and nothing else. */
export const capitals: BehaviourGroup = {
  name: 'capitals and punctuation',
  about: 'Capitals and exclamation marks are not anger by themselves.',
  cases: [
    { text: 'I AM SO HAPPY WITH MY NEW HAIRCUT', expect: DELIGHTED },
    { text: 'TABLE FOR TWO AT EIGHT PLEASE', expect: PLAIN },
    {
      text: 'WHERE IS MY FOOD??? I HAVE BEEN WAITING FOR AN HOUR',
      expect: { labels: ['anger', 'surprise', 'sadness'], valence: [-1, -0.05] },
    },
    { text: 'THIS IS OUTRAGEOUS', expect: FURIOUS },
    { text: 'THANK YOU ALL SO MUCH!!!', expect: PLEASED },
    { text: 'WHAT TIME DO YOU OPEN', expect: PLAIN_QUESTION },
    { text: 'BEST. PIZZA. EVER.', expect: PLEASED },
    { text: 'Worst. Service. Ever.', expect: DISPLEASED },
    { text: 'I am NOT happy.', expect: DISPLEASED },
    { text: 'you ruined my birthday!!!!!', expect: DISPLEASED },
    { text: 'PLEASE CANCEL MY APPOINTMENT ON MONDAY', expect: PLAIN },
    { text: 'MY NUMBER IS 07700 900456', expect: PLAIN },
    { text: 'I AM TERRIFIED OF THE DENTIST', expect: AFRAID },
    {
      text: 'I WANT TO SPEAK TO THE MANAGER RIGHT NOW!',
      expect: { labels: ['anger'], valence: [-1, -0.05] },
      note: 'No angry word; every waiter knows what it means.',
    },
    { text: 'we are coming!!!', expect: { labels: ['joy', 'neutral'], valence: [-0.1, 1] } },
    { text: 'CAN WE SIT BY THE WINDOW', expect: PLAIN_QUESTION },
    { text: 'so disappointing...', expect: LET_DOWN },
    { text: 'I LOVE THIS PLACE', expect: DELIGHTED },
    { text: 'that was DISGUSTING', expect: DISGUSTED },
    { text: 'i feel so sad and let down', expect: SAD },
  ],
};
