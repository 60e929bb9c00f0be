import {
  type BehaviourGroup,
  type Expectation,
  NEUTRAL,
  PLEASED,
  QUESTION,
} from '../expectations.ts';

/** A wish that is an order: GoEmotions knows desire, but nobody rejoices over a table for four. */
const ORDER: Expectation = { labels: ['neutral'], valence: [-0.3, 0.4] };

/** What a booking is made of. */
export const requests: BehaviourGroup = {
  name: 'requests and questions',
  about: 'A plain request or question is neutral.',
  cases: [
    { text: "I'd like to book a table for four tomorrow at seven.", expect: ORDER },
    { text: 'Can you move my appointment to Thursday at 3?', expect: QUESTION },
    { text: 'Do you have anything free on Saturday evening?', expect: QUESTION },
    { text: 'What time do you open on Sundays?', expect: QUESTION },
    { text: 'I need a haircut and a beard trim.', expect: ORDER },
    { text: 'Please add one more person to the reservation.', expect: ORDER },
    { text: 'My phone number is 07700 900123.', expect: NEUTRAL },
    { text: 'The name is Okafor, O-K-A-F-O-R.', expect: NEUTRAL },
    { text: 'Which dentists are available next week?', expect: QUESTION },
    { text: 'We will be six adults and two children.', expect: NEUTRAL },
    { text: 'Is there parking nearby?', expect: QUESTION },
    { text: 'How much is a full set of gel nails?', expect: QUESTION },
    { text: 'I want to reschedule my check-up.', expect: ORDER },
    { text: 'Please cancel my booking for Tuesday.', expect: ORDER },
    { text: 'Two of us are vegetarian.', expect: NEUTRAL },
    { text: 'Could we sit outside?', expect: QUESTION },
    { text: 'Do I need a referral for the dermatologist?', expect: QUESTION },
    { text: 'The appointment is for my son, he is seven.', expect: NEUTRAL },
    { text: 'Can I pay by card?', expect: QUESTION },
    { text: 'I will take the 18:30 slot.', expect: ORDER },
    { text: 'Send me the confirmation by email please.', expect: ORDER },
    { text: 'Is the clinic wheelchair accessible?', expect: QUESTION },
    { text: 'Find me an Italian restaurant in San Jose.', expect: ORDER },
    { text: 'I am looking for a stylist who does balayage.', expect: ORDER },
    { text: 'It starts at noon and takes about forty minutes.', expect: NEUTRAL },
    { text: 'Does the menu have gluten-free options?', expect: QUESTION },
  ],
};

/** Words that carry a feeling elsewhere and none, or another one, here. */
export const falseFriends: BehaviourGroup = {
  name: 'false friends',
  about: 'A name, a dish, a term or an idiom is not read by its words alone.',
  cases: [
    { text: 'Is happy hour still from five to seven?', expect: QUESTION },
    { text: 'A table at the Angry Crab for two, please.', expect: NEUTRAL },
    { text: 'We would like to book the Joy Garden room.', expect: ORDER },
    {
      text: 'I need an appointment at the pain clinic.',
      expect: { labels: ['neutral'], valence: [-0.5, 0.3] },
    },
    { text: "I'm dying to try your tasting menu!", expect: PLEASED },
    { text: 'Your brunch is to die for.', expect: PLEASED },
    { text: 'We had an absolute blast last night!', expect: PLEASED },
    { text: 'Your tasting menu is insanely good.', expect: PLEASED },
    { text: 'Those ribs were wickedly good.', expect: PLEASED },
    {
      text: 'That dessert blew my mind!',
      expect: { labels: ['joy', 'surprise'], valence: [0, 1] },
    },
    { text: 'Do you still have the Bloody Mary on the menu?', expect: QUESTION },
    { text: 'The booking is under the name Savage.', expect: NEUTRAL },
    { text: 'What is your cancellation policy?', expect: QUESTION },
    { text: "Could I order the devil's food cake for six people?", expect: QUESTION },
    { text: 'Joy and Grace will arrive at eight.', expect: NEUTRAL },
    { text: 'Please make the curry extra hot.', expect: ORDER },
    {
      text: 'One of us is allergic to nuts.',
      expect: { labels: ['neutral'], valence: [-0.5, 0.2] },
    },
    { text: 'Is the emergency exit near our table?', expect: QUESTION },
    { text: 'Is the horror dinner theatre still on this Friday?', expect: QUESTION },
    { text: 'I am calling about the wisdom tooth removal on Monday.', expect: NEUTRAL },
    { text: 'The deadline for the deposit is Friday.', expect: NEUTRAL },
    { text: 'My daughter needs her dead ends trimmed.', expect: ORDER },
  ],
};
