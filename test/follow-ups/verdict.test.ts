import { describe, expect, it } from 'vitest';
import { type Firing, verdictOf } from '../../src/follow-ups/delivery/verdict.ts';
import { DEFAULT_FOLLOW_UPS, type FollowUps } from '../../src/venues/follow-up-settings.ts';

const HOUR = 60 * 60_000;
const NOW = Date.parse('2027-03-20T10:00:00Z');
const STARTS = Date.parse('2027-03-27T18:00:00Z');

/** The settings of a venue that asks for every kind of follow-up, with a reminder that is due now. */
const settings = (more: Partial<FollowUps>): FollowUps => ({
  ...DEFAULT_FOLLOW_UPS,
  reminders: [(STARTS - NOW) / 60_000, 120],
  upsell: { before: 180, text: 'Oysters?' },
  noShowAfter: 30,
  channels: ['email', 'conversation'],
  ...more,
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
      endsAt: NOW - 2 * HOUR,
      noShowFrom: NOW,
      holdExpiresAt: null,
      erased: false,
    },
    afterUndo: null,
    together: null,
    followUps: settings({}),
    hasEmail: true,
    endpoint: null,
    hasData: false,
    turnedAt: null,
    ...more,
  });
  const booking = firing().booking;
  if (booking === null) throw new Error('has a booking');
  const afterUndo = { isUndone: false, notice: null, sentBefore: null };
  const deliver = { what: 'deliver' };
  const suppressed = (reason: string) => ({ what: 'suppress', reason });
  const off = suppressed('switched_off');
  const endpoint = { disabled: false, deleted: false, pending: false, isChallenge: false };
  const pending = { ...endpoint, pending: true };
  const challenge = { kind: 'event', channel: 'webhook', event: 'webhook.verification' } as const;

  it.each<[string, Partial<Firing>, object]>([
    ['is a reminder of a confirmed booking', {}, deliver],
    [
      'is about an older schedule',
      { booking: { ...booking, scheduleVersion: 2 } },
      suppressed('superseded'),
    ],
    [
      'is about a cancelled booking',
      { booking: { ...booking, state: 'cancelled', scheduleVersion: 2 } },
      suppressed('cancelled'),
    ],
    [
      'is a reminder after the start',
      { booking: { ...booking, startsAt: NOW } },
      suppressed('too_late'),
    ],
    ['is an email to a guest without an address', { hasEmail: false }, suppressed('no_address')],
    ['is about an erased guest', { booking: { ...booking, erased: true } }, suppressed('erased')],
    ['reminds a seated party', { booking: { ...booking, state: 'seated' } }, suppressed('seated')],
    [
      'thanks a party that has left',
      { kind: 'thank_you', booking: { ...booking, state: 'finished' } },
      deliver,
    ],
    [
      'thanks a party that did not come',
      { kind: 'thank_you', booking: { ...booking, state: 'no_show' } },
      suppressed('no_show'),
    ],
    [
      'reports a cancellation to the guest',
      { kind: 'cancellation', booking: { ...booking, state: 'cancelled' } },
      deliver,
    ],
    [
      'is an offer that has expired',
      { kind: 'waitlist_offer', booking: { ...booking, state: 'held', holdExpiresAt: NOW } },
      suppressed('expired'),
    ],
    [
      'is an offer that has not expired',
      { kind: 'waitlist_offer', booking: { ...booking, state: 'held', holdExpiresAt: NOW + 1 } },
      deliver,
    ],
    [
      'is a webhook of a booking that was cancelled later',
      {
        kind: 'event',
        channel: 'webhook',
        endpoint,
        hasData: true,
        booking: { ...booking, state: 'cancelled' },
      },
      deliver,
    ],
    [
      'is a webhook to a deleted endpoint',
      { kind: 'event', channel: 'webhook', endpoint: null, hasData: true },
      suppressed('endpoint_deleted'),
    ],
    [
      'is a webhook to a disabled endpoint',
      {
        kind: 'event',
        channel: 'webhook',
        endpoint: { ...endpoint, disabled: true },
        hasData: true,
      },
      suppressed('endpoint_disabled'),
    ],
    [
      'is a webhook about an erased message',
      { kind: 'event', channel: 'webhook', endpoint, hasData: false, booking: null },
      suppressed('erased'),
    ],
    [
      'is a webhook to an endpoint that is to prove itself',
      { kind: 'event', channel: 'webhook', endpoint: pending, hasData: true },
      { what: 'postpone', until: NOW + HOUR / 12, reason: 'endpoint_pending' },
    ],
    [
      'is a webhook to an endpoint that has not proved itself for a day',
      {
        kind: 'event',
        channel: 'webhook',
        dueAt: NOW - 24 * HOUR - 1,
        endpoint: pending,
        hasData: true,
      },
      suppressed('endpoint_pending'),
    ],
    [
      'is the challenge of a pending endpoint',
      { ...challenge, endpoint: { ...pending, isChallenge: true }, hasData: false },
      deliver,
    ],
    [
      'is a challenge that another one has replaced',
      { ...challenge, endpoint: pending, hasData: false },
      suppressed('superseded'),
    ],
    [
      'is a challenge to an endpoint that has met one',
      { ...challenge, endpoint: { ...endpoint, isChallenge: true }, hasData: false },
      suppressed('already_verified'),
    ],
    [
      'thanks an hour after the mood has turned',
      { kind: 'thank_you', turnedAt: NOW - HOUR },
      { what: 'postpone', until: NOW + 23 * HOUR, reason: 'mood' },
    ],
    [
      'thanks a day after the mood has turned',
      { kind: 'thank_you', turnedAt: NOW - 24 * HOUR },
      deliver,
    ],
    [
      'thanks after it has been postponed for a week',
      { kind: 'thank_you', turnedAt: NOW - HOUR, dueAt: NOW - 7 * 24 * HOUR },
      suppressed('mood'),
    ],
    [
      'is a reminder that the venue has removed',
      { followUps: settings({ reminders: [120] }) },
      off,
    ],
    [
      'is a removed reminder of a cancelled booking',
      { followUps: settings({ reminders: [] }), booking: { ...booking, state: 'cancelled' } },
      suppressed('cancelled'),
    ],
    [
      'is an offer that the venue has removed',
      { kind: 'upsell', followUps: settings({ upsell: null }) },
      off,
    ],
    [
      'thanks when the venue no longer does',
      { kind: 'thank_you', followUps: settings({ thankYouAfter: null }) },
      off,
    ],
    [
      'thanks at another time than the venue now does',
      { kind: 'thank_you', followUps: settings({ thankYouAfter: 5 }) },
      deliver,
    ],
    [
      'checks for a no-show when the venue no longer does',
      { kind: 'no_show_check', channel: 'booking', followUps: settings({ noShowAfter: null }) },
      off,
    ],
    [
      'checks for a no-show at a venue without channels',
      { kind: 'no_show_check', channel: 'booking', followUps: settings({ channels: [] }) },
      deliver,
    ],
    [
      'is an email when the venue no longer uses email',
      { followUps: settings({ channels: ['conversation'] }) },
      suppressed('channel_off'),
    ],
    [
      'is a confirmation in a conversation that the venue no longer uses',
      {
        kind: 'confirmation',
        channel: 'conversation',
        followUps: settings({ channels: ['email'] }),
      },
      suppressed('channel_off'),
    ],
    [
      'is a webhook of a booking at a venue without follow-ups',
      { kind: 'event', channel: 'webhook', endpoint, hasData: true, followUps: null },
      deliver,
    ],
    ['reminds an hour after the mood has turned', { turnedAt: NOW - HOUR }, deliver],
    [
      'reports a cancellation that was undone',
      {
        kind: 'cancellation',
        booking: { ...booking, scheduleVersion: 3 },
        afterUndo: { ...afterUndo, isUndone: true },
      },
      suppressed('undone'),
    ],
    [
      'is a webhook of an act that was undone',
      {
        kind: 'event',
        channel: 'webhook',
        endpoint,
        hasData: true,
        afterUndo: { ...afterUndo, isUndone: true },
      },
      deliver,
    ],
    [
      'tells of the undo to a guest who knows of the cancellation',
      { kind: 'restored', afterUndo: { ...afterUndo, notice: 'restored' } },
      deliver,
    ],
    [
      'tells of the undo to a guest who does not know of the cancellation',
      { kind: 'restored', afterUndo: { ...afterUndo, notice: 'none' } },
      suppressed('told_already'),
    ],
    [
      'confirms after an undo what the guest knows to be cancelled',
      { kind: 'confirmation', afterUndo: { ...afterUndo, notice: 'restored' } },
      suppressed('told_already'),
    ],
    [
      'tells of the undo while the cancellation is being sent',
      { kind: 'restored', afterUndo: { ...afterUndo, notice: 'open' } },
      { what: 'postpone', until: NOW + 30_000, reason: 'being_sent' },
    ],
    [
      'reminds a guest who was reminded before the undo',
      { afterUndo: { ...afterUndo, sentBefore: 'yes' } },
      suppressed('told_already'),
    ],
    [
      'reminds a guest who may just be reminded',
      { afterUndo: { ...afterUndo, sentBefore: 'open' } },
      { what: 'postpone', until: NOW + 30_000, reason: 'being_sent' },
    ],
    [
      'reminds a guest whose reminder was suppressed before the undo',
      { afterUndo: { ...afterUndo, sentBefore: 'no' } },
      deliver,
    ],
    [
      'checks for a no-show during the grace time',
      {
        kind: 'no_show_check',
        channel: 'booking',
        booking: { ...booking, noShowFrom: NOW + HOUR },
      },
      { what: 'postpone', until: NOW + HOUR, reason: 'grace' },
    ],
    [
      'thanks before the end of a stay that was extended',
      { kind: 'thank_you', booking: { ...booking, state: 'seated', endsAt: NOW - HOUR } },
      { what: 'postpone', until: NOW + HOUR, reason: 'stay_extended' },
    ],
  ])('%s', (_, more, verdict) => {
    expect(verdictOf(firing(more), NOW)).toEqual(verdict);
  });
});
