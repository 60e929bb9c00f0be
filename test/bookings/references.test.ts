import { beforeAll, describe, expect, it } from 'vitest';
import { REFERENCE_CHARACTERS } from '../../src/bookings/reference.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { onlyEvent } from '../support/calendar-files.ts';
import { useFollowUps } from '../support/follow-up-tests.ts';
import { sql } from '../support/sql.ts';
import { type Answer, type Call, client, makeKey } from '../support/workspace.ts';

const FORM = new RegExp(`^[${REFERENCE_CHARACTERS}]{6}$`);
let call: Call;
let foreign: Call;
let venueId: string;
beforeAll(async () => {
  call = client(await makeKey('references'));
  foreign = client(await makeKey('references of others'));
  venueId = (await makeVenue(asking(call), 100)).id;
});

const book = async (customer: object = {}, more: object = {}, by = call) => {
  const made = await by('POST', '/v1/bookings', {
    ...{ venueId, start: tomorrow(12), partySize: 2, customer: { id: 'maya', ...customer } },
    ...more,
  });
  expect(made.status).toBe(201);
  return made.body;
};
const find = (query: Record<string, string>, by = call) =>
  by('GET', `/v1/bookings?${new URLSearchParams(query)}`);
const idsOf = ({ body }: Answer): string[] => body.data.map(({ id }: { id: string }) => id);
/** Gives a stored booking another reference, or none. */
const setReference = (id: string, reference: string | null) =>
  sql`update bookings set reference = ${reference} where id = ${id.slice(4)}::uuid`;

describe('the reference of a booking', () => {
  it('has six characters that are not confused, and stays when the booking changes', async () => {
    const held = await book({}, { hold: true });
    expect(held.reference).toMatch(FORM);
    expect(REFERENCE_CHARACTERS).not.toMatch(/[AEIOU01]/);
    const path = `/v1/bookings/${held.id}`;
    for (const [method, at, body] of [
      ['POST', `${path}/confirm`, undefined],
      ['POST', `${path}/reschedule`, { start: tomorrow(15) }],
      ['POST', `${path}/cancel`, {}],
    ] as const) {
      expect((await call(method, at, body)).body.reference).toBe(held.reference);
    }
    expect((await call('GET', path)).body.reference).toBe(held.reference);
  });

  it('is in the answer of a message with a booking, and in that of an offer', async () => {
    const said = await call('POST', '/v1/conversations/references/messages', {
      ...{ role: 'assistant', text: 'booked', customer: { id: 'maya' } },
      booking: { venueId, start: tomorrow(16), partySize: 2 },
    });
    expect(said.body.booking.reference).toMatch(FORM);
  });

  it('is given to a booking that has none when it changes, and not when it has ended', async () => {
    const [live, over] = [await book(), await book()];
    await call('POST', `/v1/bookings/${over.id}/cancel`, {});
    await setReference(live.id, null);
    await setReference(over.id, null);
    const path = `/v1/bookings/${live.id}`;
    expect((await call('GET', path)).body.reference).toBeNull();
    const changed = await call('PATCH', path, { notes: 'by the window' });
    expect(changed.body.reference).toMatch(FORM);
    expect((await call('GET', `/v1/bookings/${over.id}`)).body.reference).toBeNull();
    await setReference(live.id, null);
    expect((await call('POST', `${path}/cancel`, {})).body.reference).toBeNull();
  });

  it('is erased with its guest', async () => {
    const { id, reference } = await book({ id: 'forgotten' });
    await call('DELETE', '/v1/customers/forgotten');
    expect(idsOf(await find({ reference }))).toEqual([]);
    const [row] = await sql`select reference from bookings where id = ${id.slice(4)}::uuid`;
    expect(row?.['reference']).toBeNull();
  });
});

