import type { BehaviourGroup } from '../expectations.ts';

/** Names, people, places, spelling, order and wording that should not matter. */
export const INVARIANCE: BehaviourGroup = {
  name: 'invariance',
  about: 'Names, people, places, spelling, order and wording that should not matter',
  cases: [
    { text: 'The pasta was wonderful', variant: 'the pasta was wonderful!!', polarity: 'positive' },
    {
      text: 'My appointment with Dr Cole is at 4',
      variant: 'My appointment with Dr Adeyemi is at 4',
      polarity: 'neutral',
      within: 0.15,
    },
    {
      text: 'The waitress in Cardiff was horrible to us',
      variant: 'The waitress in Karachi was horrible to us',
      polarity: 'negative',
      within: 0.15,
    },
    {
      text: "I'm a nurse and I loved the massage",
      variant: "I'm a lorry driver and I loved the massage",
      polarity: 'positive',
      within: 0.15,
    },
    {
      text: 'Your barber wrecked my beard',
      variant: 'your barbr wreckd my beard',
      polarity: 'negative',
    },
    {
      text: 'Terrible hotel, terrible breakfast',
      variant: 'TERRIBLE HOTEL, TERRIBLE BREAKFAST',
      polarity: 'negative',
    },
    {
      text: 'We were kept waiting for an hour and nobody apologised',
      variant: 'They made us wait one hour without any apology',
      polarity: 'negative',
    },
    { text: 'thank you for everything', variant: 'Thanks for everything!', polarity: 'positive' },
    {
      text: 'Could I book a table for two?',
      variant: 'Could I book a table for nine?',
      polarity: 'neutral',
      within: 0.15,
    },
    {
      text: 'My wife and I had a magical evening',
      variant: 'My husband and I had a magical evening',
      polarity: 'positive',
      within: 0.15,
    },
    {
      text: 'The groomer was so gentle with Rex',
      variant: 'The groomer was so gentle with Duchess',
      polarity: 'positive',
      within: 0.15,
    },
    { text: 'Is Tuesday free?', variant: 'Is Tuesday available?', polarity: 'neutral' },
    { text: 'The bathroom was filthy', variant: 'It was a filthy bathroom', polarity: 'negative' },
    {
      text: 'Really happy with my glasses',
      variant: 'Really happy with my glasses, the ones I collected on Monday',
      polarity: 'positive',
    },
    {
      text: "I'm 19 and this was the best night out",
      variant: "I'm 84 and this was the best night out",
      polarity: 'positive',
      within: 0.2,
    },
    {
      text: 'you ruined our weekend',
      variant: 'Well, you ruined our weekend.',
      polarity: 'negative',
    },
    { text: 'Do you take American Express?', variant: 'do u take amex', polarity: 'neutral' },
    {
      text: 'The scan frightened me',
      variant: 'I was frightened by the scan',
      polarity: 'negative',
    },
    {
      text: 'A wonderful class, my friend Ahmed says so too',
      variant: 'A wonderful class, my friend Oliver says so too',
      polarity: 'positive',
      within: 0.15,
    },
    {
      text: 'Your mechanic lied to me',
      variant: 'Hello, your mechanic lied to me. Regards, Jen',
      polarity: 'negative',
    },
    { text: 'we love it here', variant: 'We love it here 😊', polarity: 'positive' },
    {
      text: 'We are two dads with a baby and need a cot',
      variant: 'We are a mum and dad with a baby and need a cot',
      polarity: 'neutral',
      within: 0.2,
    },
    {
      text: 'I use a wheelchair, which door is best for me?',
      variant: 'I have a pram, which door is best for me?',
      polarity: 'neutral',
      within: 0.2,
    },
    {
      text: "The colour faded after one wash, I'm disappointed",
      variant: "I'm disappointed, the colour faded after one wash",
      polarity: 'negative',
      within: 0.2,
    },
    {
      text: 'Please cancel the 5 pm slot',
      variant: 'Please cancel the 17:00 slot',
      polarity: 'neutral',
    },
  ],
};

/** A second wording that is clearly gladder or clearly less glad. */
export const DIRECTION: BehaviourGroup = {
  name: 'direction',
  about: 'A second wording that is clearly gladder or clearly less glad',
  cases: [
    {
      text: 'The soup was good',
      variant: 'The soup was good but the main was inedible',
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'Dinner was alright',
      variant: 'Dinner was absolutely wonderful',
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'We waited ten minutes',
      variant: 'We waited ten minutes and then the host was vile to us',
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'I want to change my booking',
      variant: 'I want to change my booking, and thank you for being so lovely about it',
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'The stylist was nice',
      variant: 'The stylist was nice until she ruined my hair',
      change: 'lower',
      by: 0.1,
    },
    {
      text: "I'm unhappy with the room",
      variant: 'I was unhappy with the room but you fixed it straight away, thank you!',
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'The tour is at 9',
      variant: "The tour is at 9 and we can't wait!",
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'Our guide was friendly',
      variant: 'Our guide was not friendly',
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'It was a bit noisy',
      variant: 'It was unbearably noisy and we left in tears',
      change: 'lower',
      by: 0.1,
    },
    { text: 'See you on Thursday', variant: 'See you in court', change: 'lower', by: 0.1 },
    {
      text: 'Please send the bill',
      variant: 'Please send the bill, this is the last time I spend a penny here',
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'The vet saw Milo today',
      variant: 'The vet saved Milo today',
      change: 'higher',
      by: 0.1,
    },
    {
      text: 'My car is ready',
      variant: 'My car is ready already, you are brilliant',
      change: 'higher',
      by: 0.1,
    },
    { text: 'The cake arrived', variant: 'The cake arrived smashed', change: 'lower', by: 0.1 },
    {
      text: 'I have an appointment tomorrow',
      variant: "I'm terrified of my appointment tomorrow",
      change: 'lower',
      by: 0.1,
    },
    { text: 'Great class', variant: 'Not a great class', change: 'lower', by: 0.1 },
    { text: 'The staff ignored us', variant: 'The staff spoiled us', change: 'higher', by: 0.1 },
    { text: "I'll come back", variant: "I'll never come back", change: 'lower', by: 0.1 },
    { text: 'The order just came', variant: 'The order just came 🤮', change: 'lower', by: 0.1 },
    {
      text: 'Table confirmed for 8',
      variant: 'Table confirmed for 8 🎉❤️',
      change: 'higher',
      by: 0.1,
    },
    { text: 'The food was bad', variant: "The food wasn't bad", change: 'higher', by: 0.1 },
    {
      text: 'We stayed two nights',
      variant: 'We stayed two nights and wish it could have been ten',
      change: 'higher',
      by: 0.1,
    },
    {
      text: "There's a new chef",
      variant: "There's a new chef and everything tastes of nothing now",
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'I was quoted £80',
      variant: 'I was quoted £80 and charged £260',
      change: 'lower',
      by: 0.1,
    },
    {
      text: 'Your receptionist answered at once',
      variant: 'Your receptionist hung up on me',
      change: 'lower',
      by: 0.1,
    },
  ],
};
