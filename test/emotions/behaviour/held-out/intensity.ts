import type { BehaviourGroup } from '../expectations.ts';

/** The same judgement, weakly and strongly put. */
export const intensity: BehaviourGroup = {
  name: 'intensity',
  about: 'Stronger words move the valence further from the middle.',
  cases: [
    {
      text: 'The soup was good.',
      variant: 'The soup was absolutely incredible.',
      change: 'higher',
      by: 0.05,
    },
    {
      text: "I'm a little annoyed about the wait.",
      variant: "I'm absolutely livid about the wait.",
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'The haircut is okay.',
      variant: 'The haircut is perfect.',
      change: 'higher',
      by: 0.15,
    },
    {
      text: 'The waiting room was slightly messy.',
      variant: 'The waiting room was absolutely filthy.',
      change: 'lower',
      by: 0.1,
    },
    {
      text: "I'm a bit nervous about the injection.",
      variant: "I'm absolutely terrified of the injection.",
      change: 'lower',
      by: 0.05,
    },
    {
      text: 'Thanks for the table.',
      variant: 'Thank you so, so much for the table, you saved our night!',
      change: 'higher',
      by: 0.05,
    },
    {
      text: 'The service was somewhat slow.',
      variant: 'The service was unbearably slow.',
      change: 'lower',
      by: 0.05,
    },
    {
      text: 'We had a nice evening.',
      variant: 'We had the most wonderful evening.',
      change: 'higher',
      by: 0.05,
    },
    {
      text: 'I was a tad disappointed with the colour.',
      variant: 'I was utterly heartbroken over the colour.',
      change: 'lower',
      by: 0.05,
    },
    {
      text: 'The receptionist was a bit short with me.',
      variant: 'The receptionist was extremely rude to me.',
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'I quite like the new menu.',
      variant: "I'm completely in love with the new menu.",
      change: 'higher',
      by: 0.05,
    },
    {
      text: "The burger wasn't great.",
      variant: "The burger was the worst thing I've ever eaten.",
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'The blow-dry was fairly good.',
      variant: 'The blow-dry was so, so good!!',
      change: 'higher',
      by: 0.05,
    },
    {
      text: 'It hurt a little.',
      variant: 'It hurt like hell and nobody cared.',
      change: 'lower',
      by: 0.1,
    },
  ],
};
