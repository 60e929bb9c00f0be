import type { Guest } from '../../src/client/index.ts';

export const LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A guest of the demo, who is invented. */
export type DemoGuest = Guest & { readonly name: string; readonly locale: Language };

const NAMES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    ...[
      'Alice Marlow',
      'Ben Hartley',
      'Chloe Winters',
      'Daniel Osei',
      'Erin Blake',
      'Femi Adeyemi',
    ],
    ...[
      'Grace Holloway',
      'Harry Penrose',
      'Isla Fraser',
      'Jack Thornton',
      'Kira Nolan',
      'Leo Bright',
    ],
    ...[
      'Maya Collins',
      'Noah Redfern',
      'Olive Prescott',
      'Priya Raman',
      'Rory Quinn',
      'Sadie Lowe',
    ],
  ],
  de: [
    ...['Anna Lindner', 'Bernd Krüger', 'Clara Vogt', 'Dirk Sommer', 'Emma Reuter', 'Felix Brandt'],
    ...['Greta Hahn', 'Henrik Maurer', 'Ida Falk', 'Jonas Peters', 'Katrin Ebel', 'Lukas Stein'],
    ...['Mia Wagner', 'Nils Arndt'],
  ],
  fr: [
    ...['Adèle Fournier', 'Bastien Roche', 'Camille Perrin', 'Denis Marchal', 'Élise Garnier'],
    ...['Fabien Leroux', 'Gaëlle Picard', 'Hugo Besson', 'Inès Caron', 'Julien Dumas'],
    ...['Karine Blanc', 'Louis Meunier', 'Manon Rivière', 'Noé Chevalier'],
  ],
  es: [
    ...['Alba Ferrer', 'Bruno Castaño', 'Carmen Ibáñez', 'Diego Pascual', 'Elena Robles'],
    ...['Fermín Salas', 'Gloria Vidal', 'Hugo Navarro', 'Irene Cano', 'Jorge Prieto'],
    ...['Lucía Campos', 'Mateo Gil', 'Nuria Soler', 'Óscar Benítez'],
  ],
};

/** Telephone numbers that are set aside for fiction, of which two digits are left to fill in. */
const PHONES: Readonly<Partial<Record<Language, string>>> = {
  en: '+4477009001', // Ofcom
  de: '+493023125', // Bundesnetzagentur
  fr: '+3363998', // Arcep
};
const DIGITS: Readonly<Record<Language, number>> = { en: 2, de: 3, fr: 4, es: 0 };

/** All guests, the languages in turn. The first of each language are regular guests. */
export const GUESTS: readonly DemoGuest[] = Array.from({ length: 18 }, (_, place) =>
  LANGUAGES.flatMap((locale) => {
    const name = NAMES[locale][place];
    return name === undefined ? [] : [guestOf(name, locale, place)];
  }),
).flat();

/** Most guests have left a telephone number. Each third, and those without a number, has an address. */
function guestOf(name: string, locale: Language, place: number): DemoGuest {
  const id = name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll(' ', '-');
  const range = PHONES[locale];
  const phone = range && range + String(place + 10).padStart(DIGITS[locale], '0');
  return {
    ...{ id, name, locale },
    ...(phone === undefined ? {} : { phone }),
    ...(place % 3 === 0 || phone === undefined ? { email: `${id}@example.com` } : {}),
  };
}

/** The guests who came before, from whom past visits are drawn. */
export const REGULARS = GUESTS.slice(0, 28);

/** What the staff knows of some regular guests. */
export const NOTES: Readonly<
  Record<string, { tags: string[]; preferences?: string; staffNotes?: string }>
> = {
  'alice-marlow': {
    tags: ['regular', 'vip'],
    preferences: 'The table by the window, and still water.',
    staffNotes: 'Writes about restaurants. Always asks for Maria.',
  },
  'anna-lindner': {
    tags: ['regular', 'allergy: nuts'],
    preferences: 'A quiet table.',
    staffNotes: 'Severe allergy: tell the kitchen each time.',
  },
  'adele-fournier': {
    tags: ['regular', 'wheelchair'],
    preferences: 'A place without steps, near the entrance.',
  },
  'alba-ferrer': { tags: ['vegetarian'], preferences: 'The terrace when it is warm.' },
  'ben-hartley': {
    tags: ['business'],
    staffNotes: 'Brings clients. The bill goes to his company.',
  },
  'bastien-roche': { tags: ['wine'], staffNotes: 'Likes to hear about new bottles.' },
  'chloe-winters': { tags: ['high chair'], preferences: 'A high chair for the little one.' },
  'clara-vogt': { tags: ['birthday in spring', 'regular'] },
};

/** The guest who may not book any more, and why. */
export const REFUSED_GUEST = {
  ...{
    id: 'rex-malone',
    name: 'Rex Malone',
    email: 'rex-malone@example.com',
    locale: 'en' as const,
  },
  reason: 'Left twice without paying, and shouted at the waiter.',
} satisfies DemoGuest & { reason: string };
