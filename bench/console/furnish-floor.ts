import type { Client } from '../../src/client/index.ts';

export const TABLES = 60;
export const BOOKINGS = 400;

const WEEKDAYS = [
  ...(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const),
];
const LANES = 8;

/** A venue with sixty tables, and four hundred bookings on one day. Returns the day and the venue. */
export async function furnishFloor(api: Client): Promise<{ venueId: string; date: string }> {
  const body = {
    ...{ name: 'A full house', timeZone: 'UTC', slotInterval: 15, guestOverlap: 'allow' as const },
    ...{ turnTimes: [{ maxParty: 20, minutes: 75 }], leadTime: 0, horizonDays: 30 },
  };
  const { id: venueId } = await api.createVenue({ body });
  const weekly = WEEKDAYS.map((weekday) => ({ weekday, opens: '08:00', closes: '23:00' }));
  await api.setHours({ venueId, body: { weekly } });
  await inLanes(
    Array.from({ length: TABLES }, (_, n) => n),
    async (n) => {
      const area = ['Hall', 'Terrace', 'Bar'][n % 3] ?? 'Hall';
      await api.addResource({ venueId, body: { name: `Table ${n + 1}`, maxParty: 4, area } });
    },
  );
  const date = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const opening = Date.parse(`${date}T08:00:00Z`);
  await inLanes(
    Array.from({ length: BOOKINGS }, (_, n) => n),
    async (n) => {
      // Seven sittings of sixty, a quarter of an hour apart within each.
      const minutes = Math.floor(n / TABLES) * 120 + (n % 4) * 15;
      const start = new Date(opening + minutes * 60_000).toISOString();
      const customer = { id: `guest-${n}`, name: `Guest number ${n}` };
      await api.createBooking({ body: { venueId, start, partySize: 1 + (n % 4), customer } });
    },
  );
  return { venueId, date };
}

async function inLanes<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
