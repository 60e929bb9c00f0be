import {
  AFRAID,
  type BehaviourGroup,
  DELIGHTED,
  DISPLEASED,
  FRIENDLY,
  FURIOUS,
  LET_DOWN,
  NEUTRAL,
  PLEASED,
  RATHER_DISPLEASED,
  RATHER_PLEASED,
} from '../expectations.ts';

/** Things denied both ways, feelings denied, and refusals and corrections that are neutral. */
export const NEGATION: BehaviourGroup = {
  name: 'negation',
  about: 'Things denied both ways, feelings denied, and refusals and corrections that are neutral',
  cases: [
    {
      text: "We didn't have to wait a single minute, which with three kids is a miracle",
      expect: { labels: ['joy', 'surprise'], valence: [0.1, 1] },
    },
    { text: "Not bad at all, I'd come back for the ribs", expect: PLEASED },
    { text: "can't fault it, nothing was too much trouble for your staff", expect: PLEASED },
    {
      text: "I have no complaints about the cut, it's just what I asked for",
      expect: RATHER_PLEASED,
    },
    { text: "It wasn't good. Not the food, not the music, not the seats.", expect: DISPLEASED },
    { text: "I wasn't impressed with the groomer", expect: DISPLEASED },
    { text: 'Never been so well looked after at a garage', expect: PLEASED },
    { text: 'Not a single person came to our table for half an hour', expect: RATHER_DISPLEASED },
    {
      text: "I'm not angry about the mix-up, I'd just like to know if Thursday still stands",
      expect: { labels: ['neutral', 'surprise'], valence: [-0.4, 0.3] },
      note: 'a feeling denied is not that feeling',
    },
    { text: "don't worry about it, these things happen", expect: FRIENDLY },
    { text: 'No need to be sorry, we had fun waiting at the bar', expect: PLEASED },
    {
      text: "I am not happy with the colour, it's nowhere near the photo I showed you",
      expect: DISPLEASED,
    },
    {
      text: "No thanks, we've eaten already",
      expect: { labels: ['joy', 'neutral'], valence: [-0.3, 0.4] },
    },
    { text: 'Not the 14th, the 15th', expect: NEUTRAL },
    { text: "That's not my number, mine ends in 82", expect: NEUTRAL },
    { text: "We won't need the high chair after all", expect: NEUTRAL },
    { text: "I don't want a fringe, just the ends off please", expect: NEUTRAL },
    { text: 'nobody picked up the phone and nobody rang back either', expect: RATHER_DISPLEASED },
    { text: "The dentist wasn't scary at all, my son wants to go again", expect: PLEASED },
    { text: "I'm not nervous any more since Dr Patel explained everything", expect: PLEASED },
    { text: "The girls on reception couldn't have been nicer to my mum", expect: PLEASED },
    { text: "I wouldn't send my worst enemy to that salon", expect: DISPLEASED },
    {
      text: "This isn't what we ordered, we asked for the vegetarian one",
      expect: RATHER_DISPLEASED,
    },
    { text: "The massage didn't help my back one bit, waste of money", expect: DISPLEASED },
    {
      text: 'It was neither good nor bad, just a haircut',
      expect: { labels: ['neutral'], valence: [-0.35, 0.35] },
    },
    { text: 'None of us eat meat, so no steak knives needed', expect: NEUTRAL },
  ],
};

