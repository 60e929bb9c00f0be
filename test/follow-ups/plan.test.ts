import { describe, expect, it } from 'vitest';
import { backoffMs, MAX_FAILURES } from '../../src/follow-ups/delivery/backoff.ts';
import { type Firing, verdictOf } from '../../src/follow-ups/delivery/verdict.ts';
import {
  eventTypeOf,
  type Happening,
  planEvent,
  planFollowUps,
} from '../../src/follow-ups/planning/plan.ts';
import { localTime, renderFollowUp } from '../../src/follow-ups/planning/render.ts';
import { DEFAULT_FOLLOW_UPS, type FollowUps } from '../../src/venues/follow-up-settings.ts';

/** The defaults, for a venue that also writes into conversations. */
const FOLLOW_UPS: FollowUps = { ...DEFAULT_FOLLOW_UPS, channels: ['email', 'conversation'] };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2027-03-20T10:00:00Z');
const STARTS = Date.parse('2027-03-27T18:00:00Z');

const happening = (more: Partial<Happening> = {}): Happening => ({
  event: 'confirmed',
  version: 1,
  scheduleVersion: 1,
  state: 'confirmed',
  stateBefore: null,
  at: NOW,
  startsAt: STARTS,
  endsAt: STARTS + 2 * HOUR,
  holdExpiresAt: null,
  partySize: 4,
  shownBookingId: 'bkg_1',
  venue: { name: 'Chez Nous', timeZone: 'Europe/Paris', followUps: FOLLOW_UPS },
  guest: { locale: 'en-GB', hasEmail: true },
  hasConversation: true,
  isOffer: false,
  ...more,
});
const withSettings = (more: object) =>
  happening({
    venue: {
      name: 'Chez Nous',
      timeZone: 'Europe/Paris',
      followUps: { ...FOLLOW_UPS, ...more },
    },
  });
const told = (happened: Happening, now = NOW) =>
  planFollowUps(happened, now).map(({ kind, channel, dueAt }) => [
    kind,
    channel,
    (dueAt - STARTS) / HOUR,
  ]);

