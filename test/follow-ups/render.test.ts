import { describe, expect, it } from 'vitest';
import { localTime, renderFollowUp } from '../../src/follow-ups/planning/render.ts';

const HOUR = 60 * 60_000;
const STARTS = Date.parse('2027-03-27T18:00:00Z');

describe('the text of a follow-up', () => {
  const occasion = {
    venue: 'Chez Nous',
    timeZone: 'Europe/Paris',
    locale: 'en-GB',
    startsAt: STARTS,
    partySize: 4,
    expiresAt: null,
    feedbackUrl: null,
    upsell: null,
    told: [],
  };

  it('is in the guest’s language, at the venue’s local time', () => {
    expect(renderFollowUp('confirmation', occasion)).toMatchObject({
      when: expect.stringMatching(/^Saturday,? 27 March 2027 at 19:00$/),
      text: expect.stringMatching(
        /^Your booking at Chez Nous is confirmed: Saturday.*, party of 4\.$/,
      ),
    });
    const french = renderFollowUp('reminder', { ...occasion, locale: 'fr-CA' });
    expect(french.text).toContain('samedi 27 mars 2027');
    expect(french.subject).toMatch(/^Rappel/);
  });

  it('is entirely in English for a guest without a language, or with a language that has no phrases', () => {
    const english = renderFollowUp('reminder', { ...occasion, locale: 'en' });
    expect(english.when).toMatch(/^Saturday, March 27, 2027/);
    expect(english.text).toContain(`We look forward to seeing you at Chez Nous: ${english.when}`);
    for (const locale of ['ja', 'ne-NP', 'zh-Hant', null]) {
      expect(renderFollowUp('reminder', { ...occasion, locale })).toEqual(english);
    }
    expect(english.locale).toBe('en');
    // A regional tag of a language with phrases is kept.
    expect(renderFollowUp('reminder', { ...occasion, locale: 'fr-CA' }).locale).toBe('fr-CA');
  });

  it('has a feedback link only if the venue has one', () => {
    expect(renderFollowUp('thank_you', occasion).text).toBe(
      'Thank you for your visit to Chez Nous.',
    );
    const feedbackUrl = 'https://feedback.example/?booking=bkg_1';
    expect(renderFollowUp('thank_you', { ...occasion, feedbackUrl }).text).toContain(feedbackUrl);
  });

  it('names the zone when a local time occurs twice because clocks go back', () => {
    const first = Date.parse('2027-10-31T00:30:00Z');
    // Some versions of CLDR put a comma after the weekday, and others do not.
    const say = (at: number) => localTime(at, 'Europe/Paris', 'en-GB').replace(',', '');
    const said = [first, first + HOUR].map(say);
    expect(said).toEqual([
      'Sunday 31 October 2027 at 02:30 (CEST)',
      'Sunday 31 October 2027 at 02:30 (CET)',
    ]);
    expect(say(first + 2 * HOUR)).toBe('Sunday 31 October 2027 at 03:30');
  });

  it.each([
    // Clocks go back by half an hour, an hour and two hours.
    ['Australia/Lord_Howe', '2027-04-03T14:45:00Z', '2027-04-03T15:15:00Z', 'en-GB'],
    ['America/St_Johns', '2027-11-07T04:00:00Z', '2027-11-07T05:00:00Z', 'fr'],
    ['Antarctica/Troll', '2027-10-30T23:10:00Z', '2027-10-31T01:10:00Z', 'en-GB'],
    ['Antarctica/Troll', '2027-10-31T00:50:00Z', '2027-10-31T02:50:00Z', 'de'],
  ])(
    'says the two occurrences of a local time in %s differently',
    (zone, first, second, locale) => {
      const [one = '', other = ''] = [first, second].map((at) =>
        localTime(Date.parse(at), zone, locale),
      );
      expect(one).not.toBe(other);
      const bare = (text: string) => text.replace(/ \([^)]+\)$/, '');
      expect(bare(one)).toBe(bare(other));
      expect(bare(one)).not.toBe(one);
      expect(bare(other)).not.toBe(other);
    },
  );

  it('names no zone outside the hours that occur twice', () => {
    for (const at of ['2027-10-30T22:59:00Z', '2027-10-31T03:00:00Z', '2027-03-28T01:30:00Z']) {
      expect(localTime(Date.parse(at), 'Antarctica/Troll', 'en-GB')).not.toContain('(');
    }
  });
});
