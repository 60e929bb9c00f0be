import {
  type BehaviourGroup,
  DISPLEASED,
  type Expectation,
  FOREIGN,
  FOREIGN_SCRIPT,
  FRIENDLY,
  PLEASED,
  RATHER_DISPLEASED,
} from '../expectations.ts';

/** Good and bad in equal parts: any of the two, or neither, and not far from the middle. */
const EITHER_WAY: Expectation = {
  labels: ['joy', 'anger', 'disgust', 'sadness', 'neutral', 'surprise'],
  valence: [-0.6, 0.6],
};

/** Two feelings at once, and praise that is none. */
export const mixed: BehaviourGroup = {
  name: 'mixed messages and sarcasm',
  about: 'Two feelings at once stay near the middle, and sarcasm is a complaint.',
  cases: [
    { text: 'Oh brilliant, double-booked again.', expect: DISPLEASED },
    { text: 'Thanks to your mix-up we missed the whole show.', expect: DISPLEASED },
    { text: 'Fantastic, so I took a day off work for nothing.', expect: DISPLEASED },
    { text: 'Lovely, cold chips and warm beer. Just what I ordered.', expect: RATHER_DISPLEASED },
    { text: 'The massage was heavenly. The bill was not.', expect: EITHER_WAY },
    {
      text: "I'm happy with the crown but it took three visits and I'm exhausted.",
      expect: EITHER_WAY,
    },
    {
      text: 'Wow, only an hour late this time. New record.',
      expect: { labels: ['anger', 'disgust', 'sadness', 'surprise'], valence: [-1, -0.05] },
    },
    { text: 'Thank you for nothing.', expect: DISPLEASED },
    { text: "Sure, because who doesn't love being ignored for half an hour?", expect: DISPLEASED },
    { text: 'I love the cut, hate the colour.', expect: EITHER_WAY },
    {
      text: 'Sad to see you close but thank you for twenty wonderful years.',
      expect: { labels: ['joy', 'sadness'], valence: [-0.5, 1] },
    },
    {
      text: 'Nervous but also really excited about my new smile!',
      expect: { labels: ['joy', 'fear'], valence: [-0.4, 1] },
    },
    {
      text: 'If you enjoy being shouted at while you eat, this is the place for you.',
      expect: DISPLEASED,
    },
    { text: 'Food 10/10, wait time 1/10.', expect: EITHER_WAY },
    { text: "Nice of you to let me know after I'd already driven there.", expect: DISPLEASED },
    { text: 'The kids had a blast, we had a headache.', expect: EITHER_WAY },
  ],
};

/** What an English reader must not pretend to read, and what only looks foreign. */
export const languages: BehaviourGroup = {
  name: 'languages',
  about: 'Other languages and scripts are left alone; English with a foreign word is not.',
  cases: [
    {
      text: 'Guten Abend, ich hätte gern einen Tisch für drei Personen am Freitag.',
      expect: FOREIGN,
    },
    { text: 'Le coiffeur a complètement raté ma couleur, je suis furieuse.', expect: FOREIGN },
    {
      text: 'Muchísimas gracias, la cena estuvo increíble y nos trataron de maravilla.',
      expect: FOREIGN,
    },
    { text: 'Vorrei spostare la visita a giovedì pomeriggio, se possibile.', expect: FOREIGN },
    { text: 'Estou com muito medo da cirurgia de amanhã.', expect: FOREIGN },
    {
      text: 'Wat een teleurstelling, het eten was koud en de bediening onbeschoft.',
      expect: FOREIGN,
    },
    { text: 'Czy mogę umówić się do dentysty w przyszłym tygodniu?', expect: FOREIGN },
    { text: 'Yarın akşam için iki kişilik masa ayırtmak istiyorum.', expect: FOREIGN },
    { text: 'Jag är jättenöjd med klippningen, tack så mycket!', expect: FOREIGN },
    { text: 'Saya mau pesan meja untuk empat orang nanti malam', expect: FOREIGN },
    { text: 'Здравствуйте, можно записаться на стрижку в субботу?', expect: FOREIGN_SCRIPT },
    { text: 'Το φαγητό ήταν υπέροχο, ευχαριστούμε πολύ!', expect: FOREIGN_SCRIPT },
    { text: 'الخدمة كانت سيئة جدا ولن نعود مرة أخرى', expect: FOREIGN_SCRIPT },
    { text: 'אפשר להזמין שולחן לארבעה להערב?', expect: FOREIGN_SCRIPT },
    { text: 'मुझे कल सुबह डॉक्टर से मिलना है।', expect: FOREIGN_SCRIPT },
    { text: '菜很好吃，服务员也很热情。', expect: FOREIGN_SCRIPT },
    { text: '明日の夜7時に二名で予約できますか。', expect: FOREIGN_SCRIPT },
    { text: '예약을 취소하고 싶어요', expect: FOREIGN_SCRIPT },
    { text: 'The crème brûlée was divine, merci beaucoup!', expect: PLEASED },
    { text: 'Table for two tonight at eight, por favor.', expect: FRIENDLY },
  ],
};
