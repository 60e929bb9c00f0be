import type { BehaviourGroup } from '../expectations.ts';

/** A message, and the same message with something more to it. */
export const direction: BehaviourGroup = {
  name: 'direction',
  about: 'What is added or exchanged moves the valence the way that it should.',
  cases: [
    {
      text: 'We ate the fish.',
      variant: 'We ate the fish and it was delicious.',
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'The waiter took our order.',
      variant: 'The waiter took our order and mocked my accent.',
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'My appointment was at ten.',
      variant: 'My appointment was at ten and I was still waiting at noon. Ridiculous.',
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'The room is small.',
      variant: 'The room is small and it stinks.',
      change: 'lower',
      by: 0.1,
    },
    {
      text: "I've got a check-up on Monday.",
      variant: "I've got a check-up on Monday and I'm dreading it.",
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'The food was lovely.',
      variant: 'The food was lovely, but we all got food poisoning afterwards.',
      change: 'lower',
      by: 0.2,
    },
    {
      text: 'The haircut took an hour.',
      variant: 'The haircut took an hour and I love the result.',
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'The dentist was rough.',
      variant: 'The dentist was rough at first, but then she was wonderful.',
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'Could you cancel my table?',
      variant: 'Could you cancel my table? The way you treated us was appalling.',
      change: 'lower',
      by: 0.2,
    },
    {
      text: "It's a great service.",
      variant: "It's not a great service.",
      change: 'lower',
      by: 0.2,
    },
    {
      text: "I'm happy with the colour.",
      variant: "I'm unhappy with the colour.",
      change: 'lower',
      by: 0.3,
    },
    {
      text: 'We have a table at eight.',
      variant: "We can't wait for our table at eight!",
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'See you Thursday.',
      variant: 'See you Thursday, so excited!!',
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'The nurse called me back.',
      variant: 'The nurse never called me back, which is really upsetting.',
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'I was angry about the mix-up.',
      variant: "I was angry about the mix-up, but you put it right and I'm delighted.",
      change: 'higher',
      by: 0.2,
    },
    { text: 'The wine was fine.', variant: 'The wine was awful.', change: 'lower', by: 0.2 },
  ],
};
