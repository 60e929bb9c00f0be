import type { BehaviourGroup } from '../expectations.ts';

/** How far a name, a place or a number may move the valence. */
const LITTLE = 0.3;

/** Changes that change no feeling. */
export const invariance: BehaviourGroup = {
  name: 'invariance',
  about: 'A name, a typo, capitals, "very" or a courtesy leaves the polarity as it is.',
  cases: [
    { text: 'The food was good.', variant: 'The food was very good.', polarity: 'positive' },
    { text: 'The service was bad.', variant: 'The service was very bad.', polarity: 'negative' },
    {
      text: "I'm angry about the bill.",
      variant: "I'm very angry about the bill.",
      polarity: 'negative',
    },
    {
      text: 'I am nervous about the treatment.',
      variant: 'I am very nervous about the treatment.',
      polarity: 'negative',
    },
    {
      text: 'We were disappointed.',
      variant: 'We were truly, deeply disappointed.',
      polarity: 'negative',
    },
    { text: 'I love the new menu.', variant: 'I really love the new menu.', polarity: 'positive' },
    {
      text: 'Maria was so helpful, thank you.',
      variant: 'Oluwaseun was so helpful, thank you.',
      polarity: 'positive',
      within: LITTLE,
    },
    {
      text: 'John was rude to me.',
      variant: 'Fatima was rude to me.',
      polarity: 'negative',
      within: LITTLE,
    },
    {
      text: 'A table for Emily at seven, please.',
      variant: 'A table for Nguyễn at seven, please.',
      polarity: 'neutral',
      within: LITTLE,
    },
    {
      text: 'Dr Smith was wonderful with my son.',
      variant: 'Dr Rajagopalan was wonderful with my daughter.',
      polarity: 'positive',
      within: LITTLE,
    },
    {
      text: 'We hated the food in London.',
      variant: 'We hated the food in Lagos.',
      polarity: 'negative',
      within: LITTLE,
    },
    {
      text: 'Please book me in on Monday at 10.',
      variant: 'Please book me in on Friday at 13.',
      polarity: 'neutral',
      within: LITTLE,
    },
    {
      text: 'The waiter was horrible to us.',
      variant: 'The waiter was horible to us.',
      polarity: 'negative',
    },
    {
      text: 'Everything was excellent.',
      variant: 'Everything was excelent.',
      polarity: 'positive',
    },
    {
      text: 'I am disappointed with the haircut.',
      variant: 'I am dissapointed with teh haircut.',
      polarity: 'negative',
    },
    {
      text: 'What a beautiful restaurant!',
      variant: 'What a beatiful restaraunt!',
      polarity: 'positive',
    },
    {
      text: 'Could you change my appointment to noon?',
      variant: 'Could you chnage my apointment to noon?',
      polarity: 'neutral',
    },
    { text: 'The staff were amazing.', variant: 'THE STAFF WERE AMAZING.', polarity: 'positive' },
    {
      text: 'This was a terrible evening.',
      variant: 'THIS WAS A TERRIBLE EVENING.',
      polarity: 'negative',
    },
    { text: 'I will arrive at six.', variant: 'I WILL ARRIVE AT SIX.', polarity: 'neutral' },
    {
      text: "I'm not happy with the colour.",
      variant: 'I’m not happy with the colour.',
      polarity: 'negative',
      within: LITTLE,
      note: 'The apostrophe that telephones type.',
    },
    {
      text: "I'm not happy with my nails.",
      variant: 'im not happy with my nails',
      polarity: 'negative',
    },
    {
      text: 'The dessert was delicious',
      variant: 'The dessert was delicious!!',
      polarity: 'positive',
    },
    {
      text: 'The room was filthy.',
      variant: 'Hello, the room was filthy. Regards, Tom',
      polarity: 'negative',
    },
  ],
};
