import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../src/client/index.ts';
import {
  checkWidth,
  DARK,
  openConsole,
  openWorkspace,
  PHONE,
  startBrowser,
} from './support/console-browser.ts';

const MARKUP = '<img src=x onerror=alert(1)><b>bold</b>';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** Three guests, of whom one has a booking, a conversation, tags and notes. */
async function makeGuests(api: Client) {
  const venue = await api.createVenue({ body: { name: 'Vela', timeZone: 'Europe/Berlin' } });
  const venueId = venue.id;
  const days = [
    ...(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const),
  ];
  const weekly = days.map((weekday) => ({ weekday, opens: '12:00', closes: '23:00' }));
  await api.setHours({ venueId, body: { weekly } });
  await api.addResource({ venueId, body: { name: 'T1', maxParty: 4 } });
  const date = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const maya = { id: 'guest-7', name: `Maya ${MARKUP}`, phone: '+4930123456' };
  await api.createSeries({
    body: {
      ...{ venueId, partySize: 2, start: `${date}T19:00`, repeat: 'FREQ=DAILY;COUNT=1' },
      customer: maya,
    },
  });
  const guests = [
    { id: 'guest-8', name: 'Maya Lind', email: 'maya@example.com' },
    { id: 'guest-9', name: 'Zoë Ørsted', email: 'zoe@example.com' },
  ];
  for (const customer of [maya, ...guests]) {
    await api.storeMessage({
      conversationId: `chat-${customer.id}`,
      body: { role: 'customer', text: 'Hello', channel: 'chat', customer },
    });
  }
  await api.changeCustomer({
    customerId: 'guest-7',
    body: { tags: [MARKUP.slice(0, 40), 'vip'], preferences: MARKUP, staffNotes: MARKUP },
  });
  return { date };
}

it('a guest is found, shown, changed by two people at once, and merged', async () => {
  const { key, api } = await openWorkspace('Guests');
  const { date } = await makeGuests(api);
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    key,
    place: '#/guests',
  });
  const results = page.locator('.result');
  await expect.poll(() => results.count()).toBe(3);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/v1/customers?')) asked.push(request.url());
  });
  const search = page.getByLabel('Search the guest book');
  await search.pressSequentially('maya', { delay: 20 });
  await expect.poll(() => results.count()).toBe(2);
  // Not each key asked.
  expect(asked.length).toBeLessThan(4);
  await search.fill('zoe@');
  await page.getByText('This is no whole address or number yet.').waitFor();
  await search.fill('#vip');
  await expect.poll(() => results.count()).toBe(1);
  await search.fill('+49 30 123456');
  await expect.poll(() => page.url()).toContain('30');
  await expect.poll(() => results.count()).toBe(1);
  await checkAxe();

  await results.first().click();
  const card = page.locator('.guest');
  await card.getByRole('heading', { name: `Maya ${MARKUP}` }).waitFor();
  await card.getByText('Times in the zone of each venue').waitFor();
  const shown = (await card.textContent()) ?? '';
  for (const text of [MARKUP.slice(0, 40), `Likes${MARKUP}`, `Notes of the staff${MARKUP}`]) {
    expect(shown).toContain(text);
  }
  expect(await page.locator('img, b').count()).toBe(0);
  expect(shown).toContain('0 visits, 0 no-shows, 0 late cancellations');
  const booking = card.getByRole('link', { name: /, 19:00$/ });
  expect(await booking.getAttribute('href')).toContain(`#/calendar?date=${date}&booking=bkg_`);
  const chat = card.getByRole('link', { name: /^chat, / });
  expect(await chat.getAttribute('href')).toBe('#/conversations/chat-guest-7');
  await checkAxe();

  await card.getByRole('button', { name: 'Change the details' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Maya Berg');
  await api.changeCustomer({ customerId: 'guest-7', body: { preferences: 'By the window' } });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Somebody else has changed this meanwhile.').waitFor();
  await dialog.getByText('Somebody has changed it to: By the window').waitFor();
  await checkAxe();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await card.getByRole('heading', { name: 'Maya Berg' }).waitFor();
  await card.getByText('By the window').waitFor();
  const changed = await api.showCustomer({ customerId: 'guest-7' });
  expect([changed.name, changed.preferences]).toEqual(['Maya Berg', 'By the window']);

  await card.getByRole('button', { name: 'Merge with another guest' }).click();
  await dialog.getByLabel('The other guest').fill('maya');
  await dialog.getByRole('button', { name: /Maya Lind/ }).click();
  await dialog.getByText('This cannot be undone.').waitFor();
  await checkAxe();
  await dialog.getByRole('button', { name: 'Merge both' }).click();
  await card.getByText('Merged guests').waitFor();
  expect((await api.showCustomer({ customerId: 'guest-8' })).id).toBe('guest-7');
  checkClean();
  await close();
});

