import { beforeAll, describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { type Answer, type Call, client, makeKey } from '../support/workspace.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
let guest: Call;
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('overrides'));
  guest = client(
    await makeKey(
      'overrides',
      SCOPES.filter((scope) => scope !== 'bookings:staff'),
    ),
  );
});

const ALL = ['hours', 'slot', 'lead_time', 'horizon', 'pacing', 'party_size', 'guest_overlap'];
const outcome = ({ status, body }: Answer) => (status < 300 ? status : body.code);
const overridesOf = async (id: string): Promise<string[][]> => {
  const { body } = await call('GET', `/v1/bookings/${id}/timeline`);
  return body.data.map(({ overrides }: { overrides: string[] }) => overrides);
};
const EVENING = { opens: '18:00', closes: '23:00' };
const evenings = (venueId: string) =>
  call('PUT', `/v1/venues/${venueId}/hours`, {
    weekly: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
      (weekday) => ({ weekday, ...EVENING }),
    ),
  });
const days = (count: number) =>
  new Date(Date.parse(tomorrow(19)) + count * 24 * 3_600_000).toISOString();

describe('an override', () => {
  it.each([
    ['hours', 'outside_hours', tomorrow(12), {}],
    ['hours', 'outside_hours', tomorrow(22), {}],
    ['slot', 'not_a_slot', tomorrow(19, 7), {}],
    ['lead_time', 'too_late', tomorrow(19), { leadTime: 3 * 24 * 60 }],
    ['horizon', 'beyond_horizon', days(10), { horizonDays: 3 }],
    ['pacing', 'full', tomorrow(19), { pacingParties: 0 }],
  ])('of %s allows what is otherwise %s', async (rule, word, start, settings) => {
    const venue = await open(2, settings);
    await evenings(venue.id);
    expect(outcome(await book(venue.id, start))).toBe(word);
    const others = ALL.filter((each) => each !== rule);
    expect(outcome(await book(venue.id, start, { override: others }))).toBe(word);
    const made = await book(venue.id, start, { override: [rule] });
    expect(outcome(made)).toBe(201);
    expect(await overridesOf(made.body.id)).toEqual([[rule]]);
    // A reschedule asks the same rules.
    const moved = await book(venue.id, tomorrow(19, 30), { override: ALL });
    const move = (override?: string[]) =>
      call('POST', `/v1/bookings/${moved.body.id}/reschedule`, { start, override });
    expect(outcome(await move())).toBe(word);
    expect(outcome(await move([rule]))).toBe(200);
    expect((await overridesOf(moved.body.id)).at(-1)).toEqual([rule]);
  });

  it('that was not needed is not recorded, and several that were are', async () => {
    const venue = await open(2, { horizonDays: 3 });
    await evenings(venue.id);
    const plain = await book(venue.id, tomorrow(19), { override: ALL });
    expect(await overridesOf(plain.body.id)).toEqual([[]]);
    const start = days(10).replace('T19:00', 'T12:07');
    const odd = await book(venue.id, start, { override: ALL });
    expect(await overridesOf(odd.body.id)).toEqual([['hours', 'horizon']]);
    expect(outcome(await book(venue.id, start, { override: ['horizon'] }))).toBe('outside_hours');
  });

  it('never gives two parties the same table', async () => {
    const venue = await open(1);
    await book(venue.id, tomorrow(19));
    const again = await book(venue.id, tomorrow(19), { override: ALL });
    expect([again.status, again.body.code]).toEqual([409, 'full']);
    const byHand = await book(venue.id, tomorrow(19), {
      override: ALL,
      resourceIds: venue.resources,
    });
    expect([byHand.status, byHand.body.code]).toEqual([409, 'slot_taken']);
  });

  it('of lead_time takes a start that has passed, but no stay that has ended', async () => {
    const venue = await open(1, { slotInterval: 5 });
    const ago = (minutes: number) =>
      new Date(Math.floor(Date.now() / 300_000) * 300_000 - minutes * 60_000).toISOString();
    expect(outcome(await book(venue.id, ago(10)))).toBe('too_late');
    expect(outcome(await book(venue.id, ago(120), { override: ALL }))).toBe('too_late');
    expect(outcome(await book(venue.id, ago(10), { override: ALL }))).toBe(201);
  });

  it('needs the scope bookings:staff, in every request that takes it', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(9));
    const place = { venueId: venue.id, start: tomorrow(19), partySize: 2, override: ['hours'] };
    for (const refused of [
      await guest('POST', '/v1/bookings', { ...place, customer: { id: 'maya' } }),
      await guest('POST', `/v1/conversations/${venue.id}/messages`, {
        role: 'assistant',
        text: 'booked',
        customer: { id: 'maya' },
        booking: place,
      }),
      await guest('POST', `/v1/bookings/${body.id}/reschedule`, {
        start: tomorrow(12),
        override: ['hours'],
      }),
      await guest('PATCH', `/v1/bookings/${body.id}`, { partySize: 3, override: ['pacing'] }),
    ]) {
      expect([refused.status, refused.body.code]).toEqual([403, 'scope_missing']);
      expect(refused.body.detail).toContain('bookings:staff');
    }
  });

  it('is refused when it has no such name', async () => {
    const venue = await open(1);
    const refused = await book(venue.id, tomorrow(9), { override: ['hours', 'place'] });
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_field']);
    expect(refused.body.errors[0].field).toBe('body.override.1');
  });
});

