import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { makeKey, testDeps } from '../support/workspace.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('refusal words'));
});

const dateOf = (at: string) => at.slice(0, 10);
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** A venue that is open tomorrow from 18:00 to 02:00, and closed on all other days. */
async function oneEvening(settings: object = {}) {
  const venue = await open(1, settings);
  const weekday = WEEKDAYS[new Date(tomorrow(0)).getUTCDay()];
  await call('PUT', `/v1/venues/${venue.id}/hours`, {
    weekly: [{ weekday, opens: '18:00', closes: '02:00' }],
  });
  return venue;
}

describe('a refusal has the word of the rule', () => {
  it.each([
    ['closed', tomorrow(43)],
    ['closed', tomorrow(26)],
    ['outside_hours', tomorrow(12)],
    ['outside_hours', tomorrow(25)],
    ['not_a_slot', tomorrow(24, 25)],
    // The first rule that is broken counts, so a closed date in the past is closed.
    ['closed', tomorrow(19 - 48)],
    ['too_late', tomorrow(19 - 7 * 24)],
    ['beyond_horizon', tomorrow(19 + 50 * 7 * 24)],
  ])('%s', async (word, start) => {
    const venue = await oneEvening();
    const refused = await book(venue.id, start);
    expect([refused.status, refused.body.code]).toEqual([409, word]);
    const moved = await book(venue.id, tomorrow(19));
    const again = await call('POST', `/v1/bookings/${moved.body.id}/reschedule`, { start });
    expect([again.status, again.body.code]).toEqual([409, word]);
  });

  it('and names the nearest slots for a minute that is none', async () => {
    const venue = await oneEvening();
    const { body } = await book(venue.id, tomorrow(19, 7));
    expect(body.code).toBe('not_a_slot');
    expect(body.alternatives).toEqual(
      [tomorrow(18, 30), tomorrow(18, 45), tomorrow(19), tomorrow(19, 15), tomorrow(19, 30)].map(
        (start) => start.replace('.000Z', '+00:00'),
      ),
    );
  });

  it('and tells a party that is too large or too small from a full evening', async () => {
    const venue = await open(0);
    const table = { name: 'large', minParty: 5, maxParty: 8 };
    await call('POST', `/v1/venues/${venue.id}/resources`, table);
    const words: unknown[] = [];
    for (const partySize of [2, 9, 6, 6]) {
      const { status, body } = await book(venue.id, tomorrow(19), { partySize });
      words.push(status < 300 ? status : [body.code, body.alternatives.length]);
    }
    expect(words).toEqual([['party_too_small', 0], ['party_too_large', 0], 201, ['full', 5]]);
    const statusAt = async (partySize: number) => {
      const date = dateOf(tomorrow(0));
      const path = `/v1/venues/${venue.id}/availability?from=${date}&to=${date}`;
      const { body } = await call('GET', `${path}&partySize=${partySize}`);
      return body.days[0].slots.find(
        ({ start }: { start: string }) => Date.parse(start) === Date.parse(tomorrow(19)),
      ).status;
    };
    expect([await statusAt(2), await statusAt(9), await statusAt(6)]).toEqual([
      'party_too_small',
      'party_too_large',
      'full',
    ]);
  });

  it('which for chosen tables is slot_taken, and for the pacing full', async () => {
    const venue = await open(3, { pacingParties: 2 });
    const [first, second] = venue.resources;
    await book(venue.id, tomorrow(19), { resourceIds: [first] });
    const taken = await book(venue.id, tomorrow(19, 15), { resourceIds: [first] });
    expect(taken.body.code).toBe('slot_taken');
    await book(venue.id, tomorrow(19), { resourceIds: [second] });
    const paced = await book(venue.id, tomorrow(19), { resourceIds: [venue.resources[2]] });
    expect(paced.body.code).toBe('full');
  });

  it('but a Worker of the version before gets the words that it knows', async () => {
    const venue = await oneEvening();
    await book(venue.id, tomorrow(19));
    const workspace = (await testDeps().signer.verify(await makeKey('refusal words')))?.workspaceId;
    const bookAsBefore = (start: string, partySize: number) =>
      sql.query(`select book_for_guest_v1($1, null, new_id_v1(), $2)`, [
        workspace,
        JSON.stringify({
          venueId: venue.id.slice(4),
          start,
          partySize,
          customer: { id: 'maya' },
          by: { contacts: true, staff: true },
        }),
      ]);
    for (const [start, partySize, message] of [
      [tomorrow(19), 2, 'slot_taken'],
      [tomorrow(19), 40, 'slot_taken'],
      [tomorrow(43), 2, 'outside_hours'],
      [tomorrow(19, 7), 2, 'outside_hours'],
      [tomorrow(19 - 7 * 24), 2, 'too_late'],
    ] as const) {
      await expect(bookAsBefore(start, partySize)).rejects.toMatchObject({
        code: 'MT409',
        message,
      });
    }
  });

  it('and availability says why a date has no slots', async () => {
    const venue = await oneEvening({ turnTimes: [{ maxParty: 4, minutes: 600 }] });
    const reasons = async (partySize: number) => {
      const path = `/v1/venues/${venue.id}/availability?partySize=${partySize}`;
      const { body } = await call(
        'GET',
        `${path}&from=${dateOf(tomorrow(0))}&to=${dateOf(tomorrow(24))}`,
      );
      return body.days.map(({ closed, reason }: { closed: boolean; reason: string }) => [
        closed,
        reason,
      ]);
    };
    expect(await reasons(2)).toEqual([
      [true, 'outside_hours'],
      [true, 'closed'],
    ]);
    expect((await book(venue.id, tomorrow(19))).body.code).toBe('outside_hours');
  });
});