describe('planning', () => {
  it('confirms at once, reminds a day and two hours before, and thanks two hours after', () => {
    const now = (NOW - STARTS) / HOUR;
    expect(told(happening())).toEqual([
      ['confirmation', 'email', now],
      ['confirmation', 'conversation', now],
      ['reminder', 'email', -24],
      ['reminder', 'conversation', -24],
      ['reminder', 'email', -2],
      ['reminder', 'conversation', -2],
      ['thank_you', 'email', 4],
      ['thank_you', 'conversation', 4],
    ]);
  });

  it('writes only where the guest can be reached, and the venue wants it', () => {
    const channels = (happened: Happening) =>
      new Set(planFollowUps(happened, NOW).map(({ channel }) => channel));
    expect(channels(happening({ hasConversation: false }))).toEqual(new Set(['email']));
    const guest = { locale: null, hasEmail: false };
    expect(channels(happening({ guest }))).toEqual(new Set(['conversation']));
    expect(channels(withSettings({ channels: ['email'] }))).toEqual(new Set(['email']));
    expect(told(happening({ guest, hasConversation: false }))).toEqual([]);
  });

  it('leaves out reminders whose time has passed', () => {
    const late = STARTS - 3 * HOUR;
    const kinds = told(happening({ at: late, hasConversation: false }), late);
    expect(kinds).toEqual([
      ['confirmation', 'email', -3],
      ['reminder', 'email', -2],
      ['thank_you', 'email', 4],
    ]);
  });

  it('follows the settings: no thanks, an offer, a no-show by itself', () => {
    const happened = withSettings({
      reminders: [],
      thankYouAfter: null,
      upsell: { before: 180, text: 'A glass of champagne?' },
      noShowAfter: 30,
      channels: ['conversation'],
    });
    expect(told(happened).slice(1)).toEqual([
      ['upsell', 'conversation', -3],
      ['no_show_check', 'booking', 0.5],
    ]);
    expect(planFollowUps(happened, NOW)[1]?.content?.text).toBe('A glass of champagne?');
  });

  it.each([
    ['a hold', { event: 'held', state: 'held', holdExpiresAt: NOW + HOUR }, []],
    [
      'an offer to who waited',
      { event: 'held', state: 'held', holdExpiresAt: NOW + HOUR, isOffer: true },
      ['waitlist_offer'],
    ],
    ['a confirmed hold', { event: 'confirm', version: 2, stateBefore: 'held' }, ['confirmation']],
    ['a move', { event: 'reschedule', version: 2, scheduleVersion: 2 }, ['moved']],
    [
      'a move of a hold',
      { event: 'reschedule', version: 2, scheduleVersion: 2, state: 'held' },
      [],
    ],
    ['another party', { event: 'change', version: 3, scheduleVersion: 3 }, ['moved']],
    ['other notes', { event: 'change', version: 3, scheduleVersion: 1 }, []],
    [
      'a cancellation',
      {
        event: 'cancel',
        version: 2,
        scheduleVersion: 2,
        state: 'cancelled',
        stateBefore: 'confirmed',
      },
      ['cancellation'],
    ],
    [
      'a cancelled hold',
      { event: 'cancel', version: 2, scheduleVersion: 2, state: 'cancelled', stateBefore: 'held' },
      [],
    ],
    ['seating', { event: 'seat', version: 2, state: 'seated' }, []],
    ['an erasure', { event: 'erase', version: 2, scheduleVersion: 2, state: 'cancelled' }, []],
  ] as const)('of %s says what is to be said', (_, more, notices) => {
    const kinds = planFollowUps(happening(more as Partial<Happening>), NOW).map(({ kind }) => kind);
    const lasting = ['reminder', 'thank_you'];
    expect([...new Set(kinds)].filter((kind) => !lasting.includes(kind))).toEqual(notices);
    const plansAhead = notices.some((kind) => kind === 'confirmation' || kind === 'moved');
    expect(kinds.some((kind) => lasting.includes(kind))).toBe(plansAhead);
  });

  it('gives each job of an event a purpose of its own', () => {
    const purposes = planFollowUps(happening(), NOW).map(({ purpose }) => purpose);
    expect(new Set(purposes).size).toBe(purposes.length);
  });

  it('tells endpoints of what they listen to', () => {
    const listeners = [
      { id: 'a', events: ['booking.confirmed', 'booking.rescheduled'] as const },
      { id: 'b', events: ['message.created'] as const },
    ];
    expect(planEvent('booking.confirmed', listeners, NOW)).toMatchObject([
      { webhookId: 'a', event: 'booking.confirmed', kind: 'event', dueAt: NOW },
    ]);
    expect(planEvent(undefined, listeners, NOW)).toEqual([]);
  });

  it.each([
    ['held', 1, 1, 'booking.held'],
    ['confirmed', 1, 1, 'booking.confirmed'],
    ['confirm', 2, 1, 'booking.confirmed'],
    ['reschedule', 2, 2, 'booking.rescheduled'],
    ['change', 2, 2, 'booking.rescheduled'],
    ['change', 2, 1, undefined],
    ['cancel', 2, 2, 'booking.cancelled'],
    ['erase', 2, 2, 'booking.cancelled'],
    ['seat', 2, 1, 'booking.seated'],
    ['finish', 3, 1, 'booking.finished'],
    ['no_show', 2, 2, 'booking.no_show'],
    ['expired', 2, 2, 'booking.expired'],
  ])('calls %s of version %i, schedule %i: %s', (event, version, scheduleVersion, type) => {
    expect(eventTypeOf(happening({ event, version, scheduleVersion }))).toBe(type);
  });
});

describe('what is said', () => {
  const occasion = {
    venue: 'Chez Nous',
    timeZone: 'Europe/Paris',
    locale: 'en-GB',
    startsAt: STARTS,
    partySize: 4,
    expiresAt: null,
    feedbackUrl: null,
    upsell: null,
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
    const japanese = renderFollowUp('reminder', { ...occasion, locale: 'ja' });
    expect(japanese.when).toContain('2027年3月27日');
    expect(japanese.text).toContain('We look forward');
  });

  it('links to feedback only where there is a link', () => {
    expect(renderFollowUp('thank_you', occasion).text).toBe(
      'Thank you for your visit to Chez Nous.',
    );
    const feedbackUrl = 'https://feedback.example/?booking=bkg_1';
    expect(renderFollowUp('thank_you', { ...occasion, feedbackUrl }).text).toContain(feedbackUrl);
  });

  it('tells the two hours apart that one local time has as clocks go back', () => {
    const first = Date.parse('2027-10-31T00:30:00Z');
    // Whether a comma follows the weekday is up to the edition of CLDR.
    const say = (at: number) => localTime(at, 'Europe/Paris', 'en-GB').replace(',', '');
    const said = [first, first + HOUR].map(say);
    expect(said).toEqual([
      'Sunday 31 October 2027 at 02:30 (CEST)',
      'Sunday 31 October 2027 at 02:30 (CET)',
    ]);
    expect(say(first + 2 * HOUR)).toBe('Sunday 31 October 2027 at 03:30');
  });
});