it('with the keyboard alone a guest is refused and admitted, exported and erased', async () => {
  const { key, api } = await openWorkspace('Refusal');
  await makeGuests(api);
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    key,
    place: '#/guests',
    ...DARK,
  });
  await page.locator('.result').first().waitFor();
  const press = (text: string) => page.keyboard.press(text);
  await page.getByLabel('Search the guest book').focus();
  await page.keyboard.type('zoe');
  await expect.poll(() => page.locator('.result').count()).toBe(1);
  await press('Tab');
  await press('Tab');
  await press('Enter');
  await page.getByRole('heading', { name: 'Zoë Ørsted' }).waitFor();
  await checkAxe();

  await page.getByRole('button', { name: 'Refuse bookings' }).focus();
  await press('Enter');
  await page.locator('.guest form input:focus').waitFor();
  await page.keyboard.type('Left without paying');
  await press('Enter');
  await page.getByText('May not book: Left without paying').waitFor();
  await page.getByRole('button', { name: 'Accept bookings again' }).focus();
  await press('Enter');
  await page.getByText('May not book:').waitFor({ state: 'detached' });

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save everything as a file' }).focus();
  await press('Enter');
  const file = await download;
  expect(file.suggestedFilename()).toBe('guest-guest-9.json');
  const saved = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect([saved.customer.name, saved.messages.length]).toEqual(['Zoë Ørsted', 1]);

  await page.getByRole('button', { name: 'Erase the guest' }).focus();
  await press('Enter');
  await page.keyboard.type('Zoe');
  await press('Enter');
  await page.getByText('The name is not the same.').waitFor();
  expect((await api.showCustomer({ customerId: 'guest-9' })).name).toBe('Zoë Ørsted');
  await press('ControlOrMeta+a');
  await page.keyboard.type('Zoë Ørsted');
  await press('Enter');
  await page.getByText('Choose a guest to see the card.').waitFor();
  await page.getByText('No guest is found.').waitFor();
  checkClean();
  await close();
});

it('on a phone an empty guest book says so, and a key sees only what its scopes allow', async () => {
  const { api } = await openWorkspace('Scopes');
  const { key } = await api.createKey({ body: { name: 'chat', scopes: ['messages:read'] } });
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    key,
    place: '#/guests',
    ...PHONE,
  });
  await page.getByText('There are no guests yet.').waitFor();
  await makeGuests(api);
  await page.goto('about:blank');
  await page.goBack();
  await expect.poll(() => page.locator('.result').count()).toBe(3);
  await checkWidth(page);
  await page.locator('.result').filter({ hasText: '+4930123456' }).click();
  await page.getByRole('heading', { name: `Maya ${MARKUP}` }).waitFor();
  await page.getByRole('link', { name: /^chat, / }).waitFor();
  const texts = (await page.locator('main').textContent()) ?? '';
  for (const hidden of [
    'Change the details',
    'Merge',
    'Erase',
    'Refuse bookings',
    'Notes of the staff',
  ]) {
    expect(texts).not.toContain(hidden);
  }
  expect(await page.getByRole('heading', { name: 'Bookings' }).count()).toBe(0);
  await checkWidth(page);
  await checkAxe();
  await page.getByRole('link', { name: 'Back to the guest book' }).click();
  await page.locator('.result').first().waitFor();
  checkClean();
  await close();
});
