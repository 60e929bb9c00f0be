import {
  type BehaviourGroup,
  DELIGHTED,
  DISPLEASED,
  LET_DOWN,
  PLEASED,
  RATHER_DISPLEASED,
  RATHER_PLEASED,
} from '../expectations.ts';

/** What a "not" does to the word after it. */
export const negation: BehaviourGroup = {
  name: 'negation',
  about: 'A negated feeling is not the feeling, and a negated fault is often praise.',
  cases: [
    { text: "The colour isn't bad at all, actually I rather like it.", expect: PLEASED },
    { text: "We didn't enjoy the tasting menu.", expect: DISPLEASED },
    {
      text: "I'm not angry, I just want to move the appointment to Friday.",
      expect: { labels: ['neutral'], valence: [-0.4, 0.3] },
    },
    { text: "Honestly, I couldn't be happier with my new fringe.", expect: DELIGHTED },
    {
      text: 'No complaints from our side, everything was as it should be.',
      expect: RATHER_PLEASED,
    },
    { text: 'Never had a better facial in my life.', expect: PLEASED },
    { text: 'The hygienist was not gentle.', expect: RATHER_DISPLEASED },
    {
      text: "It didn't hurt one bit, I was worried for nothing!",
      expect: { labels: ['joy', 'surprise'], valence: [0, 1] },
    },
    { text: "The waiter wasn't friendly and didn't even bring us water.", expect: DISPLEASED },
    { text: "I don't hate it, but I won't be rushing back either.", expect: RATHER_DISPLEASED },
    { text: "There's nothing I would change about that evening.", expect: RATHER_PLEASED },
    { text: "I wouldn't recommend this clinic to anyone.", expect: DISPLEASED },
    { text: 'Not once did anyone apologise.', expect: RATHER_DISPLEASED },
    {
      text: "I'm not scared of needles, so no special arrangements needed.",
      expect: { labels: ['neutral', 'joy'], valence: [-0.3, 0.6] },
    },
    { text: 'None of us were disappointed with the set lunch.', expect: RATHER_PLEASED },
    { text: "The steak wasn't nearly as good as last time.", expect: RATHER_DISPLEASED },
  ],
};

/** Two judgements in one message, of which one weighs more. */
export const contrast: BehaviourGroup = {
  name: 'contrast',
  about: 'Of a good and a bad half, the half that the sentence stresses decides.',
  cases: [
    { text: 'Gorgeous terrace, but the service was painfully slow.', expect: RATHER_DISPLEASED },
    {
      text: 'Service was a bit slow, but the lamb was worth every minute.',
      expect: RATHER_PLEASED,
    },
    {
      text: 'The salon looks beautiful; however, my highlights came out orange.',
      expect: RATHER_DISPLEASED,
    },
    {
      text: 'Although we waited twenty minutes for the table, dinner was fantastic.',
      expect: PLEASED,
    },
    { text: 'Despite the great reviews, the fish arrived cold and bland.', expect: DISPLEASED },
    { text: 'Despite my nerves, the extraction went really well.', expect: RATHER_PLEASED },
    {
      text: 'The dentist himself is excellent, but your front desk never answers the phone and was very dismissive with me.',
      expect: RATHER_DISPLEASED,
    },
    {
      text: 'Parking is a nightmare, but honestly the food makes up for it.',
      expect: RATHER_PLEASED,
    },
    {
      text: 'I wanted to love this place. Unfortunately it was a let-down from start to finish.',
      expect: LET_DOWN,
    },
    {
      text: 'My stylist was running late, though she did a wonderful job in the end.',
      expect: RATHER_PLEASED,
    },
    {
      text: 'Even though the doctor was kind, I left feeling brushed off and upset.',
      expect: DISPLEASED,
    },
    {
      text: "The room was cramped and noisy. Still, one of the best curries I've had in this city.",
      expect: RATHER_PLEASED,
    },
    { text: "Great cocktails, shame about the bartender's attitude.", expect: RATHER_DISPLEASED },
    { text: "It's pricey, yet I'd happily pay it again.", expect: RATHER_PLEASED },
    {
      text: 'While the massage was relaxing, being overcharged afterwards ruined it.',
      expect: DISPLEASED,
    },
    {
      text: 'I was dreading the root canal, but Dr Okafor was so gentle I nearly fell asleep.',
      expect: RATHER_PLEASED,
    },
  ],
};