describe('bookings are found by reference', () => {
  it('however it is typed, in each venue of the workspace', async () => {
    const first = await book();
    const other = await makeVenue(asking(call), 1);
    const second = await book({}, { venueId: other.id });
    await setReference(second.id, first.reference);
    const typed = `${first.reference.slice(0, 3)}-${first.reference.slice(3)}`.toLowerCase();
    for (const reference of [first.reference, typed, ` ${first.reference} `]) {
      expect(idsOf(await find({ reference }))).toEqual([second.id, first.id]);
    }
    const one = await find({ reference: first.reference, limit: '1' });
    expect(idsOf(one)).toEqual([second.id]);
    const next = { reference: first.reference, after: one.body.page.next };
    expect((await find(next)).body).toMatchObject({
      data: [{ id: first.id }],
      page: { next: null },
    });
    await call('POST', `/v1/bookings/${first.id}/cancel`, {});
    const cancelled = await find({ reference: first.reference, state: 'cancelled' });
    expect(idsOf(cancelled)).toEqual([first.id]);
  });

  it('never in another workspace', async () => {
    const mine = await book({ id: 'mine', email: 'mine@example.com', phone: '+33 1 99 99 99 01' });
    const place = await makeVenue(asking(foreign), 1);
    const theirs = await book(
      { id: 'mine', email: 'mine@example.com', phone: '+33 1 99 99 99 01' },
      { venueId: place.id },
      foreign,
    );
    await setReference(theirs.id, mine.reference);
    for (const query of [
      { reference: mine.reference },
      { email: 'mine@example.com' },
      { phone: '33199999901' },
    ]) {
      expect(idsOf(await find(query))).toEqual([mine.id]);
      expect(idsOf(await find(query, foreign))).toEqual([theirs.id]);
    }
  });

  it.each([
    [{ reference: 'ABC' }, 'query.reference'],
    [{ reference: 'AEIOU1' }, 'query.reference'],
    [{ phone: 'none' }, 'query.phone'],
    [{ email: 'nobody' }, 'query.email'],
    [{ email: 'a@b.example', phone: '1' }, 'query.venueId'],
    [{ reference: '234567', customer: 'maya' }, 'query.venueId'],
    [{}, 'query.venueId'],
  ])('unless the query is wrong: %j', async (query, field) => {
    const refused = await find(query as Record<string, string>);
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_field']);
    expect(refused.body.errors[0].field).toBe(field);
  });
});

describe('bookings are found by the guest', () => {
  it('by an email address in any case, and by the digits of a telephone number', async () => {
    const a = await book({ id: 'ada', email: 'Ada@Example.com', phone: '+33 1 23 45 67 89' });
    const b = await book({ id: 'ada-again', email: 'ada@example.COM', phone: '(+33) 123-456789' });
    const c = await book({ id: 'ada' }, { start: tomorrow(18) });
    await book({ id: 'bob', email: 'bada@example.com', phone: '+33 1 23 45 67 8' });
    for (const query of [
      { email: 'ADA@example.com' },
      { phone: '+33123456789' },
      { phone: '33 12 34 56 789' },
    ]) {
      expect(idsOf(await find(query))).toEqual([c.id, b.id, a.id]);
    }
    expect(idsOf(await find({ phone: '123456789' }))).toEqual([]);
    expect(idsOf(await find({ email: 'da@example.com' }))).toEqual([]);
  });

  it('in pages without gap or overlap, with and without a state', async () => {
    const made: { id: string; state: string }[] = [];
    for (let n = 0; n < 12; n += 1) {
      // One of the guests has most of the bookings.
      const id = n % 4 === 3 ? `many-${n}` : 'many';
      const booking = await book(
        { id, email: 'many@example.com' },
        { hold: n % 5 === 0, start: tomorrow(20) },
      );
      made.unshift(booking);
    }
    for (const state of [undefined, 'held', 'confirmed', 'no_show']) {
      for (const limit of ['1', '2', '5', '50']) {
        const found: string[] = [];
        let after: string | undefined;
        do {
          const page = await find({
            ...{ email: 'many@example.com', limit },
            ...(state === undefined ? {} : { state }),
            ...(after === undefined ? {} : { after }),
          });
          found.push(...idsOf(page));
          after = page.body.page.next ?? undefined;
        } while (after !== undefined);
        const expected = made.filter((each) => state === undefined || each.state === state);
        expect(found).toEqual(expected.map(({ id }) => id));
      }
    }
  });

  it('except for an erased guest', async () => {
    await book({ id: 'erased', email: 'erased@example.com', phone: '+33 7 00 00' });
    await call('DELETE', '/v1/customers/erased');
    expect(idsOf(await find({ email: 'erased@example.com' }))).toEqual([]);
    expect(idsOf(await find({ phone: '3370000' }))).toEqual([]);
  });
});

describe('what the guest gets', () => {
  const t = useFollowUps('references');

  it('names the reference in email about the visit and in calendar entries', async () => {
    const { id } = await t.venueFor({ followUps: { reminders: [], channels: ['email'] } });
    const booking = await t.book(id);
    await t.world.goTo(t.world.now());
    await t.call('POST', `/v1/bookings/${booking.id}/cancel`, {});
    await t.world.goTo(t.world.now());
    const line = `Booking reference: ${booking.reference}`;
    const mails = t.mails();
    expect(mails.map(({ text }) => text.split('\n\n')[1])).toEqual([line, line]);
    expect(mails[0]?.html).toContain(line);
    const file = await t.call('GET', `/v1/bookings/${booking.id}.ics`);
    for (const text of [mails[0]?.calendar?.text ?? '', file.body]) {
      expect(onlyEvent(text).description).toBe(`Party of 2. ${line}.`);
    }
  });

  it('names it in the language of the guest', async () => {
    const { id } = await t.venueFor({ followUps: { channels: ['email'] } });
    const customer = { id: 'ines', email: t.address, locale: 'fr-CA' };
    const booking = await t.book(id, { customer, conversationId: undefined });
    await t.world.goTo(t.world.now());
    expect(t.mails()[0]?.text).toContain(`Référence de réservation : ${booking.reference}`);
  });
});
