import { beforeAll, describe, expect, it } from 'vitest';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { compareTimeZones } from '../support/time-zones.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

let call: Call;
let venueId: string;
beforeAll(async () => {
  call = client(await makeKey('time-zones'));
  venueId = (await makeVenue(asking(call), 1)).id;
});

/** Names that the runtime knows and PostgreSQL does not. */
const OF_RUNTIME = 'AET AGT BET CAT CNT CTT ECT IET MIT NET PLT PNT PRT SST VST'.split(' ');
/** Names that PostgreSQL reads as an abbreviation, and the runtime as a zone. */
const ABBREVIATIONS = 'CET EET MET WET BST IST PST CST AST ACT ART NST'.split(' ');
const REFUSED = [...OF_RUNTIME, ...ABBREVIATIONS, 'cet', 'SystemV/PST8PDT', 'PST8', 'Mars/X'];

describe('a time zone', () => {
  const range = 'from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z';
  const guest = (timeZone: string) => ({ id: `guest-${timeZone}`, timeZone });
  const inPlaces = (timeZone: string): [string, string, string, object?][] => [
    ['body.timeZone', 'POST', '/v1/venues', { name: 'V', timeZone }],
    ['body.timeZone', 'PATCH', `/v1/venues/${venueId}`, { timeZone }],
    ['query.timeZone', 'GET', `/v1/emotions?${range}&timeZone=${timeZone}`],
    [
      'body.customer.timeZone',
      'POST',
      `/v1/conversations/in-${timeZone.replace('/', '-')}/messages`,
      { role: 'customer', text: 'hi', customer: guest(timeZone) },
    ],
    [
      'body.customer.timeZone',
      'POST',
      '/v1/bookings',
      { venueId, start: tomorrow(19), partySize: 2, customer: guest(timeZone), hold: true },
    ],
    [
      'body.customer.timeZone',
      'POST',
      `/v1/venues/${venueId}/waitlist`,
      {
        earliest: tomorrow(12),
        latest: tomorrow(14),
        partySize: 2,
        customer: guest(timeZone),
      },
    ],
  ];

  it.each(REFUSED)('%s is refused wherever a request names it', async (timeZone) => {
    for (const [field, method, path, body] of inPlaces(timeZone)) {
      const answer = await call(method, path, body);
      const fields = answer.body.errors?.map((error: { field: string }) => error.field);
      expect([path, answer.status, answer.body.code, fields]).toEqual([
        path,
        400,
        'invalid_field',
        [field],
      ]);
    }
    expect((await call('GET', `/v1/venues/${venueId}`)).body.timeZone).toBe('UTC');
  });

  it('is accepted in lower case, and stored as the IANA database writes it', async () => {
    for (const [, method, path, body] of inPlaces('america/port-au-prince')) {
      expect([path, Math.floor((await call(method, path, body)).status / 100)]).toEqual([path, 2]);
    }
    const venue = await call('GET', `/v1/venues/${venueId}`);
    expect(venue.body.timeZone).toBe('America/Port-au-Prince');
    const customer = await call('GET', '/v1/customers/guest-america%2Fport-au-prince');
    expect(customer.body.timeZone).toBe('America/Port-au-Prince');
  });

  it('has the same offsets in the database and in the runtime, if it is accepted', async () => {
    const found = await compareTimeZones((text) => sql.query(text));
    expect(found).toMatchObject({ differing: [], unlisted: [] });
    expect(found.ofOtherRelease.length).toBeLessThan(15);
    expect(found.accepted.length).toBeGreaterThan(550);
    expect(found.abbreviations).toEqual('EST GMT HST MST UCT UTC ZULU Zulu'.split(' '));
    expect(found.refused).toEqual(expect.arrayContaining(ABBREVIATIONS.slice(0, 4)));
  }, 60_000);
});
