import { beforeAll, describe, expect, it } from 'vitest';
import { BOOKING_STATES, type BookingAct, TRANSITIONS } from '../../src/bookings/lifecycle.ts';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
let guest: Call;
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('life cycle'));
  guest = client(await makeKey('life cycle', ['bookings:write']));
});

describe('the life cycle', () => {
  const PATHS: Record<BookingAct, [string, string, unknown?]> = {
    confirm: ['POST', 'confirm'],
    approve: ['POST', 'approve'],
    decline: ['POST', 'decline', {}],
    cancel: ['POST', 'cancel', {}],
    reschedule: ['POST', 'reschedule', { start: tomorrow(12) }],
    seat: ['POST', 'seat'],
    finish: ['POST', 'finish'],
    no_show: ['POST', 'no-show'],
    late: ['POST', 'late'],
    change: ['PATCH', '', { notes: 'x' }],
  };
  /** The acts that take a new hold to each state; no-show and expired need time to pass. */
  const WAYS: Record<string, BookingAct[]> = {
    held: [],
    confirmed: ['confirm'],
    seated: ['confirm', 'seat'],
    finished: ['confirm', 'seat', 'finish'],
    cancelled: ['cancel'],
    requested: ['confirm'],
    declined: ['confirm', 'decline'],
  };
  /** The acts that each state allows, and the state that follows; all others are refused. */
  const ALLOWED: Record<string, Partial<Record<BookingAct, string>>> = {
    held: { confirm: 'confirmed', cancel: 'cancelled', reschedule: 'held', change: 'held' },
    confirmed: {
      cancel: 'cancelled',
      reschedule: 'confirmed',
      change: 'confirmed',
      seat: 'seated',
      no_show: 'too early',
      late: 'confirmed',
    },
    seated: { finish: 'finished', change: 'seated' },
    finished: {},
    cancelled: {},
    requested: {
      approve: 'confirmed',
      decline: 'declined',
      cancel: 'cancelled',
      reschedule: 'requested',
      change: 'requested',
    },
    declined: {},
  };
  const cases = Object.entries(WAYS).flatMap(([state, way]) =>
    (Object.keys(PATHS) as BookingAct[]).map((name) => ({ state, way, name })),
  );

  it.each(cases)(
    'answers the act $name on a booking in the state $state',
    async ({ state, way, name }) => {
      // The staff confirm at once; what a guest confirms is requested.
      const isRequest = state === 'requested' || state === 'declined';
      const venue = await open(1, { approvalFrom: isRequest ? 1 : null });
      const { body } = await book(venue.id, tomorrow(9), { hold: true });
      const perform = (act: BookingAct) => {
        const [method, path, sent] = PATHS[act];
        const by = act === 'confirm' && isRequest ? guest : call;
        return by(method, `/v1/bookings/${body.id}${path && `/${path}`}`, sent);
      };
      for (const act of way) expect((await perform(act)).status).toBe(200);
      const leadsTo = ALLOWED[state]?.[name];
      const answer = await perform(name);
      if (leadsTo === 'too early') {
        expect([answer.status, answer.body.code]).toEqual([409, 'too_early']);
      } else if (leadsTo !== undefined) {
        expect(answer.status).toBe(200);
        expect(answer.body).toMatchObject({ state: leadsTo, version: way.length + 2 });
      } else {
        expect([answer.status, answer.body.code]).toEqual([409, 'booking_state']);
        expect(answer.body.state).toBe(state);
      }
    },
  );

  it('reaches every state by an act or by time', () => {
    const reached = Object.values(TRANSITIONS).flatMap(({ to }) => to ?? []);
    expect(new Set<string>(['held', 'requested', 'expired', ...reached])).toEqual(
      new Set(BOOKING_STATES),
    );
  });

  it('answers 412 to a stale version, and 400 to a malformed ETag', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(9));
    const key = await makeKey('life cycle');
    const patch = (tag: string) =>
      client(key, { 'If-Match': tag })('PATCH', `/v1/bookings/${body.id}`, { tags: ['vip'] });
    expect((await patch('"1"')).body).toMatchObject({ tags: ['vip'], version: 2 });
    const stale = await patch('"1"');
    expect([stale.status, stale.body.code]).toEqual([412, 'version_stale']);
    expect((await patch('1')).body.code).toBe('invalid_field');
  });

  it('changes a booking whose version is among the ETags of If-Match (RFC 9110, 13.1.1)', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(9));
    const key = await makeKey('life cycle');
    const act = (tag: string) =>
      client(key, { 'If-Match': tag })('PATCH', `/v1/bookings/${body.id}`, { tags: [tag] });
    let version = 1;
    for (const write of [
      () => '*',
      (now: number) => `"9", "${now}"`,
      (now: number) => `"${now}","9"`,
      (now: number) => `W/"${now}"`,
      (now: number) => `"x", , W/"${now}"`,
    ]) {
      const changed = await act(write(version));
      expect([changed.status, changed.body.version]).toEqual([200, version + 1]);
      version += 1;
    }
    // A well-formed ETag that is none of this booking's versions is stale, not malformed.
    for (const tag of [
      '"1"',
      '"1", "2"',
      'W/"1"',
      '"x"',
      '"0"',
      '"-6"',
      '"6.0"',
      '"6000000000000"',
    ]) {
      const stale = await act(tag);
      expect([tag, stale.status, stale.body.code]).toEqual([tag, 412, 'version_stale']);
    }
    for (const tag of ['6', '"6', '"6" "7"', '*, "6"', ',']) {
      const malformed = await act(tag);
      expect([malformed.status, malformed.body.errors?.[0].field]).toEqual([
        400,
        'header.if-match',
      ]);
    }
    expect((await call('GET', `/v1/bookings/${body.id}`)).body.version).toBe(version);
    const cancel = client(key, { 'If-Match': `"1", "${version}"` });
    const cancelled = await cancel('POST', `/v1/bookings/${body.id}/cancel`);
    expect(cancelled.body).toMatchObject({ state: 'cancelled', version: version + 1 });
  });

  it.each([
    ['no body', undefined, null],
    ['an empty body', '', null],
    ['an empty object', {}, null],
    ['a reason', { reason: 'ill' }, 'ill'],
  ])('cancels with %s', async (_, sent, reason) => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(9));
    const cancelled = await call('POST', `/v1/bookings/${body.id}/cancel`, sent);
    expect(cancelled.body).toMatchObject({ state: 'cancelled', version: 2 });
    const timeline = await call('GET', `/v1/bookings/${body.id}/timeline`);
    expect(timeline.body.data[1]).toMatchObject({ event: 'cancel', reason });
  });

  it('refuses a cancellation whose body is not a JSON object', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(9));
    const path = `/v1/bookings/${body.id}/cancel`;
    const list = await call('POST', path, []);
    expect([list.status, list.body.code]).toEqual([400, 'invalid_field']);
    expect(list.body.errors).toMatchObject([{ field: 'body' }]);
    const unknown = await call('POST', path, { why: 'ill' });
    expect(unknown.body.errors).toMatchObject([{ field: 'body.why' }]);
    const key = await makeKey('life cycle');
    const text = await client(key, { 'Content-Type': 'text/plain' })('POST', path, 'ill');
    expect([text.status, text.body.code]).toEqual([415, 'unsupported_media_type']);
    const broken = await call('POST', path, '{');
    expect([broken.status, broken.body.code]).toEqual([400, 'invalid_json']);
    expect((await call('GET', `/v1/bookings/${body.id}`)).body.state).toBe('confirmed');
  });

  it('moves a booking to a time that overlaps its old one, and does not change it when the move is refused', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(9));
    const move = (start: string) => call('POST', `/v1/bookings/${body.id}/reschedule`, { start });
    expect((await move(tomorrow(9, 30))).body).toMatchObject({ version: 2, state: 'confirmed' });
    await book(venue.id, tomorrow(14));
    const taken = await move(tomorrow(14));
    expect(taken.body.code).toBe('full');
    expect(taken.body.alternatives).toHaveLength(5);
    const after = await call('GET', `/v1/bookings/${body.id}`);
    expect(after.body.start).toBe(tomorrow(9, 30).replace('.000Z', '+00:00'));
  });
});
