import type { Answer, Client } from '../neighbours/client.ts';
import { dateIn, makeVenue } from '../neighbours/venue.ts';

/** A client of the earlier version, and one of this version. */
export type Both = readonly [Client, Client];
type ExpectEqual = (what: string, found: unknown, expected: unknown) => void;

/** Sends the same requests to both versions at the same time, and returns which answers are wrong. */
export async function sendTraffic(both: Both): Promise<string[]> {
  const wrong: string[] = [];
  const expectEqual: ExpectEqual = (what, found, expected) => {
    if (JSON.stringify(found) !== JSON.stringify(expected))
      wrong.push(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
  };
  await storeMessages(both, expectEqual);
  await bookTables(both, expectEqual);
  await changeBookings(both, expectEqual);
  await eraseGuests(both, expectEqual);
  return wrong;
}

/** Sends a request to both versions at the same time. */
function sendBoth(
  both: Both,
  method: string,
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
): Promise<Answer[]> {
  return Promise.all(both.map((client) => client.send(method, path, body, undefined, headers)));
}

const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();
const fieldOf = (answer: Answer | undefined, name: string): unknown =>
  (answer?.body as Record<string, unknown> | undefined)?.[name];

/** Every message is sent to both versions at the same time, in twenty conversations. */
async function storeMessages(both: Both, expectEqual: ExpectEqual): Promise<void> {
  await inParallel(20, async (conversation) => {
    for (let n = 1; n <= 20; n += 1) {
      const sent = await sendBoth(both, 'POST', `/v1/conversations/c-${conversation}/messages`, {
        ...{ id: `m-${n}`, role: 'customer', text: `This is wonderful, number ${n}` },
        customer: { id: `guest-${conversation}`, name: 'Ada' },
      });
      expectEqual(`message ${conversation}/${n}`, statusesOf(sent), [200, 201]);
      expectEqual(
        `seq of message ${conversation}/${n}`,
        sent.map((answer) => fieldOf(answer, 'seq')),
        [n, n],
      );
    }
  });
}

/**
 * Forty guests want one of five tables. Each asks both versions with the same Idempotency-Key, and gets
 * the same answer from both.
 */
async function bookTables(both: Both, expectEqual: ExpectEqual): Promise<void> {
  // The earlier version does not know the field.
  const { id: venueId } = await makeVenue(both[0], { guestOverlap: undefined }, 5);
  const booked = new Set<unknown>();
  await inParallel(40, async (guest) => {
    const headers = { 'Idempotency-Key': `booking-${guest}` };
    const sent = await sendBoth(
      both,
      'POST',
      '/v1/bookings',
      {
        ...{ venueId, start: `${dateIn(3)}T19:00:00+00:00`, partySize: 2 },
        customer: { id: `diner-${guest}` },
      },
      headers,
    );
    const ids = sent.map((answer) => fieldOf(answer, 'id'));
    expectEqual(`booking of ${guest} by both`, ids[0], ids[1]);
    if (ids[0] !== undefined) booked.add(ids[0]);
    // The earlier version says slot_taken where this one says full.
    else {
      const isFull = ['full', 'slot_taken'].includes(String(fieldOf(sent[0], 'code')));
      expectEqual(`refusal of ${guest}`, isFull, true);
    }
  });
  expectEqual('bookings of five tables', booked.size, 5);
}

/** What one version has booked, the other one moves, and the first one cancels. */
async function changeBookings([before, after]: Both, expectEqual: ExpectEqual): Promise<void> {
  const { id: venueId } = await makeVenue(after, {}, 10);
  await inParallel(10, async (n) => {
    const [first, second] = n % 2 === 0 ? [before, after] : [after, before];
    const id = await first.make('POST', '/v1/bookings', {
      ...{ venueId, start: `${dateIn(4)}T19:00:00+00:00`, partySize: 2 },
      customer: { id: `mover-${n}` },
    });
    const moved = await second.send('POST', `/v1/bookings/${id}/reschedule`, {
      start: `${dateIn(5)}T20:00:00+00:00`,
    });
    expectEqual(`version of ${id}`, fieldOf(moved, 'version'), 2);
    const ended = await first.send('POST', `/v1/bookings/${id}/cancel`, {});
    expectEqual(`state of ${id}`, fieldOf(ended, 'state'), 'cancelled');
    const seen = await second.send('GET', `/v1/bookings/${id}`);
    expectEqual(`version of ${id}`, fieldOf(seen, 'version'), 3);
  });
}

/** A guest that one version has erased is unknown to the other one. */
async function eraseGuests([before, after]: Both, expectEqual: ExpectEqual): Promise<void> {
  for (const [guest, first, second] of [
    ['guest-1', before, after],
    ['guest-2', after, before],
  ] as const) {
    const erased = await first.send('DELETE', `/v1/customers/${guest}`);
    expectEqual(`the erasure of ${guest}`, erased.status, 200);
    const found = await second.send('GET', `/v1/customers/${guest}`);
    expectEqual(`${guest} after its erasure`, found.status, 410);
    const again = await second.send('POST', `/v1/conversations/c-${guest.slice(6)}/messages`, {
      ...{ role: 'assistant', text: 'hello' },
    });
    expectEqual(`a message to ${guest}`, again.status, 410);
  }
}

async function inParallel(count: number, work: (n: number) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, n) => work(n + 1)));
}
