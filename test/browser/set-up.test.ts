import type { Browser, Page } from 'playwright-core';
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

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

const NAME = '<b>Chez</b> "Anna" & Söhne';

/** What a workspace has after the set-up: a venue with hours, eight tables and one booking. */
async function checkSetUp(api: Client, page: Page): Promise<void> {
  const { data: venues } = await api.listVenues();
  expect(venues.map(({ name, timeZone }) => [name, timeZone])).toEqual([[NAME, 'Asia/Tokyo']]);
  const venueId = venues[0]?.id ?? '';
  expect(venues[0]?.hours.weekly.length).toBe(9);
  const { data: tables } = await api.listResources({ venueId });
  expect(tables.map(({ name, maxParty }) => [name, maxParty])).toEqual(
    ['1', '2', '3', '4', '5', '6', '7', '8'].map((name) => [name, 4]),
  );
  // The floor opens with the booking.
  const { date = '', booking = '' } = Object.fromEntries(
    new URLSearchParams(page.url().split('?')[1]),
  );
  const { data: bookings } = await api.listBookings({ venueId, date });
  expect(bookings.map(({ id, state, partySize }) => [id, state, partySize])).toEqual([
    [booking, 'confirmed', 3],
  ]);
}

const stepIs = (page: Page, title: string) =>
  page.locator('.set-up h2', { hasText: title }).waitFor();

it('leads from an empty workspace to the first booking, and goes on where it was left', async () => {
  const { key, api } = await openWorkspace('Set-up');
  const { page, checkClean, checkAxe, close } = await openConsole(browser, { key });
  await page.goto(`${page.url().split('#')[0]}#/settings/tables`);
  await page.getByText('There is no venue yet.').waitFor();
  await checkAxe();
  const began = Date.now();
  await page.getByRole('link', { name: 'Set up the first venue' }).click();
  await stepIs(page, 'Name and place');
  await page.getByLabel('Name of the venue').fill(NAME);
  // The browser's own zone is proposed.
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Asia/Tokyo');
  await page.getByRole('button', { name: 'Go on' }).click();
  await stepIs(page, 'Opening hours');
  await checkAxe();
  // Left and taken up again.
  await page.reload();
  await stepIs(page, 'Opening hours');
  await page.getByRole('button', { name: 'Go on' }).click();
  await stepIs(page, 'Tables');
  await page.getByLabel('How many').fill('8');
  await page.getByRole('button', { name: 'Add' }).click();
  await stepIs(page, 'First booking');
  await checkAxe();
  await page.getByLabel('Name of the guest').fill('Zoë <script>alert(1)</script>');
  await page.getByLabel('Guests', { exact: true }).fill('3');
  await page.getByLabel('Start').waitFor();
  await page.getByRole('button', { name: 'Book the table' }).click();
  await page.waitForURL(/#\/floor/);
  expect(Date.now() - began).toBeLessThan(180_000);
  await checkSetUp(api, page);
  checkClean();
  await close();
});

it('can be done by keyboard alone', async () => {
  const { key, api } = await openWorkspace('Set-up by keys');
  const { page, checkClean, close } = await openConsole(browser, {
    ...{ key, place: '#/settings/set-up' },
  });
  await stepIs(page, 'Name and place');
  // The heading of each step has the focus, so Tab reaches its first field.
  const type = (text: string) => page.keyboard.type(text);
  const press = async (...keys: readonly string[]) => {
    for (const each of keys) await page.keyboard.press(each);
  };
  await focusIsIn(page, 'Name and place');
  await press('Tab');
  await type(NAME);
  await press('Enter');
  await stepIs(page, 'Opening hours');
  await focusIsIn(page, 'Opening hours');
  // Enter in any field goes on.
  await press('Tab', 'Enter');
  await stepIs(page, 'Tables');
  await focusIsIn(page, 'Tables');
  await press('Tab', 'Control+A');
  await type('8');
  await press('Enter');
  await stepIs(page, 'First booking');
  await focusIsIn(page, 'First booking');
  await press('Tab');
  await type('Zoë');
  await press('Tab', 'Control+A');
  await type('3');
  await page.getByLabel('Start').waitFor();
  await tabTo(page, 'Book the table');
  await press('Enter');
  await page.waitForURL(/#\/floor/);
  await checkSetUp(api, page);
  checkClean();
  await close();
});

const focusIsIn = (page: Page, heading: string) =>
  expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(heading);

/** Presses Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let n = 0; n < 20; n += 1) {
    const text = await page.evaluate(() => document.activeElement?.textContent);
    if (text === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}.`);
}

it('is usable in the dark and at phone width, and tells other keys whom to ask', async () => {
  const { key, api } = await openWorkspace('Set-up on a phone');
  for (const options of [DARK, PHONE]) {
    const place = '#/settings/set-up';
    const { page, checkClean, checkAxe, close } = await openConsole(browser, {
      ...{ key, place },
      ...options,
    });
    await stepIs(page, 'Name and place');
    await checkAxe();
    await checkWidth(page);
    checkClean();
    await close();
  }
  const { key: reader } = await api.createKey({ body: { name: 'r', scopes: ['bookings:read'] } });
  const { page, checkClean, close } = await openConsole(browser, {
    ...{ key: reader, place: '#/settings/set-up' },
  });
  await page.getByText('Ask somebody whose key has the scope admin').waitFor();
  checkClean();
  await close();
});
