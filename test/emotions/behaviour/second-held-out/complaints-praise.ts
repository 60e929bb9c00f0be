import {
  ANGRY,
  type BehaviourGroup,
  DELIGHTED,
  FURIOUS,
  LET_DOWN,
  PLEASED,
  RATHER_DISPLEASED,
  RATHER_PLEASED,
} from '../expectations.ts';

/** Half of them without any word of feeling, only what happened. */
export const COMPLAINTS: BehaviourGroup = {
  name: 'complaints',
  about: 'Half of them without any word of feeling, only what happened',
  cases: [
    {
      text: 'We ordered at 7 and at 8:20 there was still no food on the table.',
      expect: RATHER_DISPLEASED,
    },
    {
      text: "You charged my card twice and I've been on hold for 40 minutes.",
      expect: RATHER_DISPLEASED,
    },
    {
      text: 'I came for my 9am appointment and the shop was locked, nobody there, no message',
      expect: RATHER_DISPLEASED,
    },
    {
      text: 'The hairdresser cut off six inches when I had asked for a trim',
      expect: RATHER_DISPLEASED,
    },
    {
      text: 'Car came back with the same noise, a scratch on the door and a bill for £480',
      expect: RATHER_DISPLEASED,
    },
    {
      text: 'You gave our table to somebody else and we were sent home, with a baby, in the rain.',
      expect: RATHER_DISPLEASED,
    },
    { text: 'The chicken was pink in the middle', expect: RATHER_DISPLEASED },
    {
      text: "Third time you've cancelled my physio on the morning itself",
      expect: RATHER_DISPLEASED,
    },
    {
      text: 'Room had no hot water for the whole weekend and the lift was out',
      expect: RATHER_DISPLEASED,
    },
    {
      text: 'your driver dropped us at the wrong terminal and we missed the flight',
      expect: RATHER_DISPLEASED,
    },
    { text: 'The instructor was on his phone for most of the lesson', expect: RATHER_DISPLEASED },
    {
      text: 'I paid the deposit in May and since then nobody answers my calls or emails',
      expect: RATHER_DISPLEASED,
    },
    { text: 'I am disgusted with how your manager laughed at us', expect: ANGRY },
    { text: 'This is unacceptable, I want my money back', expect: ANGRY },
    { text: "really let down by the salon I've gone to for 11 years", expect: LET_DOWN },
    { text: 'Your online booking is infuriating', expect: ANGRY },
    { text: "I'm fed up of chasing you for a simple repair", expect: ANGRY },
    {
      text: 'Shocking service, never again',
      expect: { labels: ['anger', 'disgust', 'sadness', 'surprise'], valence: [-1, -0.2] },
    },
    {
      text: "We were so disappointed with Mum's birthday lunch, she deserved better",
      expect: LET_DOWN,
    },
    {
      text: "I'm livid, you let that dog loose in the waiting room with my kittens",
      expect: FURIOUS,
    },
    { text: 'Appalling hygiene and an even worse attitude', expect: FURIOUS },
    { text: 'What a rip off, £9 for a thimble of wine', expect: ANGRY },
    { text: 'How dare you charge a no-show fee when it was you who cancelled', expect: ANGRY },
    {
      text: "It's so frustrating to explain my allergy four times and still get nuts",
      expect: ANGRY,
    },
    { text: 'pathetic excuse for a massage', expect: ANGRY },
  ],
};

/** Half of them without any word of praise, only what happened. */
export const PRAISE: BehaviourGroup = {
  name: 'praise',
  about: 'Half of them without any word of praise, only what happened',
  cases: [
    {
      text: 'You stayed open an extra hour so that I could pick up the car, on a Sunday too',
      expect: RATHER_PLEASED,
    },
    { text: 'my son keeps asking when he can go back to the dentist', expect: RATHER_PLEASED },
    {
      text: 'The waiter remembered our names from last summer',
      expect: { labels: ['joy', 'neutral', 'surprise'], valence: [0, 1] },
    },
    {
      text: 'three people stopped me on the street to ask who does my hair',
      expect: { labels: ['joy', 'neutral', 'surprise'], valence: [0, 1] },
    },
    { text: 'We came for one drink and stayed until you closed', expect: RATHER_PLEASED },
    { text: "Not one crumb was left on anybody's plate", expect: RATHER_PLEASED },
    { text: "I've told all my neighbours to bring their dogs to you", expect: RATHER_PLEASED },
    { text: 'We booked again for next month before we even got home', expect: RATHER_PLEASED },
    {
      text: 'The mechanic showed me the old part and charged me less than the quote',
      expect: RATHER_PLEASED,
    },
    {
      text: 'Room ready at 11, upgraded, and a card for our anniversary on the pillow',
      expect: { labels: ['joy', 'neutral', 'surprise'], valence: [0.05, 1] },
    },
    { text: "my back hasn't hurt since Tuesday, first time in two years", expect: RATHER_PLEASED },
    {
      text: 'You found a table for nine of us with no booking on a Saturday night',
      expect: { labels: ['joy', 'neutral', 'surprise'], valence: [0, 1] },
    },
    { text: 'Outstanding lamb, and the bread, oh the bread', expect: DELIGHTED },
    { text: 'Love my new colour!', expect: DELIGHTED },
    { text: 'The receptionist is an absolute star', expect: DELIGHTED },
    {
      text: 'We had a fantastic time on the kayak trip, all four generations of us',
      expect: DELIGHTED,
    },
    { text: 'great value and lovely people', expect: DELIGHTED },
    { text: "Dr Osei is the kindest doctor I've ever met", expect: DELIGHTED },
    { text: 'Such a warm welcome, felt like family', expect: PLEASED },
    { text: "My bridesmaids all looked gorgeous, you're an artist", expect: DELIGHTED },
    { text: 'Highly recommend the Tuesday pottery class', expect: PLEASED },
    { text: 'Top notch garage, honest too', expect: PLEASED },
    { text: 'Everyone enjoyed it, even grandad who enjoys nothing', expect: PLEASED },
    { text: 'What a beautiful little hotel', expect: DELIGHTED },
    { text: 'nicest coffee in town', expect: PLEASED },
  ],
};
