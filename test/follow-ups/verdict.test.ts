import { describe, expect, it } from 'vitest';
import { type Firing, verdictOf } from '../../src/follow-ups/delivery/verdict.ts';

const HOUR = 60 * 60_000;
const NOW = Date.parse('2027-03-20T10:00:00Z');
const STARTS = Date.parse('2027-03-27T18:00:00Z');

describe('a job that fires', () => {
  const firing = (more: Partial<Firing> = {}): Firing => ({
    kind: 'reminder',
    channel: 'email',
    scheduleVersion: 1,
    dueAt: NOW,
    booking: {
      state: 'confirmed',
      scheduleVersion: 1,
      startsAt: STARTS,
      holdExpiresAt: null,
      erased: false,
    },
    hasEmail: true,
    endpoint: null,
    hasData: false,
    turnedAt: null,
    ...more,
  });
  const booking = firing().booking;
  if (booking === null) throw new Error('has a booking');
  const deliver = { what: 'deliver' };
  const suppressed = (reason: string) => ({ what: 'suppress', reason });
  const endpoint = { disabled: false, deleted: false };

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
      'thanks an hour after the mood has turned',
      { kind: 'thank_you', turnedAt: NOW - HOUR },
      { what: 'postpone', until: NOW + 23 * HOUR },
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
    ['reminds an hour after the mood has turned', { turnedAt: NOW - HOUR }, deliver],
  ])('%s', (_, more, verdict) => {
    expect(verdictOf(firing(more), NOW)).toEqual(verdict);
  });
});
