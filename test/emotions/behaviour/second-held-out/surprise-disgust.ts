import { ANGRY, type BehaviourGroup, DISGUSTED, SURPRISED } from '../expectations.ts';

/** Surprise, confusion, curiosity and realisation, good and bad. */
export const SURPRISE: BehaviourGroup = {
  name: 'surprise',
  about: 'Surprise, confusion, curiosity and realisation, good and bad',
  cases: [
    {
      text: "Wait, you're open on Christmas Day?!",
      expect: { labels: ['surprise'], valence: [-0.3, 0.6] },
    },
    {
      text: "I don't understand, the website says 5pm and your email says 6",
      expect: { labels: ['surprise', 'anger'], valence: [-0.6, 0.2] },
    },
    {
      text: "Oh! I had no idea you'd moved to Station Road",
      expect: { labels: ['surprise'], valence: [-0.5, 0.6] },
    },
    { text: "I'm confused about which form to fill in", expect: SURPRISED },
    {
      text: "what do you mean there's no booking??",
      expect: { labels: ['surprise', 'anger'], valence: [-0.8, 0.2] },
    },
    {
      text: 'Just realised I gave you the wrong date',
      expect: { labels: ['surprise', 'neutral', 'sadness'], valence: [-0.6, 0.3] },
    },
    {
      text: 'Well I never, a free dessert',
      expect: { labels: ['joy', 'surprise'], valence: [0, 1] },
    },
    {
      text: 'huh, I thought it was £30',
      expect: { labels: ['surprise', 'neutral'], valence: [-0.6, 0.4] },
    },
    {
      text: "Can't believe it's been ten years since our first dinner here",
      expect: { labels: ['joy', 'surprise'], valence: [-0.2, 1] },
    },
    { text: 'Blimey, you replied fast!', expect: { labels: ['joy', 'surprise'], valence: [0, 1] } },
    { text: 'Did I really book for twenty people? I only meant two!', expect: SURPRISED },
    {
      text: 'How on earth did you get him to sit still for the clippers?',
      expect: { labels: ['joy', 'surprise'], valence: [-0.2, 1] },
    },
    {
      text: "I'm curious, what makes the broth so dark?",
      expect: { labels: ['surprise', 'neutral'], valence: [-0.2, 0.6] },
    },
    {
      text: "Ah, so that's why nobody answered, you were on holiday",
      expect: { labels: ['surprise', 'neutral'], valence: [-0.5, 0.4] },
    },
    {
      text: 'Not sure I follow, do I pay the clinic or the insurer?',
      expect: { labels: ['surprise', 'neutral'], valence: [-0.5, 0.3] },
    },
    {
      text: 'OMG I won the spa voucher?',
      expect: { labels: ['joy', 'surprise'], valence: [0, 1] },
    },
    {
      text: 'Never expected to see a sushi place in our village!',
      expect: { labels: ['joy', 'surprise'], valence: [-0.1, 1] },
    },
    { text: "That's odd, the confirmation has somebody else's name on it", expect: SURPRISED },
    { text: "Per person or for the whole table? I'm puzzled by the menu", expect: SURPRISED },
    {
      text: 'We were stunned when the whole staff came out singing for her',
      expect: { labels: ['joy', 'surprise'], valence: [0, 1] },
    },
    { text: 'Hang on, that was today? I had it down for tomorrow!', expect: SURPRISED },
    {
      text: 'Am I reading this right, a full service for £49?',
      expect: { labels: ['surprise'], valence: [-0.5, 0.7] },
    },
    {
      text: 'I was taken aback by the bill',
      expect: { labels: ['surprise', 'anger'], valence: [-0.8, 0.1] },
    },
    {
      text: "no way!! the same chef as at Lorenzo's?",
      expect: { labels: ['joy', 'surprise'], valence: [-0.1, 1] },
    },
  ],
};

/** Dirt, smells, bad food and conduct that turns the stomach. */
export const DISGUST: BehaviourGroup = {
  name: 'disgust',
  about: 'Dirt, smells, bad food and conduct that turns the stomach',
  cases: [
    {
      text: 'There was a cockroach in the bathroom',
      expect: { labels: ['disgust', 'anger', 'fear', 'surprise'], valence: [-1, -0.1] },
    },
    { text: "The glass had somebody else's lipstick on it", expect: DISGUSTED },
    { text: 'Found a used plaster in my salad, I nearly threw up', expect: DISGUSTED },
    { text: 'Revolting smell in the changing rooms', expect: DISGUSTED },
    { text: "The sheets had stains I'd rather not describe", expect: DISGUSTED },
    { text: 'gross, sticky menus and sticky floors', expect: DISGUSTED },
    { text: 'Your stylist picked her nose and then touched my hair', expect: DISGUSTED },
    { text: 'The oysters tasted like drains', expect: DISGUSTED },
    { text: 'it makes me sick how that man talks to his waitresses', expect: DISGUSTED },
    {
      text: 'We saw a mouse run under the pastry counter',
      expect: { labels: ['disgust', 'anger', 'fear', 'surprise'], valence: [-1, -0.1] },
    },
    {
      text: 'mould on the bread, actual green mould',
      expect: { labels: ['disgust', 'anger', 'surprise'], valence: [-1, -0.15] },
    },
    { text: "Someone's toenail was on the treatment bed, I feel sick", expect: DISGUSTED },
    { text: 'The milk had gone off and you still put it in my tea', expect: DISGUSTED },
    { text: 'Filthy hire car, it stank of cigarettes', expect: DISGUSTED },
    {
      text: 'I felt dirty after that so-called spa',
      expect: { labels: ['disgust', 'anger', 'sadness'], valence: [-1, -0.2] },
    },
    { text: 'Hair in the drain, hair on the soap, hair on the towel. Yuck.', expect: DISGUSTED },
    { text: 'That slimy thing you call an omelette turned my stomach', expect: DISGUSTED },
    {
      text: "There was blood on the dentist's tray from the person before me",
      expect: { labels: ['disgust', 'anger', 'fear'], valence: [-1, -0.15] },
    },
    { text: 'Rancid oil, I could taste it all night', expect: DISGUSTED },
    {
      text: 'absolutely nauseating, the chicken was grey and wet',
      expect: { labels: ['disgust', 'anger'], valence: [-1, -0.4] },
    },
    {
      text: 'Leering at teenage girls is disgusting and your barman should be ashamed',
      expect: ANGRY,
    },
    { text: 'Flies all over the buffet and nobody covers it', expect: DISGUSTED },
    { text: 'Your hot tub had a film of grease on top, eww', expect: DISGUSTED },
    { text: 'the rice was crawling with weevils', expect: DISGUSTED },
  ],
};
