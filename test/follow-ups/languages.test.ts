import { describe, expect, it } from 'vitest';
import { isolate } from '../../src/follow-ups/planning/isolate.ts';
import type { SpokenKind } from '../../src/follow-ups/planning/phrase.ts';
import { renderFollowUp } from '../../src/follow-ups/planning/render.ts';

const FSI = '\u2068';
const PDI = '\u2069';
const KINDS: readonly SpokenKind[] = [
  'confirmation',
  'moved',
  'cancellation',
  'reminder',
  'upsell',
  'thank_you',
  'waitlist_offer',
];

describe('the text for a guest whose language has another calendar, digits or direction', () => {
  const occasion = {
    venue: 'Chez Nous',
    timeZone: 'Europe/Paris',
    locale: 'en',
    startsAt: Date.parse('2027-03-27T18:00:00Z'),
    partySize: 4,
    expiresAt: Date.parse('2027-03-20T10:15:00Z'),
    feedbackUrl: 'https://feedback.example/?booking=bkg_1',
    upsell: 'Oysters?',
    told: [],
  };
  const render = (kind: SpokenKind, locale: string | null) =>
    renderFollowUp(kind, { ...occasion, locale });

  it.each([
    'fa',
    'fa-IR',
    'th-TH',
    'th-TH-u-ca-buddhist-nu-thai',
    'ar',
    'ar-EG',
    'ar-SA-u-ca-islamic-umalqura',
    'he-IL-u-ca-hebrew',
    'ur-PK',
    'ja-JP-u-ca-japanese',
    'hi-u-nu-deva',
    'zh-Hant-TW-u-ca-roc',
    'am-ET',
    'und',
  ])('%s is the English text, with its date', (locale) => {
    for (const kind of KINDS) expect(render(kind, locale)).toEqual(render(kind, 'en'));
    const { locale: told, direction, when } = render('reminder', locale);
    expect([told, direction]).toEqual(['en', 'ltr']);
    expect(when).toMatch(/^Saturday, March 27, 2027 at 7:00\sPM$/);
  });

  it.each([
    ['en-TH', 'en-TH', /^Saturday, March 27, 2027/],
    ['en-u-ca-buddhist', 'en', /^Saturday, March 27, 2027/],
    ['en-GB-u-ca-hebrew-nu-hebr', 'en-GB', /^Saturday,? 27 March 2027 at 19:00$/],
    ['fr-IR', 'fr-IR', /^samedi 27 mars 2027/],
    ['fr-MA-u-nu-arab', 'fr-MA', /^samedi 27 mars 2027/],
    ['de-1996-u-ca-islamic', 'de', /^Samstag, 27\. März 2027/],
    ['es-419-u-ca-persian', 'es-419', /^sábado, 27 de marzo de 2027/],
    ['en-Shaw-GB', 'en-GB', /^Saturday,? 27 March 2027/],
  ])('%s has the date of %s in the Gregorian calendar and Western digits', (locale, told, when) => {
    const content = render('confirmation', locale);
    expect(content.locale).toBe(told);
    expect(content.when).toMatch(when);
    expect(content.text).toContain(content.when);
    expect(content.subject).toContain(content.when);
  });

  it.each(['מסעדת הים', 'مطعم البحر 24', 'Café ליד הים (חיפה)', '\u200fChez'])(
    'isolates the name %s in subject and text',
    (venue) => {
      for (const kind of KINDS) {
        for (const locale of ['en', 'fr', 'de', 'es', 'he', 'ar']) {
          const content = renderFollowUp(kind, { ...occasion, venue, locale });
          const said = kind === 'upsell' ? [content.subject] : [content.subject, content.text];
          for (const line of said) {
            expect(line.split(`${FSI}${venue}${PDI}`), line).toHaveLength(2);
            expect(line.split(FSI)).toHaveLength(2);
          }
          expect(content.when).not.toContain(FSI);
        }
      }
    },
  );

  it('contains no invisible characters when everything in it runs left to right', () => {
    for (const venue of ['Chez Nous', '海邊餐廳', 'Ресторан', '24/7 & Söhne']) {
      for (const kind of KINDS) {
        for (const locale of ['en', 'fr', 'de', 'es', 'fa']) {
          const { subject, text } = renderFollowUp(kind, { ...occasion, venue, locale });
          expect(subject + text).not.toMatch(/[\u2066-\u2069\u200e\u200f]/);
        }
      }
    }
  });

  it('isolates every value of a text that runs right to left', () => {
    expect(isolate('Chez Nous', 'rtl')).toBe(`${FSI}Chez Nous${PDI}`);
    expect(isolate('מסעדה', 'rtl')).toBe(`${FSI}מסעדה${PDI}`);
    expect(isolate('Chez Nous', 'ltr')).toBe('Chez Nous');
    // Thaana, N'Ko, Adlam and Hanifi Rohingya.
    for (const name of ['ދިވެހި', 'ߒߞߏ', '𞤀𞤣𞤤', '𐴀𐴁']) {
      expect(isolate(name, 'ltr')).toBe(FSI + name + PDI);
    }
  });
});