/** Two feelings joined by a turn, of which one clearly decides. */
export const CONTRAST: BehaviourGroup = {
  name: 'contrast',
  about: 'Two feelings joined by a turn, of which one clearly decides',
  cases: [
    { text: 'I was sceptical about a vegan steakhouse but honestly we loved it', expect: PLEASED },
    { text: 'Parking was a pain but the lesson was worth every minute', expect: PLEASED },
    {
      text: 'Lovely room, shame about the drilling from 7 in the morning',
      expect: { labels: ['anger', 'disgust', 'sadness'], valence: [-1, 0] },
    },
    {
      text: "You used to be our favourite place for birthdays, now I wouldn't bother",
      expect: DISPLEASED,
    },
    {
      text: "It took two visits to get the brakes right, but she's driving like new now, very pleased",
      expect: PLEASED,
    },
    { text: 'the waiter was sweet but the food was so bad we left half of it', expect: DISPLEASED },
    {
      text: 'Started badly with a lost booking, ended up being the best night of our holiday',
      expect: PLEASED,
    },
    { text: 'Although it rained the whole tour our guide kept us laughing', expect: PLEASED },
    { text: 'Nice enough staff, but my nails chipped within two days', expect: RATHER_DISPLEASED },
    { text: 'Expensive, yes, but I would pay it again tomorrow', expect: PLEASED },
    {
      text: 'The view is gorgeous. That does not make up for cold soup and a rude host.',
      expect: DISPLEASED,
    },
    {
      text: "my daughter cried the first day, and now she can't wait for Saturdays!",
      expect: PLEASED,
    },
    { text: 'Everyone raved about you so I expected more, it was bland', expect: DISPLEASED },
    { text: "We don't normally like buffets but this one won us over", expect: PLEASED },
    {
      text: 'I would love to give five stars but not after how you spoke to my wife',
      expect: DISPLEASED,
    },
    { text: "It looks a bit run down outside, inside it's a gem", expect: PLEASED },
    {
      text: "The doctor himself is good, but I'm leaving the practice because of how rude reception is",
      expect: DISPLEASED,
    },
    {
      text: 'Thanks for the voucher but it had expired before it even arrived',
      expect: RATHER_DISPLEASED,
    },
    { text: 'We had to queue for a table, but with that sunset nobody cared', expect: PLEASED },
    { text: 'Great price, terrible haircut. My hat stays on till June.', expect: DISPLEASED },
    {
      text: 'I was dreading the injection, turns out I barely felt it',
      expect: { labels: ['joy', 'surprise'], valence: [0.05, 1] },
    },
    { text: 'Small portions but every plate was perfect', expect: PLEASED },
    {
      text: "I know you're busy, but three unanswered emails is too many",
      expect: RATHER_DISPLEASED,
    },
    {
      text: "First impression: chaos. By dessert we didn't want to leave.",
      expect: RATHER_PLEASED,
    },
    { text: "We wanted so much to like it, and we just didn't", expect: LET_DOWN },
  ],
};

/** Faint and strong wordings, which should be told apart by valence. */
export const INTENSITY: BehaviourGroup = {
  name: 'intensity',
  about: 'Faint and strong wordings, which should be told apart by valence',
  cases: [
    { text: 'It was okay', expect: { labels: ['joy', 'neutral'], valence: [-0.2, 0.6] } },
    { text: 'Absolutely magnificent from start to finish', expect: DELIGHTED },
    {
      text: 'This was hands down the worst meal of my life',
      expect: { labels: ['anger', 'disgust', 'sadness'], valence: [-1, -0.4] },
    },
    {
      text: 'Slightly disappointed with the size of the room',
      expect: { labels: ['sadness', 'anger'], valence: [-0.8, -0.05] },
    },
    { text: 'pretty decent curry for the money', expect: RATHER_PLEASED },
    { text: "I'm beyond furious", expect: FURIOUS },
    { text: "We're over the moon with the photos from the spa day", expect: DELIGHTED },
    {
      text: 'A tad slow on the drinks',
      expect: { labels: ['anger', 'sadness', 'neutral'], valence: [-0.7, 0] },
    },
    { text: 'Extremely unprofessional, the whole lot of you', expect: FURIOUS },
    { text: 'so so so good', expect: DELIGHTED },
    {
      text: 'The class was fine, nothing special',
      expect: { labels: ['joy', 'neutral', 'sadness'], valence: [-0.4, 0.4] },
    },
    { text: 'I cannot tell you how much this haircut has cheered me up', expect: DELIGHTED },
    { text: "a little bit nervous about tomorrow's extraction", expect: AFRAID },
    {
      text: 'I am absolutely terrified of needles',
      expect: { labels: ['fear'], valence: [-1, -0.3] },
    },
    { text: 'Best vet in the county by a mile', expect: DELIGHTED },
    {
      text: "utterly heartbroken that you're closing",
      expect: { labels: ['sadness'], valence: [-1, -0.35] },
    },
    {
      text: 'Mildly annoying that the app logged me out twice',
      expect: { labels: ['anger', 'sadness'], valence: [-0.8, -0.05] },
    },
    { text: 'The museum tour was really really boring', expect: RATHER_DISPLEASED },
    { text: 'quite pleased with the new tyres', expect: PLEASED },
    { text: 'incredibly rude man on the front desk', expect: FURIOUS },
    {
      text: "Gutted is an understatement, we'd planned this trip for a year",
      expect: { labels: ['sadness'], valence: [-1, -0.3] },
    },
    { text: 'We like the new menu', expect: PLEASED },
    { text: 'We are completely and totally obsessed with your dumplings', expect: DELIGHTED },
    {
      text: 'that soup was vile, truly vile',
      expect: { labels: ['disgust', 'anger'], valence: [-1, -0.4] },
    },
  ],
};
