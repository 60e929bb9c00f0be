import { type Client, createClient } from '../../../src/client/index.ts';
import { openWorkspace } from './console-browser.ts';

const WEEK = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
const HOUR = 3_600_000;

export interface BookOptions {
  readonly table?: string;
  readonly partySize?: number;
  readonly hold?: boolean;
  /** Asks for the booking with a key that is none of the staff's. */
  readonly asGuest?: boolean;
}

/** How much of an hour a test may need. */
const ROOM_MS = 75_000;

/** Waits for the next hour if this one ends soon, because a venue's noon is that of an hour. */
async function waitForHour(): Promise<void> {
  const left = HOUR - (Date.now() % HOUR);
  if (left < ROOM_MS) await new Promise((done) => setTimeout(done, left + 1000));
}

/**
 * A venue where it is between twelve and one now, open from 8:00 to 23:00, with ten tables for 4, of
 * which the last two stand on the terrace. A party of 8 and more has to be approved.
 */
export async function openFloor(name: string) {
  await waitForHour();
  const workspace = await openWorkspace(name);
  const { api, url } = workspace;
  const offset = 12 - new Date().getUTCHours();
  const timeZone = `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
  const noon = Math.floor(Date.now() / HOUR) * HOUR;
  const { id: venueId } = await api.createVenue({
    body: {
      ...{ name, timeZone, slotInterval: 15, leadTime: 0, approvalFrom: 8 },
      turnTimes: [{ maxParty: 20, minutes: 120 }],
    },
  });
  const weekly = WEEK.map((weekday) => ({ weekday, opens: '08:00', closes: '23:00' }));
  await api.setHours({ venueId, body: { weekly, exceptions: [] } });
  const tables = new Map<string, string>();
  for (let n = 1; n <= 10; n += 1) {
    const body = { name: `Table ${n}`, maxParty: 4, area: n > 8 ? 'Terrace' : null };
    tables.set(body.name, (await api.addResource({ venueId, body })).id);
  }
  const tableOf = (table: string) => tables.get(table) ?? table;
  /** The instant of a local time of today, such as 19:30. */
  const at = (time: string) => {
    const [hours, minutes] = time.split(':').map(Number);
    return new Date(noon + (((hours ?? 0) - 12) * 60 + (minutes ?? 0)) * 60_000).toISOString();
  };
  const guest = await guestApi(api, url);
  /** Books by the API. */
  async function book(person: string, time: string, options: BookOptions = {}) {
    const { table, partySize = 2, hold = false, asGuest = false } = options;
    const customer = { id: person.toLowerCase().replace(/\W+/g, '-') || 'guest', name: person };
    const body = {
      ...{ venueId, start: at(time), partySize, hold, customer },
      ...(table === undefined ? {} : { resourceIds: [tableOf(table)] }),
      ...(asGuest ? {} : { override: ['lead_time' as const] }),
    };
    return (await (asGuest ? guest : api).createBooking({ body })).id;
  }
  const stateOf = async (bookingId: string) => (await api.showBooking({ bookingId })).state;
  const floor = () => api.showFloor({ venueId });
  /** The booking of a guest that the page has made. */
  const bookingOf = async (person: string) =>
    (await floor()).bookings.find(({ guest: known }) => known?.name === person);
  return { ...workspace, venueId, timeZone, at, tableOf, book, stateOf, floor, bookingOf };
}

export type FloorVenue = Awaited<ReturnType<typeof openFloor>>;

/** A client with the scopes of an assistant that books for guests. */
async function guestApi(api: Client, url: string): Promise<Client> {
  const scopes = ['bookings:read' as const, 'bookings:write' as const];
  const { key } = await api.createKey({ body: { name: 'assistant', scopes } });
  return createClient({ url, key });
}
