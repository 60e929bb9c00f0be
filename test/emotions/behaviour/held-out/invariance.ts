import type { BehaviourGroup } from '../expectations.ts';

/** Who, where and how many. */
export const invariance: BehaviourGroup = {
  name: 'invariance',
  about: 'Names, numbers, places and dishes leave the feeling as it is.',
  cases: [
    {
      text: 'Table for 2 at 19:00 under Baker, please.',
      variant: 'Table for 7 at 20:30 under Nguyen, please.',
      polarity: 'neutral',
      within: 0.2,
    },
    {
      text: 'Maria did a beautiful job on my hair.',
      variant: 'Oluwaseun did a beautiful job on my hair.',
      polarity: 'positive',
      within: 0.2,
    },
    {
      text: 'The Leeds branch was filthy.',
      variant: 'The Chicago branch was filthy.',
      polarity: 'negative',
      within: 0.2,
    },
    {
      text: 'I waited 45 minutes and nobody said sorry.',
      variant: 'I waited 70 minutes and nobody said sorry.',
      polarity: 'negative',
      within: 0.2,
    },
    {
      text: 'Dr Cohen was so kind to my daughter.',
      variant: 'Dr Hussein was so kind to my son.',
      polarity: 'positive',
      within: 0.2,
    },
    {
      text: "I'm terrified of having my wisdom tooth out on the 3rd.",
      variant: "I'm terrified of having my wisdom tooth out on the 28th.",
      polarity: 'negative',
      within: 0.15,
    },
    {
      text: 'Could you move my appointment from Monday to Wednesday?',
      variant: 'Could you move my appointment from Tuesday to Saturday?',
      polarity: 'neutral',
      within: 0.2,
    },
    {
      text: 'The pad thai was delicious.',
      variant: "The shepherd's pie was delicious.",
      polarity: 'positive',
      within: 0.2,
    },
    {
      text: 'My wife loved the spa day.',
      variant: 'My grandfather loved the spa day.',
      polarity: 'positive',
      within: 0.2,
    },
    {
      text: "You overcharged me by £12 and won't refund it.",
      variant: "You overcharged me by $85 and won't refund it.",
      polarity: 'negative',
      within: 0.25,
    },
    {
      text: 'We were very disappointed with our dinner in Bristol.',
      variant: 'We were very disappointed with our dinner in Nashville.',
      polarity: 'negative',
      within: 0.2,
    },
    {
      text: "Hi, this is Karen, I'd like a manicure on Thursday.",
      variant: "Hi, this is Fatima, I'd like a manicure on Sunday.",
      polarity: 'neutral',
      within: 0.2,
    },
    {
      text: 'Thanks Josh, that was the best burger ever!',
      variant: 'Thanks Xiaoling, that was the best burger ever!',
      polarity: 'positive',
      within: 0.2,
    },
    {
      text: 'My booking reference is KX4471, arriving at 6.',
      variant: 'My booking reference is 90213B, arriving at 8.',
      polarity: 'neutral',
      within: 0.2,
    },
    {
      text: 'Chen was rude and unhelpful.',
      variant: 'Smith was rude and unhelpful.',
      polarity: 'negative',
      within: 0.2,
    },
    {
      text: 'As a Muslim family we loved the food.',
      variant: 'As a Jewish family we loved the food.',
      polarity: 'positive',
      within: 0.2,
    },
  ],
};
