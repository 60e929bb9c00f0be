import { describe, expect, it } from 'vitest';
import type { Happening } from '../../src/follow-ups/planning/plan.ts';
import { eventTypeOf, planEvent } from '../../src/follow-ups/planning/plan-event.ts';
import { planAhead, planFollowUps } from '../../src/follow-ups/planning/plan-follow-ups.ts';
import { newId } from '../../src/platform/ids.ts';
import { DEFAULT_FOLLOW_UPS, type FollowUps } from '../../src/venues/follow-up-settings.ts';

/** The default settings, for a venue that also uses the channel `conversation`. */
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
  isStayChanged: false,
  undone: null,
  at: NOW,
  startsAt: STARTS,
  endsAt: STARTS + 2 * HOUR,
  holdExpiresAt: null,
  declineReason: null,
  partySize: 4,
  bookingId: newId<'booking'>(),
  venue: { name: 'Chez Nous', timeZone: 'Europe/Paris', followUps: FOLLOW_UPS },
  guest: { locale: 'en-GB', hasEmail: true },
  hasConversation: true,
  isOffer: false,
  together: null,
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
/** The planned jobs; due times in hours after the start. */
const planned = (happened: Happening, now = NOW) =>
  planFollowUps(happened, now).map(({ kind, channel, dueAt }) => [
    kind,
    channel,
    (dueAt - STARTS) / HOUR,
  ]);

