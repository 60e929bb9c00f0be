import {
  ANGRY,
  type BehaviourGroup,
  DELIGHTED,
  DISGUSTED,
  DISPLEASED,
  FRIENDLY,
  LET_DOWN,
  NEUTRAL,
  PLEASED,
  QUESTION,
  SAD,
  SURPRISED,
} from '../expectations.ts';

/** Faces and signs, with words and without. */
export const emoji: BehaviourGroup = {
  name: 'emoji',
  about: 'An emoji says what the words leave out, and food on its own says nothing.',
  cases: [
    { text: 'See you at 8 😊', expect: FRIENDLY },
    { text: '😍😍😍', expect: PLEASED },
    { text: 'Just saw the bill 😡', expect: ANGRY },
    { text: 'My appointment got cancelled again 😭', expect: LET_DOWN },
    { text: '🤮 the prawns', expect: DISGUSTED },
    { text: 'Dentist tomorrow 😱', expect: { labels: ['fear', 'surprise'], valence: [-1, 0.1] } },
    { text: 'Table for 4 🍕🍝 at 7?', expect: QUESTION },
    { text: '👍', expect: FRIENDLY },
    { text: 'New nails 💅✨ obsessed', expect: PLEASED },
    { text: 'Great, another hour in the waiting room 🙄', expect: DISPLEASED },
    { text: '❤️ thank you all', expect: PLEASED },
    {
      text: "😂 the waiter's face when I asked for ketchup",
      expect: { labels: ['joy', 'surprise'], valence: [0, 1] },
    },
    { text: "Wait, you're open on Mondays now?? 😮", expect: SURPRISED },
    { text: 'We lost grandad last week so we need to cancel his birthday dinner 💔', expect: SAD },
    { text: 'Three calls and still nobody picks up 😤', expect: ANGRY },
    { text: '🎉 she said yes!! thank you for hiding the ring in the dessert', expect: DELIGHTED },
  ],
};

/** One to four words, as answers to the assistant mostly are. */
export const shortReplies: BehaviourGroup = {
  name: 'short replies',
  about: 'A few words are read for what they say and no more.',
  cases: [
    { text: 'Yes please', expect: FRIENDLY },
    { text: '7.30 works', expect: FRIENDLY },
    { text: 'No, just the two of us', expect: NEUTRAL },
    { text: 'Perfect', expect: PLEASED },
    { text: 'Awful.', expect: DISPLEASED },
    { text: 'Ugh', expect: DISPLEASED },
    {
      text: 'Sorry?',
      expect: { labels: ['surprise', 'neutral', 'sadness'], valence: [-0.6, 0.3] },
    },
    { text: 'Tuesday', expect: NEUTRAL },
    { text: 'Brilliant, cheers', expect: PLEASED },
    { text: 'Really?', expect: { labels: ['surprise', 'neutral'], valence: [-0.5, 0.5] } },
    { text: 'Yum!', expect: PLEASED },
    { text: 'Never again.', expect: DISPLEASED },
    { text: 'Gross', expect: DISGUSTED },
    { text: 'under Whitfield', expect: NEUTRAL },
    { text: 'Phew', expect: { labels: ['joy', 'surprise', 'neutral'], valence: [-0.1, 1] } },
    { text: 'What a shame', expect: LET_DOWN },
    { text: 'no worries', expect: FRIENDLY },
    { text: 'Wow!', expect: { labels: ['joy', 'surprise'], valence: [-0.1, 1] } },
  ],
};
