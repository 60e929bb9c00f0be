import { beforeAll, describe, expect, it } from 'vitest';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { onlyEvent } from '../support/calendar-files.ts';
import { startOf, useFollowUps } from '../support/follow-up-tests.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

const NONE = {
  ...{ address: null, phone: null, website: null },
  ...{ replyTo: null, cancellationPolicy: null },
};
const PROFILE = {
  address: '12 rue des Lilas, 2; 3\nPorte\\B\n75020 Paris',
  phone: '+33123456789',
  website: 'https://chez.example/réserver?a=1,2;3',
  replyTo: 'tables@chez.example',
  cancellationPolicy: 'Please cancel two hours before.\n\nBEGIN:VEVENT <b>Thank you</b>',
};

describe('the profile of a venue', () => {
  let call: Call;
  beforeAll(async () => {
    call = client(await makeKey('profiles'));
  });

  it('is empty by default, and is set, shown, changed in parts and removed', async () => {
    const { id } = await makeVenue(asking(call), 0);
    const path = `/v1/venues/${id}`;
    expect((await call('GET', path)).body).toMatchObject(NONE);
    expect((await call('PATCH', path, PROFILE)).body).toMatchObject(PROFILE);
    expect((await call('GET', path)).body).toMatchObject(PROFILE);
    const moved = { address: '1 place du Marché' };
    expect((await call('PATCH', path, moved)).body).toMatchObject({ ...PROFILE, ...moved });
    expect((await call('PATCH', path, { leadTime: 3 })).body).toMatchObject({
      ...PROFILE,
      ...moved,
    });
    expect((await call('PATCH', path, NONE)).body).toMatchObject(NONE);
    const made = await call('POST', '/v1/venues', { name: 'V', timeZone: 'UTC', ...PROFILE });
    expect([made.status, made.body]).toMatchObject([201, PROFILE]);
    const listed = (await call('GET', '/v1/venues')).body.data;
    expect(listed).toContainEqual(expect.objectContaining({ id: made.body.id, ...PROFILE }));
  });

  it.each([
    ['phone', '01 23 45 67 89'],
    ['phone', '+33 1 23 45 67 89'],
    ['phone', '+33123456789\n'],
    ['phone', '+0123456789'],
    ['website', 'http://chez.example'],
    ['website', 'chez.example'],
    ['website', 'https://chez.example/\nBcc: x@example.com'],
    ['website', 'https://chez.example/a b'],
    ['website', 'https://chez.example/\u0000'],
    ['replyTo', 'tables'],
    ['replyTo', 'tables@chez.example\r\nBcc: x@example.com'],
    ['replyTo', 'tables@chez.example, x@example.com'],
    ['replyTo', '"Tables" <tables@chez.example>'],
    ['address', ''],
    ['address', ' \n '],
    ['address', 'a\r\nb'],
    ['address', 'a\u2028b'],
    ['address', 'a\u0007b'],
    ['address', 'é'.repeat(257)],
    ['cancellationPolicy', 'a\u0000b'],
    ['cancellationPolicy', 'a'.repeat(4097)],
  ])('refuses %s as %j', async (field, value) => {
    const { id } = await makeVenue(asking(call), 0);
    const refused = await call('PATCH', `/v1/venues/${id}`, { [field]: value });
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_field']);
    expect(refused.body.errors[0].field).toBe(`body.${field}`);
    const created = { name: 'V', timeZone: 'UTC', [field]: value };
    expect((await call('POST', '/v1/venues', created)).status).toBe(400);
  });

  it('is in the calendars of its bookings and of the venue', async () => {
    const { id } = await makeVenue(asking(call), 1, { name: 'Chez Nous', ...PROFILE });
    const booking = await call('POST', '/v1/bookings', {
      ...{ venueId: id, start: tomorrow(12), partySize: 2, customer: { id: 'maya' } },
    });
    const { body } = await call('POST', `/v1/venues/${id}/calendar`);
    for (const path of [`/v1/bookings/${booking.body.id}.ics`, new URL(body.url).pathname]) {
      const { location, organizer } = onlyEvent((await call('GET', path)).body);
      expect(location).toBe(`Chez Nous\n${PROFILE.address}`);
      expect(organizer?.getFirstValue()).toBe('mailto:tables@chez.example');
    }
  });
});

describe('an email of a venue with a profile', () => {
  const t = useFollowUps('profile');
  const followUps = { channels: ['email', 'conversation'], reminders: [60], thankYouAfter: 0 };
  const contacts = ['Chez Nous', PROFILE.address, PROFILE.phone, PROFILE.website].join('\n');

  it('has its contacts and a reply-to address, and its policy before the visit', async () => {
    const { id } = await t.venueFor({ followUps });
    await t.call('PATCH', `/v1/venues/${id}`, PROFILE);
    await t.book(id);
    await t.world.goTo(t.world.now());
    await t.world.goTo(startOf() - 60 * 60_000);
    await t.world.goTo(startOf() + 24 * 60 * 60_000);
    const [confirmed, reminder, thanks] = t.mails();
    for (const mail of [confirmed, reminder, thanks]) {
      expect(mail?.replyTo).toBe(PROFILE.replyTo);
      expect(mail?.text.endsWith(`\n\n${contacts}`)).toBe(true);
      expect(mail?.html).toContain('12 rue des Lilas, 2; 3\nPorte\\B\n75020 Paris\n+33123456789');
    }
    expect(confirmed?.text).toContain(`\n\n${PROFILE.cancellationPolicy}\n\n`);
    expect(confirmed?.html).toContain('BEGIN:VEVENT &lt;b&gt;Thank you&lt;/b&gt;');
    expect(reminder?.text).toContain(PROFILE.cancellationPolicy);
    expect(thanks?.text).not.toContain('Please cancel');
    expect(onlyEvent(confirmed?.calendar?.text ?? '')).toMatchObject({
      location: `Chez Nous\n${PROFILE.address}`,
    });
    const organizer = onlyEvent(confirmed?.calendar?.text ?? '').organizer?.getFirstValue();
    expect(organizer).toBe('mailto:tables@chez.example');
    // A conversation is the assistant's: it gets the text alone.
    expect((await t.texts()).join()).not.toContain('rue des Lilas');
  });

  it('names the profile of the time at which it is sent', async () => {
    const { id } = await t.venueFor({ followUps });
    await t.call('PATCH', `/v1/venues/${id}`, PROFILE);
    await t.book(id);
    await t.world.goTo(t.world.now());
    await t.call('PATCH', `/v1/venues/${id}`, { ...NONE, phone: '+33999999999' });
    await t.world.goTo(startOf() - 60 * 60_000);
    const reminder = t.mails().at(-1);
    expect(reminder?.text).toMatch(/\n\nChez Nous\n\+33999999999$/);
    expect(reminder?.replyTo).toBeUndefined();
  });
});
