import {
  ANGRY,
  type BehaviourGroup,
  DELIGHTED,
  DISPLEASED,
  FRIENDLY,
  PLEASED,
  RATHER_PLEASED,
} from '../expectations.ts';

/** Gratitude, from a formula to the heart, and a few thanks that are not. */
export const THANKS: BehaviourGroup = {
  name: 'thanks',
  about: 'Gratitude, from a formula to the heart, and a few thanks that are not',
  cases: [
    { text: 'Thanks!', expect: PLEASED },
    { text: 'thank you so much for squeezing us in', expect: PLEASED },
    { text: 'Ta love', expect: FRIENDLY },
    { text: "We're so grateful for how you looked after Dad", expect: PLEASED },
    { text: 'Thx for the quick reply', expect: PLEASED },
    { text: 'Many thanks for the reminder', expect: PLEASED },
    { text: "I can't thank the nurse enough, she stayed with me the whole time", expect: PLEASED },
    { text: 'thanks, booked', expect: FRIENDLY },
    { text: 'Thank you for finding my earring and posting it back!', expect: PLEASED },
    { text: 'A big thank you from all the kids in Year 4', expect: PLEASED },
    { text: 'appreciate it, see you tuesday', expect: PLEASED },
    { text: 'you saved my day, thank you thank you', expect: DELIGHTED },
    {
      text: 'Thanks but we found somewhere else',
      expect: { labels: ['joy', 'neutral'], valence: [-0.3, 0.4] },
      note: 'a refusal',
    },
    { text: "Thank you for your patience with my mother, she isn't easy", expect: PLEASED },
    { text: 'Much obliged to the young man who pushed my wheelchair up the ramp', expect: PLEASED },
    { text: 'Thanks for letting me know about the roadworks', expect: PLEASED },
    { text: 'Cheers for sorting the heating so fast', expect: PLEASED },
    { text: 'thanks for nothing', expect: ANGRY },
    { text: 'God bless you for what you did for our cat', expect: PLEASED },
    { text: 'Thank you. The quiche was still warm when it got here.', expect: PLEASED },
    { text: 'I owe you one!', expect: RATHER_PLEASED },
    { text: 'Thanks a million for the discount', expect: PLEASED },
    { text: "Ok thank you, I'll wait for your call", expect: FRIENDLY },
    {
      text: "Thank goodness you're open today, my crown came off this morning",
      expect: { labels: ['joy', 'fear'], valence: [-0.3, 1] },
    },
    { text: 'My thanks to the chef for the egg free pancakes', expect: PLEASED },
  ],
};

/** Two feelings at once, and words that say the opposite of what is meant. */
export const MIXED_MESSAGES_AND_SARCASM: BehaviourGroup = {
  name: 'mixed messages and sarcasm',
  about: 'Two feelings at once, and words that say the opposite of what is meant',
  cases: [
    { text: 'Oh great, another cancellation an hour before', expect: DISPLEASED },
    {
      text: 'Wow, only 90 minutes for a sandwich, must be a record',
      expect: { labels: ['anger', 'disgust', 'sadness', 'surprise'], valence: [-1, -0.1] },
    },
    { text: 'Five stars for the art of ignoring customers', expect: ANGRY },
    { text: "Love it when you change the price after I've booked", expect: ANGRY },
    {
      text: "Nice of you to tell me you're closed once I'm standing at the door",
      expect: DISPLEASED,
    },
    {
      text: 'The food was superb and the bill was robbery',
      expect: { labels: ['joy', 'anger', 'disgust', 'sadness'], valence: [-0.6, 0.6] },
    },
    {
      text: "Happy I passed, sad it's over. Best course I've ever done",
      expect: { labels: ['joy', 'sadness'], valence: [0.05, 1] },
    },
    {
      text: 'lovely staff, awful beds',
      expect: { labels: ['joy', 'anger', 'disgust', 'sadness'], valence: [-0.7, 0.5] },
    },
    { text: 'Congratulations, you have managed to ruin a cheese toastie', expect: DISPLEASED },
    {
      text: "We laughed, we cried, my wallet cried more. We'll be back!",
      expect: { labels: ['joy'], valence: [0.05, 1] },
    },
    { text: "Sure, take your time, it's only my lunch break", expect: ANGRY },
    { text: 'If you enjoy cold chips and warm beer this is the place for you', expect: DISPLEASED },
    { text: 'Bravo. I asked for honey blonde and my hair is orange.', expect: DISPLEASED },
    { text: 'Great fun being on hold for an hour just to be cut off', expect: DISPLEASED },
    { text: 'The physio hurt like hell but I can walk again, thank you!', expect: PLEASED },
    {
      text: 'Sorry I was late, and thank you for still taking me',
      expect: { labels: ['joy', 'sadness'], valence: [-0.2, 1] },
    },
    {
      text: "scared of the drill but your hygienist is so gentle, I'll be there",
      expect: { labels: ['joy', 'fear'], valence: [-0.5, 0.8] },
    },
    { text: 'Great job scratching my bumper, lads', expect: DISPLEASED },
    {
      text: "I'm glad the dog is well but the bill made my eyes water",
      expect: { labels: ['joy', 'surprise', 'sadness', 'anger'], valence: [-0.6, 0.6] },
    },
    { text: 'Apparently confirmed means something different where you come from', expect: ANGRY },
    {
      text: 'Thanks for the food poisoning, it was the highlight of our honeymoon',
      expect: DISPLEASED,
    },
    {
      text: "We'll miss you, but enjoy your retirement, you've earned it!",
      expect: { labels: ['joy', 'sadness'], valence: [-0.2, 1] },
    },
    {
      text: 'Disappointed with the starter, delighted with everything after',
      expect: { labels: ['joy', 'sadness'], valence: [-0.1, 1] },
    },
    { text: 'what a surprise, the booking system is down again', expect: DISPLEASED },
  ],
};
