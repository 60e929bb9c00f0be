import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sweepAddresses } from '../../src/follow-ups/addresses/sweep-addresses.ts';
import { createUnsubscribeLinks } from '../../src/follow-ups/addresses/unsubscribe-links.ts';
import { createMailer } from '../../src/follow-ups/channels/email.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { createWorld, type World } from '../support/follow-up-world.ts';
import { sql } from '../support/sql.ts';
import { app, type Call, client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NAME = 'mailed addresses';

let world: World;
let call: Call;
let key: string;
let venueId: string;
beforeAll(async () => {
  key = await makeKey(NAME);
});
const setLimits = (limits: object) =>
  sql`update workspaces set limits = ${JSON.stringify(limits)} where name = ${NAME}`;
beforeEach(async () => {
  await setLimits({});
  world = createWorld({
    database: testDeps().database,
    keySecret: String(Reflect.get(env, 'KEY_SECRET')),
    startsAt: Date.now(),
  });
  call = client(key, {}, { ...env, ...world.bindings });
  venueId = (await makeVenue(asking(call), 60)).id;
});

let guests = 0;
/** Books as a guest of its own, with this address. */
const book = async (email: string, by = call, venue = venueId) => {
  guests += 1;
  const { status, body } = await by('POST', '/v1/bookings', {
    ...{ venueId: venue, start: tomorrow(12), partySize: 2 },
    customer: { id: `addressee-${guests}`, email },
  });
  expect(status).toBe(201);
  return { booking: body.id, guest: `addressee-${guests}` };
};
const mailsTo = (email: string) =>
  world.mails.filter(({ to }) => to.toLowerCase() === email.toLowerCase());
/** The states and reasons of the emails of a booking. */
const emailsOf = async (booking: string): Promise<[string, string | null][]> =>
  (await call('GET', `/v1/bookings/${booking}/timeline`)).body.jobs
    .filter(({ channel }: { channel: string }) => channel === 'email')
    .map(({ state, reason }: { state: string; reason: string | null }) => [state, reason]);
/** Sends a request to a link, as a mail program or a browser does. */
const follow = (url: string, method: string, body?: string) =>
  app.request(
    new URL(url).pathname,
    {
      method,
      ...(body === undefined
        ? {}
        : { body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
    },
    quietBindings,
    { waitUntil() {}, passThroughOnException() {}, props: {} },
  );
const ONE_CLICK = 'List-Unsubscribe=One-Click';

describe('emails to one address', () => {
  it('are at most ten a day in a workspace, whoever the guests are', async () => {
    const made: string[] = [];
    for (let n = 0; n < 14; n += 1) {
      const email = n % 3 === 0 ? 'Stranger@Example.com' : 'stranger@example.com';
      made.push((await book(n % 3 === 1 ? 'stranger+tag@example.com' : email)).booking);
    }
    await world.drain();
    expect(world.mails).toHaveLength(10);
    const outcomes = (await Promise.all(made.map(emailsOf))).flat();
    const suppressed = outcomes.filter(([state]) => state === 'suppressed');
    expect(suppressed).toEqual(Array(4).fill(['suppressed', 'address_limit']));

    await book('another@example.com');
    await world.drain();
    expect(mailsTo('another@example.com')).toHaveLength(1);
  });

  it('are counted by day and by workspace, with a limit that an operator can raise', async () => {
    const email = 'daily@example.com';
    await setLimits({ address_emails: 2 });
    for (let n = 0; n < 3; n += 1) await book(email);
    await world.drain();
    expect(mailsTo(email)).toHaveLength(2);

    const other = client(await makeKey('other addresses'), {}, { ...env, ...world.bindings });
    const { id } = await makeVenue(asking(other), 3);
    await book(email, other, id);
    await world.drain();
    expect(mailsTo(email)).toHaveLength(3);

    await sql`update mailed_addresses set day = day - 1`;
    const { booking } = await book(email);
    await world.drain();
    expect(await emailsOf(booking)).toContainEqual(['delivered', null]);
  });

  it('are counted exactly when many are sent at the same time, and once if they are retried', async () => {
    const refusing = createWorld({
      database: testDeps().database,
      keySecret: String(Reflect.get(env, 'KEY_SECRET')),
      startsAt: Date.now(),
      async mail() {
        if (refusing.now() < Date.now() + 60_000) throw new Error('busy');
      },
    });
    const by = client(key, {}, { ...env, ...refusing.bindings });
    for (let n = 0; n < 13; n += 1) await book('retried@example.com', by);
    await Promise.all([refusing.drain(), refusing.drain()]);
    expect(refusing.mails).toHaveLength(0);
    await refusing.goTo(Date.now() + 10 * 60_000);
    expect(refusing.mails.filter(({ to }) => to === 'retried@example.com')).toHaveLength(10);
  });

  it('are forgotten after two days, unless the address wants no email', async () => {
    const counts = async () =>
      (
        await sql`select count(*)::int as n, count(unsubscribed_at)::int as unsubscribed
                    from mailed_addresses`
      )[0];
    await book('forgotten@example.com');
    await book('remembered@example.com');
    await world.drain();
    const [mail] = mailsTo('remembered@example.com');
    await follow(mail?.unsubscribeUrl ?? '', 'POST', ONE_CLICK);
    const at = (days: number) => ({
      database: testDeps().database,
      now: () => Date.now() + days * DAY_MS,
    });
    // The counts that earlier tests have made for days in the past.
    await sweepAddresses(at(1));
    const before = await counts();
    expect(await sweepAddresses(at(1))).toBe(0);
    expect(await sweepAddresses(at(4))).toBe(before?.['n'] - before?.['unsubscribed']);
    expect(await counts()).toEqual({ n: before?.['unsubscribed'], unsubscribed: 1 });
  });
});

describe('the owner of an address', () => {
  it('ends all email of the workspace with one click, and begins it again', async () => {
    const email = 'owner@example.com';
    const first = await book(email);
    await world.drain();
    const [mail] = mailsTo(email);
    const url = mail?.unsubscribeUrl ?? '';
    expect(url).toMatch(/^https:\/\/maitred\.example\/unsubscribe\/[\w-]{107}$/);
    expect(url).not.toContain('owner');

    const page = await follow(url, 'GET');
    expect([page.status, page.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    expect(await page.text()).toContain('<form method="post">');
    const still = await book(email);
    await world.drain();
    expect(mailsTo(email)).toHaveLength(2);
    expect(await emailsOf(still.booking)).toContainEqual(['delivered', null]);

    expect((await follow(url, 'POST', ONE_CLICK)).status).toBe(200);
    expect((await follow(url, 'POST', ONE_CLICK)).status).toBe(200);
    const { guest, booking } = await book('OWNER@example.com');
    await call('POST', `/v1/bookings/${first.booking}/cancel`, {});
    await world.drain();
    expect(mailsTo(email)).toHaveLength(2);
    expect(await emailsOf(booking)).toContainEqual(['suppressed', 'unsubscribed']);
    expect(await emailsOf(first.booking)).toContainEqual(['suppressed', 'unsubscribed']);
    const shown = (await call('GET', `/v1/customers/${guest}`)).body;
    expect(Date.parse(shown.unsubscribedAt)).toBeGreaterThan(Date.now() - DAY_MS);

    expect((await follow(url, 'POST', 'wanted=email')).status).toBe(200);
    await book(email);
    await world.drain();
    expect(mailsTo(email)).toHaveLength(3);
    expect((await call('GET', `/v1/customers/${guest}`)).body.unsubscribedAt).toBeNull();
  });

  it('is not taken for another one, nor for that of another workspace', async () => {
    const email = 'shared@example.com';
    await book(email);
    const other = client(await makeKey('other owner'), {}, { ...env, ...world.bindings });
    const { id } = await makeVenue(asking(other), 3);
    await book(email, other, id);
    await world.drain();
    const urls = mailsTo(email).map(({ unsubscribeUrl }) => unsubscribeUrl);
    expect(new Set(urls).size).toBe(2);
    await follow(urls[0] ?? '', 'POST', ONE_CLICK);
    await book(email);
    await book(email, other, id);
    await book('shared2@example.com');
    await world.drain();
    expect([mailsTo(email).length, mailsTo('shared2@example.com').length]).toEqual([3, 1]);
  });

  it('cannot be named by a link that the service has not made', async () => {
    const address = new Uint8Array(32);
    const workspaceId = (await testDeps().signer.verify(key))?.workspaceId;
    if (workspaceId === undefined) throw new Error('the key does not verify');
    const foreign = createUnsubscribeLinks(ringOf('another secret of the tests 0123456789'));
    const token = await foreign.sign({ workspaceId, address });
    const own = await testDeps().unsubscribeLinks.sign({ workspaceId, address });
    const changed = `${own.slice(0, -2)}${own.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const each of [token, changed, 'x', own.slice(1)]) {
      for (const method of ['GET', 'POST']) {
        const answer = await follow(`https://maitred.example/unsubscribe/${each}`, method);
        expect(answer.status).toBe(404);
      }
    }
    expect(await testDeps().unsubscribeLinks.verify(own)).toEqual({ workspaceId, address });
  });
});

it('an email has the headers of RFC 8058', async () => {
  const sent: unknown[] = [];
  const binding = {
    async send(message: unknown) {
      sent.push(message);
      return { messageId: 'sent' };
    },
  };
  const mail = { to: 'a@example.com', fromName: 'A', subject: 's', text: 't', html: 'h' };
  const mailer = createMailer(binding, 'bookings@maitred.example');
  await mailer?.send({ ...mail, unsubscribeUrl: 'https://maitred.example/unsubscribe/x' });
  await mailer?.send(mail);
  expect(sent).toEqual([
    expect.objectContaining({
      headers: {
        'List-Unsubscribe': '<https://maitred.example/unsubscribe/x>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }),
    expect.not.objectContaining({ headers: expect.anything() }),
  ]);
});