describe('a job that fires', () => {
  const firing = (more: Partial<Firing> = {}): Firing => ({
    kind: 'reminder',
    channel: 'email',
    event: null,
    scheduleVersion: 1,
    dueAt: NOW,
    booking: {
      state: 'confirmed',
      scheduleVersion: 1,
      startsAt: STARTS,
      holdExpiresAt: null,
      erased: false,
    },
    email: 'maya@example.com',
    endpoint: null,
    told: false,
    turnedAt: null,
    ...more,
  });
  const booking = firing().booking;
  if (booking === null) throw new Error('has a booking');
  const deliver = { what: 'deliver' };
  const suppressed = (reason: string) => ({ what: 'suppress', reason });
  const endpoint = { disabled: false, deleted: false };

  it.each<[string, Partial<Firing>, object]>([
    ['is meant', {}, deliver],
    [
      'is of an older schedule',
      { booking: { ...booking, scheduleVersion: 2 } },
      suppressed('superseded'),
    ],
    [
      'is of a cancelled booking',
      { booking: { ...booking, state: 'cancelled', scheduleVersion: 2 } },
      suppressed('cancelled'),
    ],
    ['comes after the start', { booking: { ...booking, startsAt: NOW } }, suppressed('too_late')],
    ['has nobody to go to', { email: null }, suppressed('no_address')],
    ['is of an erased guest', { booking: { ...booking, erased: true } }, suppressed('erased')],
    ['reminds who is seated', { booking: { ...booking, state: 'seated' } }, suppressed('seated')],
    [
      'thanks who has left',
      { kind: 'thank_you', booking: { ...booking, state: 'finished' } },
      deliver,
    ],
    [
      'thanks who never came',
      { kind: 'thank_you', booking: { ...booking, state: 'no_show' } },
      suppressed('no_show'),
    ],
    [
      'tells of a cancellation',
      { kind: 'cancellation', booking: { ...booking, state: 'cancelled' } },
      deliver,
    ],
    [
      'offers what has lapsed',
      { kind: 'waitlist_offer', booking: { ...booking, state: 'held', holdExpiresAt: NOW } },
      suppressed('expired'),
    ],
    [
      'offers what is held',
      { kind: 'waitlist_offer', booking: { ...booking, state: 'held', holdExpiresAt: NOW + 1 } },
      deliver,
    ],
    [
      'tells an endpoint, whatever became of the booking',
      {
        kind: 'event',
        channel: 'webhook',
        endpoint,
        told: true,
        booking: { ...booking, state: 'cancelled' },
      },
      deliver,
    ],
    [
      'tells an endpoint that is gone',
      { kind: 'event', channel: 'webhook', endpoint: null, told: true },
      suppressed('endpoint_deleted'),
    ],
    [
      'tells an endpoint that is off',
      { kind: 'event', channel: 'webhook', endpoint: { ...endpoint, disabled: true }, told: true },
      suppressed('endpoint_disabled'),
    ],
    [
      'tells of an erased message',
      { kind: 'event', channel: 'webhook', endpoint, told: false, booking: null },
      suppressed('erased'),
    ],
    [
      'thanks an hour after the mood turned',
      { kind: 'thank_you', turnedAt: NOW - HOUR },
      { what: 'postpone', until: NOW + 23 * HOUR },
    ],
    ['thanks a day after it turned', { kind: 'thank_you', turnedAt: NOW - 24 * HOUR }, deliver],
    [
      'has rested for a week',
      { kind: 'thank_you', turnedAt: NOW - HOUR, dueAt: NOW - 7 * 24 * HOUR },
      suppressed('mood'),
    ],
    ['reminds after the mood turned', { turnedAt: NOW - HOUR }, deliver],
  ])('%s', (_, more, verdict) => {
    expect(verdictOf(firing(more), NOW)).toEqual(verdict);
  });
});

describe('backoff', () => {
  it('grows by four from five seconds to six hours, spread by a fifth', () => {
    const middle = Array.from(
      { length: MAX_FAILURES - 1 },
      (_, at) => backoffMs(at + 1, 0.5) / 1000,
    );
    expect(middle).toEqual([5, 20, 80, 320, 1280, 5120, 20_480, 21_600, 21_600]);
    expect([backoffMs(1, 0), backoffMs(1, 1)]).toEqual([4000, 6000]);
  });

  it('is never shorter than what the receiver asked for, within a day', () => {
    expect(backoffMs(1, 0.5, 90)).toBe(90_000);
    expect(backoffMs(3, 0.5, 1)).toBe(80_000);
    expect(backoffMs(1, 0.5, 10 ** 9)).toBe(24 * HOUR);
  });
});
