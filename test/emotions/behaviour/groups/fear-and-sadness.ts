import { AFRAID, type BehaviourGroup, type Expectation, LET_DOWN, SAD } from '../expectations.ts';

/** A worried question: fear, or the confusion and curiosity that GoEmotions counts as surprise. */
const WORRIED_QUESTION: Expectation = { labels: ['fear', 'surprise'], valence: [-1, 0.1] };

/** Fear mixed with sorrow. */
const DISTRESSED: Expectation = { labels: ['fear', 'sadness'], valence: [-1, -0.1] };

/** Worry, above all about treatments. */
export const fear: BehaviourGroup = {
  name: 'worry and fear',
  about: 'Fear of a treatment, a result or an evening going wrong is fear, not anger.',
  cases: [
    { text: "I'm really nervous about my root canal tomorrow.", expect: AFRAID },
    { text: 'I am scared of the dentist.', expect: AFRAID },
    { text: "I'm so worried about the test results.", expect: AFRAID },
    { text: 'Needles terrify me.', expect: AFRAID },
    {
      text: 'I get panic attacks in waiting rooms.',
      expect: { labels: ['fear'], valence: [-1, -0.05] },
    },
    { text: "I'm anxious about the surgery, can I talk to somebody first?", expect: AFRAID },
    { text: 'Will it hurt? I am a bit scared.', expect: AFRAID },
    {
      text: 'My heart is racing just thinking about the injection.',
      expect: { labels: ['fear'], valence: [-1, 0.1] },
      note: 'Without a word of fear; a pounding heart may seem excited.',
    },
    { text: "I'm afraid of what the doctor will say.", expect: AFRAID },
    { text: 'I found a lump and I am frightened.', expect: AFRAID },
    { text: 'What if something goes wrong during the operation?', expect: WORRIED_QUESTION },
    { text: "I'm worried that my allergy will not be taken seriously.", expect: AFRAID },
    { text: 'My son is terrified of having his hair cut.', expect: AFRAID },
    { text: "I couldn't sleep because I'm dreading the appointment.", expect: DISTRESSED },
    { text: "I'm worried we won't make it in time for our table.", expect: AFRAID },
    { text: 'The bump on my neck is growing and I am getting really scared.', expect: AFRAID },
    {
      text: "I'm nervous, it's our first date.",
      expect: { labels: ['fear'], valence: [-1, 0.2] },
      note: 'A happy sort of nervousness.',
    },
    {
      text: 'Hospitals make me so uneasy.',
      expect: { labels: ['fear', 'sadness', 'disgust'], valence: [-1, -0.1] },
    },
    {
      text: "I've had a horrible fright, my baby has a fever, please let me see a doctor.",
      expect: AFRAID,
    },
    { text: "I'm scared that the bleach will burn my scalp again.", expect: AFRAID },
    { text: 'Please be gentle, I am terribly afraid of pain.', expect: AFRAID },
    {
      text: 'I am panicking, my flight lands late and I may miss the appointment.',
      expect: AFRAID,
    },
  ],
};

/** Disappointment, sorrow and regret. */
export const sadness: BehaviourGroup = {
  name: 'disappointment and sadness',
  about: 'Being let down, grieving or sorry is sadness.',
  cases: [
    { text: "I'm so disappointed.", expect: LET_DOWN },
    { text: 'We were really looking forward to it and now it is cancelled.', expect: LET_DOWN },
    { text: "I'm sad that we missed the last table.", expect: SAD },
    { text: 'My grandmother passed away, so we have to cancel.', expect: SAD },
    { text: 'I cried when I saw my hair in the mirror.', expect: SAD },
    { text: 'It is a shame that you are closing down.', expect: LET_DOWN },
    { text: 'What a pity, it was our anniversary.', expect: LET_DOWN },
    { text: 'I feel awful about missing my appointment, I am so sorry.', expect: SAD },
    { text: 'Unfortunately the evening was a let-down.', expect: LET_DOWN },
    { text: 'It breaks my heart that our favourite waiter has left.', expect: SAD },
    { text: 'I am embarrassed, my card was declined in front of everybody.', expect: SAD },
    { text: "I'm heartbroken, the wedding is off.", expect: SAD },
    { text: 'I expected so much more from this place.', expect: LET_DOWN },
    { text: 'We lost our dog last week, so none of us feels like celebrating.', expect: SAD },
    { text: "I'm feeling very low at the moment.", expect: SAD },
    { text: 'I miss the old menu, it is not the same any more.', expect: SAD },
    { text: 'Sadly, nobody came to my birthday dinner.', expect: SAD },
    {
      text: 'I am gutted that you are full on Friday.',
      expect: LET_DOWN,
      note: 'British for bitterly disappointed.',
    },
    { text: 'I regret choosing the short cut so much.', expect: SAD },
    { text: 'It was depressing to eat in an empty room.', expect: SAD },
    { text: 'The results were bad news and I feel so alone.', expect: DISTRESSED },
    { text: 'Such a disappointing end to our holiday.', expect: LET_DOWN },
  ],
};
