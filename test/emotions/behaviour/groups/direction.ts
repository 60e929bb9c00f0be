import type { BehaviourGroup } from '../expectations.ts';

/** By how much a negation, a complaint or praise must move the valence. */
const CLEARLY = 0.25;

/** Changes that must move the valence one way. */
export const direction: BehaviourGroup = {
  name: 'direction',
  about: 'A negation lowers what it negates, and a complaint or praise moves what it is added to.',
  cases: [
    {
      text: "I'm happy with the table.",
      variant: "I'm not happy with the table.",
      change: 'lower',
      by: CLEARLY,
    },
    { text: 'The food was good.', variant: 'The food was not good.', change: 'lower', by: CLEARLY },
    {
      text: 'I would recommend this clinic.',
      variant: 'I would never recommend this clinic.',
      change: 'lower',
      by: CLEARLY,
    },
    {
      text: 'I enjoyed the massage.',
      variant: "I didn't enjoy the massage.",
      change: 'lower',
      by: CLEARLY,
    },
    {
      text: 'The staff were friendly.',
      variant: "The staff weren't friendly.",
      change: 'lower',
      by: CLEARLY,
    },
    {
      text: 'It was worth the money.',
      variant: 'It was hardly worth the money.',
      change: 'lower',
      by: CLEARLY,
    },
    {
      text: 'I like my new haircut.',
      variant: "I don't like my new haircut at all.",
      change: 'lower',
      by: CLEARLY,
    },
    {
      text: 'We were impressed.',
      variant: 'We were anything but impressed.',
      change: 'lower',
      by: CLEARLY,
    },
    {
      text: 'The evening was bad.',
      variant: 'The evening was not bad.',
      change: 'higher',
      by: CLEARLY,
    },
    { text: 'I hate it.', variant: "I don't hate it.", change: 'higher', by: CLEARLY },
    {
      text: 'I am worried about it.',
      variant: 'I am not worried about it.',
      change: 'higher',
      by: CLEARLY,
    },
    {
      text: 'The staff were rude.',
      variant: 'The staff were never rude.',
      change: 'higher',
      by: CLEARLY,
    },
    {
      text: 'Table for two at seven.',
      variant: 'Table for two at seven. Last time you were awful.',
      change: 'lower',
      by: CLEARLY,
    },
    {
      text: 'Table for two at eight.',
      variant: 'Table for two at eight. Last time was wonderful!',
      change: 'higher',
      by: CLEARLY,
    },
    {
      text: 'The food was lovely.',
      variant: 'The food was lovely, but the waiter was rude.',
      change: 'lower',
      by: CLEARLY,
    },
    {
      text: 'The wait was long.',
      variant: 'The wait was long, but dinner was fantastic.',
      change: 'higher',
      by: CLEARLY,
    },
    {
      text: 'I have to cancel.',
      variant: 'I have to cancel, I am so upset.',
      change: 'lower',
      by: 0.1,
    },
    { text: 'See you tonight.', variant: 'See you tonight 😡', change: 'lower', by: CLEARLY },
    {
      text: 'We will be there at nine.',
      variant: 'We will be there at nine 😍',
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'Is my booking confirmed?',
      variant: 'Is my booking confirmed? You are the worst.',
      change: 'lower',
      by: CLEARLY,
    },
    {
      text: 'I have an appointment tomorrow.',
      variant: 'I have an appointment tomorrow and I am terrified.',
      change: 'lower',
      by: CLEARLY,
    },
    {
      text: 'The room was clean.',
      variant: 'The room was disgusting.',
      change: 'lower',
      by: CLEARLY,
    },
  ],
};