describe('an override of party_size', () => {
  /** A table for two, one for four, and one for six to eight. */
  async function threeTables() {
    const venue = await open(0);
    const ids: string[] = [];
    for (const [minParty, maxParty] of [
      [1, 2],
      [1, 4],
      [6, 8],
    ]) {
      const table = { name: `for ${maxParty}`, minParty, maxParty };
      const { body } = await call('POST', `/v1/venues/${venue.id}/resources`, table);
      ids.push(body.id);
    }
    return { id: venue.id, tables: ids };
  }
  const override = ['party_size'];
  const tablesOf = ({ body }: Answer) => body.resources.map(({ id }: { id: string }) => id);

  it('is only used when no table takes the party', async () => {
    const { id, tables } = await threeTables();
    const first = await book(id, tomorrow(9), { override });
    expect([tablesOf(first), await overridesOf(first.body.id)]).toEqual([[tables[0]], [[]]]);
    await book(id, tomorrow(9));
    // The table for four is taken too, so two guests get the one for six to eight.
    expect(outcome(await book(id, tomorrow(9)))).toBe('full');
    const third = await book(id, tomorrow(9), { override });
    expect([tablesOf(third), await overridesOf(third.body.id)]).toEqual([
      [tables[2]],
      [['party_size']],
    ]);
  });

  it('seats a party that is too small or too large for every table', async () => {
    const { id, tables } = await threeTables();
    await call('DELETE', `/v1/venues/${id}/resources/${tables[1]}`);
    expect(outcome(await book(id, tomorrow(9), { partySize: 4 }))).toBe('party_too_small');
    expect(outcome(await book(id, tomorrow(9), { partySize: 9 }))).toBe('party_too_large');
    const small = await book(id, tomorrow(9), { partySize: 4, override });
    expect([tablesOf(small), await overridesOf(small.body.id)]).toEqual([
      [tables[2]],
      [['party_size']],
    ]);
    const large = await book(id, tomorrow(12), { partySize: 9, override });
    expect([tablesOf(large), await overridesOf(large.body.id)]).toEqual([
      [tables[2]],
      [['party_size']],
    ]);
  });

  it('takes a table that was chosen by hand, and that is too small', async () => {
    const { id, tables } = await threeTables();
    const byHand = { partySize: 3, resourceIds: [tables[0]] };
    expect(outcome(await book(id, tomorrow(9), byHand))).toBe('resources_unfit');
    const made = await book(id, tomorrow(9), { ...byHand, override });
    expect([tablesOf(made), await overridesOf(made.body.id)]).toEqual([
      [tables[0]],
      [['party_size']],
    ]);
    const unknown = { partySize: 3, resourceIds: ['res_x'], override };
    expect(outcome(await book(id, tomorrow(9), unknown))).toBe('resources_unfit');
    // min_party is not asked of the staff, so giving two guests the large table needs no override.
    const spacious = await book(id, tomorrow(9), { resourceIds: [tables[2]] });
    expect(await overridesOf(spacious.body.id)).toEqual([[]]);
  });

  it('lets a party that grows keep its table when no other is free', async () => {
    const { id, tables } = await threeTables();
    const { body } = await book(id, tomorrow(9));
    const grow = (more: object) => call('PATCH', `/v1/bookings/${body.id}`, more);
    await call('DELETE', `/v1/venues/${id}/resources/${tables[1]}`);
    expect(outcome(await grow({ partySize: 3 }))).toBe('party_too_small');
    const grown = await grow({ partySize: 3, override });
    expect([tablesOf(grown), (await overridesOf(body.id)).at(-1)]).toEqual([
      [tables[0]],
      ['party_size'],
    ]);
    const moved = await grow({ partySize: 5, resourceIds: [tables[0]], override });
    expect([tablesOf(moved), (await overridesOf(body.id)).at(-1)]).toEqual([
      [tables[0]],
      ['party_size'],
    ]);
  });
});
