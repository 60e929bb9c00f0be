import {
  AFRAID,
  type BehaviourGroup,
  NEUTRAL,
  PLEASED,
  QUESTION,
  RATHER_PLEASED,
} from '../expectations.ts';

/** Names, dishes, treatments and idioms. */
export const falseFriends: BehaviourGroup = {
  name: 'false friends',
  about: 'A word of feeling in a name, a dish or an idiom is not the feeling.',
  cases: [
    {
      text: 'A bottle of the Fat Bastard chardonnay with the tasting menu, please',
      expect: NEUTRAL,
    },
    { text: 'Does happy hour end at six or seven?', expect: QUESTION },
    { text: 'Reservation for Joy Adeyemi, two people, 7pm.', expect: NEUTRAL },
    { text: 'Two Death by Chocolates and one espresso for table nine.', expect: NEUTRAL },
    { text: "Is the devil's food cake gluten free?", expect: QUESTION },
    { text: 'One Angry Lobster pizza to collect at 6, name of Grant.', expect: NEUTRAL },
    { text: 'Booking for the Savage family, four adults.', expect: NEUTRAL },
    { text: 'Please put me down for the anger management group on Tuesday.', expect: NEUTRAL },
    { text: 'How long does the treatment for worry lines take?', expect: QUESTION },
    { text: 'Are there still seats for the murder mystery dinner on the 31st?', expect: QUESTION },
    { text: 'Party of five under Dr Payne.', expect: NEUTRAL },
    { text: 'Is treatment for bad breath covered by the plan?', expect: QUESTION },
    { text: "I'd kill for your sticky toffee pudding recipe.", expect: RATHER_PLEASED },
    { text: 'That tiramisu is to die for.', expect: PLEASED },
    { text: 'The ribs were insanely good, we demolished them.', expect: PLEASED },
    { text: 'Is the Bloody Mary made with fresh tomato?', expect: QUESTION },
    { text: 'I need a sick note for Thursday and Friday.', expect: NEUTRAL },
  ],
};

/** Nerves before an appointment and worry after it. */
export const fear: BehaviourGroup = {
  name: 'fear',
  about: 'Worry and fear are noticed, whether named or shown.',
  cases: [
    { text: "I'm really scared of the drill, can I be put under?", expect: AFRAID },
    { text: "Honestly terrified about Thursday's biopsy.", expect: AFRAID },
    {
      text: "Is it normal that my gum is still bleeding after six hours? I'm getting worried.",
      expect: AFRAID,
    },
    {
      text: "The mole has changed colour and I'm anxious it could be something serious.",
      expect: AFRAID,
    },
    {
      text: "I haven't been to a dentist in nine years because I panic in the chair.",
      expect: AFRAID,
    },
    { text: 'My heart is pounding just thinking about the needle.', expect: AFRAID },
    {
      text: "I'm worried sick about my daughter, her fever won't come down.",
      expect: { labels: ['fear', 'sadness'], valence: [-1, -0.1] },
    },
    {
      text: "What if the anaesthetic doesn't work and I feel everything?",
      expect: { labels: ['fear', 'surprise'], valence: [-1, 0] },
    },
    { text: "I'm nervous about going that short, what if it doesn't suit me?", expect: AFRAID },
    {
      text: "My husband is anaphylactic with peanuts and I'm frightened of eating out after last time.",
      expect: AFRAID,
    },
    {
      text: 'Please can someone stay with me during the scan, I get so anxious in there.',
      expect: AFRAID,
    },
    {
      text: 'I had a panic attack during my last appointment and I dread coming back.',
      expect: { labels: ['fear', 'sadness'], valence: [-1, -0.1] },
    },
    { text: "Not gonna lie, I'm freaking out about tomorrow's surgery", expect: AFRAID },
    {
      text: 'My face is swelling up after the treatment, should I go to the ER?',
      expect: { labels: ['fear', 'surprise', 'sadness', 'neutral'], valence: [-1, 0.1] },
      note: 'fear without a word for it',
    },
    { text: "I'm a bit apprehensive about the chemical peel.", expect: AFRAID },
  ],
};
