import {
  AFRAID,
  APOLOGETIC,
  type BehaviourGroup,
  DISGUSTED,
  DISPLEASED,
  LET_DOWN,
  PLEASED,
  QUESTION,
  RATHER_DISPLEASED,
  RATHER_PLEASED,
} from '../expectations.ts';

/** What thumbs make of it. */
export const typos: BehaviourGroup = {
  name: 'typos and slang',
  about: 'Misspelt and colloquial feelings are the same feelings.',
  cases: [
    { text: 'teh food was amzing, we loved it', expect: PLEASED },
    { text: 'ur receptionist was sooo rude 2 me', expect: DISPLEASED },
    { text: 'im realy dissapointed with my highlites', expect: LET_DOWN },
    { text: 'thnks so much!!', expect: PLEASED },
    { text: 'cn i book a tabel for 2 tmrw at 7', expect: QUESTION },
    { text: 'that fade is fire bro', expect: PLEASED },
    { text: 'absolutley discusting toilets', expect: DISGUSTED },
    { text: 'lowkey scared of the dentist ngl', expect: AFRAID },
    { text: 'this place sucks big time', expect: DISPLEASED },
    {
      text: 'wtf is this bill',
      expect: { labels: ['anger', 'disgust', 'surprise'], valence: [-1, 0] },
    },
    { text: 'chuffed to bits with my new specs', expect: PLEASED },
    { text: 'these wings slap fr', expect: RATHER_PLEASED },
    { text: 'well gutted u dont have a table for saturday', expect: LET_DOWN },
    {
      text: 'idk whats going on, i got 2 diffrent confirmations??',
      expect: { labels: ['surprise', 'anger', 'neutral'], valence: [-0.7, 0.3] },
    },
    { text: 'wicked haircut mate, cheers', expect: PLEASED },
    { text: 'food was mid tbh', expect: RATHER_DISPLEASED },
    { text: 'my apointment is at 3 rite?', expect: QUESTION },
    { text: 'gonna be 15 min late sry', expect: APOLOGETIC },
    { text: 'the waitor was horibble and the chiken was cold', expect: DISPLEASED },
  ],
};

/** The same words, otherwise typed. */
export const capitals: BehaviourGroup = {
  name: 'capitals and punctuation',
  about: 'Capitals, stops, spaces and apostrophes do not turn a feeling around.',
  cases: [
    {
      text: 'The food was wonderful.',
      variant: 'THE FOOD WAS WONDERFUL',
      polarity: 'positive',
      within: 0.3,
    },
    {
      text: 'the service was terrible',
      variant: 'The service was terrible...',
      polarity: 'negative',
      within: 0.3,
    },
    {
      text: 'can we get a table at seven',
      variant: 'Can we get a table at seven?',
      polarity: 'neutral',
      within: 0.25,
    },
    {
      text: 'I love my new haircut',
      variant: 'i love my new haircut!!!',
      polarity: 'positive',
      within: 0.3,
    },
    {
      text: "I'm not happy with the filling.",
      variant: 'im not happy with the filling',
      polarity: 'negative',
      within: 0.3,
    },
    {
      text: 'Thank you very much',
      variant: 'Thank you very much.',
      polarity: 'positive',
      within: 0.2,
    },
    {
      text: 'We are disappointed with the dinner',
      variant: 'We are DISAPPOINTED with the dinner',
      polarity: 'negative',
      within: 0.3,
    },
    {
      text: 'Please move my appointment to Friday',
      variant: 'please move my appointment to friday.',
      polarity: 'neutral',
      within: 0.2,
    },
    {
      text: 'The receptionist was rude to me, and nobody apologised.',
      variant: 'the receptionist was rude to me and nobody apologised',
      polarity: 'negative',
      within: 0.2,
    },
    {
      text: 'What a great evening',
      variant: ' What  a great   evening ',
      polarity: 'positive',
      within: 0.1,
    },
    {
      text: "It's disgusting in there",
      variant: 'It’s disgusting in there',
      polarity: 'negative',
      within: 0.1,
    },
    {
      text: "I'm scared of the injection",
      variant: 'I’m scared of the injection…',
      polarity: 'negative',
      within: 0.25,
    },
    {
      text: 'Perfect, see you then',
      variant: 'perfect! see you then!',
      polarity: 'positive',
      within: 0.3,
    },
    {
      text: 'Awful service awful food',
      variant: 'Awful service, awful food!',
      polarity: 'negative',
      within: 0.3,
    },
    {
      text: 'Hi, the dinner was lovely. Thanks, Ben',
      variant: 'Hi,\nthe dinner was lovely.\nThanks,\nBen',
      polarity: 'positive',
      within: 0.2,
    },
  ],
};
