import { AFRAID, type BehaviourGroup, LET_DOWN, SAD } from '../expectations.ts';

/** Fear, worry and nerves, from a mild unease to panic. */
export const FEAR: BehaviourGroup = {
  name: 'fear',
  about: 'Fear, worry and nerves, from a mild unease to panic',
  cases: [
    { text: "I'm really scared about my biopsy results", expect: AFRAID },
    { text: "My gum is still bleeding after two days and I'm worried", expect: AFRAID },
    {
      text: 'My dog ate a whole bar of dark chocolate, what do I do, please hurry',
      expect: AFRAID,
    },
    {
      text: "I've been putting off the dentist for years because I panic in the chair",
      expect: AFRAID,
    },
    {
      text: 'getting anxious now, our plane lands at 9 and you said reception shuts at 10',
      expect: AFRAID,
    },
    { text: "She won't stop being sick and I'm frightened we'll lose her", expect: AFRAID },
    { text: 'first driving lesson tomorrow and my hands are shaking already', expect: AFRAID },
    {
      text: "I'm nervous about the bleach, last time another place burnt my scalp",
      expect: AFRAID,
    },
    {
      text: "Worried my allergy won't be taken seriously, it's peanuts and it's severe",
      expect: AFRAID,
    },
    {
      text: "does it hurt? I'm a big baby with needles",
      expect: { labels: ['fear', 'surprise', 'neutral'], valence: [-0.7, 0.2] },
    },
    { text: 'The brakes went soft on the motorway, I was petrified', expect: AFRAID },
    {
      text: 'I have a phobia of lifts, is there any room on the ground floor?',
      expect: { labels: ['fear', 'neutral', 'surprise'], valence: [-0.8, 0.1] },
    },
    {
      text: "My toddler has swallowed something and I don't know what it is, can we come now?",
      expect: { labels: ['fear'], valence: [-1, 0] },
    },
    {
      text: 'Terrified of flying in that little plane, can someone talk me through it',
      expect: AFRAID,
    },
    { text: "We're a bit concerned the storm will hit during the boat tour", expect: AFRAID },
    { text: 'I dread the thought of a root canal', expect: AFRAID },
    { text: "Not gonna lie, kinda freaking out about Saturday's wedding hair", expect: AFRAID },
    {
      text: "A man followed me from your car park last night, I don't feel safe there",
      expect: AFRAID,
    },
    {
      text: "please tell me the lump is nothing, I can't sleep",
      expect: { labels: ['fear', 'sadness'], valence: [-1, -0.1] },
    },
    { text: "I'm uneasy leaving her in a kennel for the first time", expect: AFRAID },
    { text: "Panicking here, I can't find my booking and we fly tomorrow", expect: AFRAID },
    {
      text: "My heart was pounding the whole way down, the harness felt loose and I thought I'd die",
      expect: AFRAID,
    },
    {
      text: "What if the anaesthetic doesn't work?",
      expect: { labels: ['fear', 'surprise'], valence: [-0.8, 0.1] },
    },
    { text: "Bit apprehensive about the first lesson as I can't swim at all", expect: AFRAID },
  ],
};

/** Grief, disappointment, remorse and loneliness. */
export const SADNESS: BehaviourGroup = {
  name: 'sadness',
  about: 'Grief, disappointment, remorse and loneliness',
  cases: [
    {
      text: 'We had to say goodbye to our old Labrador this morning, please take him off your list',
      expect: SAD,
    },
    { text: 'So sad to hear the Old Mill is shutting', expect: SAD },
    { text: "my husband died in April so it's a table for one from now on", expect: SAD },
    {
      text: "I was really looking forward to it and now I'm stuck in bed with the flu",
      expect: LET_DOWN,
    },
    {
      text: "I sat in the car and cried after my haircut, it's far too short",
      expect: { labels: ['sadness', 'anger'], valence: [-1, -0.15] },
    },
    {
      text: 'Disappointed that the sea bass was off the menu, we came just for that',
      expect: LET_DOWN,
    },
    { text: "I'm so sorry for how I spoke to your girl on the phone, I feel awful", expect: SAD },
    { text: 'Nobody came to my birthday dinner in the end. I went home and cried.', expect: SAD },
    { text: "We miss Giorgio, the place isn't the same since he left", expect: SAD },
    { text: 'It breaks my heart to cancel our wedding', expect: SAD },
    {
      text: 'sadly the funeral tea will be smaller than planned, 12 not 30',
      expect: { labels: ['sadness', 'neutral'], valence: [-0.9, 0] },
    },
    { text: "I've felt so low since the operation", expect: SAD },
    {
      text: "I'm ashamed to say I simply forgot, please forgive me",
      expect: { labels: ['sadness'], valence: [-1, -0.05] },
    },
    { text: 'Such a pity, the kids had packed their swim bags already', expect: LET_DOWN },
    { text: "gutted we couldn't get a table for our anniversary", expect: LET_DOWN },
    { text: "The puppy didn't make it", expect: SAD },
    {
      text: "I lost the ring my gran left me, somewhere in your pool. I can't stop crying.",
      expect: SAD,
    },
    { text: 'It was lonely, honestly. Not what I hoped my solo trip would be.', expect: SAD },
    {
      text: 'We were hoping for better news about her hip',
      expect: { labels: ['sadness', 'fear'], valence: [-1, -0.05] },
    },
    {
      text: "My mother's dementia has got worse so she won't be coming on Thursdays any more",
      expect: { labels: ['sadness', 'neutral'], valence: [-1, 0] },
    },
    { text: 'Missed the last day of your exhibition, so upset with myself', expect: LET_DOWN },
    {
      text: 'unhappy with my lashes, I feel ugly',
      expect: { labels: ['sadness', 'anger', 'disgust'], valence: [-1, -0.15] },
    },
    {
      text: "Last ever visit today, we're moving away. Going to miss you all so much",
      expect: { labels: ['sadness'], valence: [-0.9, 0.2] },
    },
    { text: 'I regret choosing the cheaper tyres', expect: LET_DOWN },
  ],
};