describe('the follow-ups of an event', () => {
  it('are a confirmation at once, reminders a day and two hours before, and thanks two hours after', () => {
    const now = (NOW - STARTS) / HOUR;
    expect(planned(happening())).toEqual([
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

  it('use the channels of the venue that reach the guest', () => {
    const channels = (happened: Happening) =>
      new Set(planFollowUps(happened, NOW).map(({ channel }) => channel));
    expect(channels(happening({ hasConversation: false }))).toEqual(new Set(['email']));
    const guest = { locale: null, hasEmail: false };
    expect(channels(happening({ guest }))).toEqual(new Set(['conversation']));
    expect(channels(withSettings({ channels: ['email'] }))).toEqual(new Set(['email']));
    expect(planned(happening({ guest, hasConversation: false }))).toEqual([]);
  });

  it('leave out reminders whose time has passed', () => {
    const late = STARTS - 3 * HOUR;
    const kinds = planned(happening({ at: late, hasConversation: false }), late);
    expect(kinds).toEqual([
      ['confirmation', 'email', -3],
      ['reminder', 'email', -2],
      ['thank_you', 'email', 4],
    ]);
  });

  it('follow the settings: no thanks, an upsell, a no-show check', () => {
    const happened = withSettings({
      reminders: [],
      thankYouAfter: null,
      upsell: { before: 180, text: 'A glass of champagne?' },
      noShowAfter: 30,
      channels: ['conversation'],
    });
    expect(planned(happened).slice(1)).toEqual([
      ['upsell', 'conversation', -3],
      ['no_show_check', 'booking', 0.5],
    ]);
    expect(planFollowUps(happened, NOW)[1]?.content?.text).toBe('A glass of champagne?');
  });

  it.each([
    ['a hold', { event: 'held', state: 'held', holdExpiresAt: NOW + HOUR }, []],
    [
      'an offer to a waitlist entry',
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
    ['another party size', { event: 'change', version: 3, scheduleVersion: 3 }, ['moved']],
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
  ] as const)('of %s send the right notice', (_, more, notices) => {
    const kinds = planFollowUps(happening(more as Partial<Happening>), NOW).map(({ kind }) => kind);
    const lasting = ['reminder', 'thank_you'];
    expect([...new Set(kinds)].filter((kind) => !lasting.includes(kind))).toEqual(notices);
    const plansAhead = notices.some((kind) => kind === 'confirmation' || kind === 'moved');
    expect(kinds.some((kind) => lasting.includes(kind))).toBe(plansAhead);
  });

  it('are planned again without the notice when the settings change', () => {
    const later = NOW + HOUR;
    const changed = withSettings({ reminders: [720], thankYouAfter: 60, noShowAfter: 15 });
    const again = planAhead(changed, later).map(({ kind, channel, dueAt }) => [
      kind,
      channel,
      (dueAt - STARTS) / HOUR,
    ]);
    expect(again).toEqual([
      ['reminder', 'email', -12],
      ['reminder', 'conversation', -12],
      ['thank_you', 'email', 3],
      ['thank_you', 'conversation', 3],
      ['no_show_check', 'booking', 0.25],
    ]);
    // A job that exists already is found by its purpose.
    const before = planFollowUps(withSettings({ noShowAfter: 30 }), NOW);
    const purposes = (plans: readonly { purpose: string; kind: string }[]) =>
      plans.flatMap(({ purpose, kind }) => (kind === 'reminder' ? [] : purpose));
    expect(purposes(before)).toEqual(expect.arrayContaining(purposes(planAhead(changed, later))));
  });

  describe('after an undo', () => {
    const notices = { email: 'none', conversation: 'none' } as const;
    const undone = (at: number, more: Partial<Happening> = {}, told: object = {}) =>
      happening({
        ...{ event: 'undo', version: 3, scheduleVersion: 3, stateBefore: 'cancelled' },
        ...{ at, hasConversation: false, undone: { at, notices: { ...notices, ...told } } },
        ...more,
      });

    it('are planned again, without a notice to a guest who knows nothing else', () => {
      expect(planned(undone(NOW))).toEqual([
        ['reminder', 'email', -24],
        ['reminder', 'email', -2],
        ['thank_you', 'email', 4],
      ]);
    });

    it.each(['restored', 'moved', 'confirmation'] as const)('begin with the notice %s', (kind) => {
      const both = { hasConversation: true };
      const plans = planFollowUps(undone(NOW, both, { conversation: kind }), NOW);
      const texts = plans.filter((plan) => !['reminder', 'thank_you'].includes(plan.kind));
      expect(texts).toMatchObject([{ kind, channel: 'conversation', dueAt: NOW }]);
    });

    it('have each possible notice while it is open what the guest was told', () => {
      const plans = planFollowUps(undone(NOW, {}, { email: 'open' }), NOW);
      expect(plans.slice(0, 3).map(({ kind }) => kind)).toEqual([
        ...['confirmation', 'moved'],
        'restored',
      ]);
      expect(new Set(plans.map(({ purpose }) => purpose)).size).toBe(plans.length);
    });

    it('have what became due since the act, and not what was due before', () => {
      const at = STARTS - 2.1 * HOUR;
      const late = { at: STARTS - HOUR, undone: { at, notices } };
      expect(planned(undone(at, late), STARTS - HOUR)).toEqual([
        ['reminder', 'email', -2],
        ['thank_you', 'email', 4],
      ]);
      // A change of the settings does not repeat it.
      expect(planAhead(undone(at, late), STARTS - HOUR).map(({ kind }) => kind)).toEqual([
        'thank_you',
      ]);
    });

    it('are thanks for a party that is seated again, and nothing for a hold', () => {
      expect(planned(undone(NOW, { state: 'seated' }))).toEqual([['thank_you', 'email', 4]]);
      expect(planned(undone(NOW, { state: 'held' }))).toEqual([]);
    });

    it('are a no-show check that begins anew after the start', () => {
      const { venue } = withSettings({ reminders: [], thankYouAfter: null, noShowAfter: 30 });
      const at = STARTS + HOUR;
      expect(planned(undone(at, { venue }), at)).toEqual([['no_show_check', 'booking', 1.5]]);
      expect(planned(undone(NOW, { venue }))).toEqual([['no_show_check', 'booking', 0.5]]);
    });
  });

  it('each have a different purpose', () => {
    const purposes = planFollowUps(happening(), NOW).map(({ purpose }) => purpose);
    expect(new Set(purposes).size).toBe(purposes.length);
  });
});

describe('the webhooks of an event', () => {
  it('go to the endpoints that subscribe to it', () => {
    const [subscriber, other] = [newId<'webhook'>(), newId<'webhook'>()];
    const listeners = [
      { id: subscriber, events: ['booking.confirmed', 'booking.rescheduled'] as const },
      { id: other, events: ['message.created'] as const },
    ];
    expect(planEvent('booking.confirmed', listeners, NOW)).toMatchObject([
      { webhookId: subscriber, event: 'booking.confirmed', kind: 'event', dueAt: NOW },
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
    ['undo', 3, 3, 'booking.restored'],
    ['late', 2, 1, undefined],
  ])(
    'of the act %s, version %i and schedule %i, have the type %s',
    (event, version, scheduleVersion, type) => {
      expect(eventTypeOf(happening({ event, version, scheduleVersion }))).toBe(type);
    },
  );

  it('of an undone walk-in have the type booking.cancelled', () => {
    const undone = happening({
      event: 'undo',
      version: 2,
      state: 'cancelled',
      stateBefore: 'seated',
    });
    expect(eventTypeOf(undone)).toBe('booking.cancelled');
  });

  it('of another end have the type booking.rescheduled', () => {
    const longer = happening({ event: 'change', version: 2, isStayChanged: true });
    expect(eventTypeOf(longer)).toBe('booking.rescheduled');
  });
});
