import {
  type BehaviourGroup,
  DISGUSTED,
  DISPLEASED,
  FRIENDLY,
  PLEASED,
  RATHER_PLEASED,
} from '../expectations.ts';

/** What turns the stomach. */
export const disgust: BehaviourGroup = {
  name: 'disgust',
  about: 'Dirt, smells and what was found in the soup are disgusting, named so or not.',
  cases: [
    { text: 'There was a cockroach crawling along the bathroom wall.', expect: DISPLEASED },
    { text: 'The smell in the treatment room made me gag.', expect: DISGUSTED },
    { text: 'Revolting. The mussels smelled like a drain.', expect: DISGUSTED },
    {
      text: "She used the same dirty comb on me that she'd just used on someone else. Yuck.",
      expect: DISGUSTED,
    },
    { text: 'The glasses had lipstick on them, so gross.', expect: DISGUSTED },
    { text: 'I found a fingernail in my soup and I feel sick.', expect: DISPLEASED },
    {
      text: 'Sticky tables, stained cushions, a fly in the water jug. Nauseating.',
      expect: DISGUSTED,
    },
    {
      text: "The dentist didn't change his gloves between patients, that's disgusting.",
      expect: DISGUSTED,
    },
    { text: 'Eww, the calamari was swimming in old grease.', expect: DISGUSTED },
    { text: 'The towel they gave me reeked of mildew.', expect: DISPLEASED },
    {
      text: 'There were blood stains on the exam bed from whoever was there before me.',
      expect: { labels: ['disgust', 'anger', 'sadness', 'fear'], valence: [-1, -0.1] },
    },
    { text: "The restrooms are filthy, I wouldn't let a dog in there.", expect: DISGUSTED },
    { text: 'The way your manager leered at my daughter is repulsive.', expect: DISGUSTED },
    { text: 'Mouldy bread in the basket. Vile.', expect: DISGUSTED },
    { text: "Someone else's hair was all over the cape, icky.", expect: DISGUSTED },
  ],
};

/** How conversations end when all went well, or well enough. */
export const thanks: BehaviourGroup = {
  name: 'thanks and closings',
  about: 'Thanks are joy, and goodbyes are friendly at most.',
  cases: [
    { text: 'Thanks a million, see you Friday!', expect: PLEASED },
    { text: "Great, that's all then. Bye!", expect: FRIENDLY },
    { text: 'Much appreciated.', expect: PLEASED },
    { text: 'Ta, speak soon.', expect: FRIENDLY },
    {
      text: 'Thank you for squeezing me in at such short notice, my tooth feels so much better.',
      expect: PLEASED,
    },
    { text: 'Got it, thanks.', expect: RATHER_PLEASED },
    { text: 'Have a lovely weekend.', expect: RATHER_PLEASED },
    { text: 'Nothing else, thank you.', expect: FRIENDLY },
    { text: 'Cheers for sorting that out so quickly.', expect: PLEASED },
    { text: "I can't thank the nurses enough for looking after my dad.", expect: PLEASED },
    { text: 'Looking forward to it!', expect: PLEASED },
    {
      text: 'Goodbye then.',
      expect: { labels: ['neutral', 'joy', 'sadness'], valence: [-0.5, 1] },
    },
    { text: "thx, you're the best", expect: PLEASED },
    { text: 'What a relief, thank you for ringing me with the results.', expect: PLEASED },
    { text: 'Good night and see you tomorrow at nine', expect: FRIENDLY },
    {
      text: "Thanks anyway, I'll try somewhere else.",
      expect: { labels: ['joy', 'neutral', 'sadness'], valence: [-0.6, 0.7] },
    },
  ],
};
