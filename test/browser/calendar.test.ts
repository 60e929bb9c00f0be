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

const ZONE = 'Europe/Berlin';
const MARKUP = '<img src=x onerror=alert(1)><b>bold</b>';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T12:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The next date, at least a week ahead, on which the clocks of Berlin change. */
function nextClockChange(): string {
  const offset = (date: string) =>
    new Intl.DateTimeFormat('en', { timeZone: ZONE, timeZoneName: 'longOffset' }).format(
      Date.parse(`${date}T22:00Z`),
    );
  const isChanged = (date: string) =>
    offset(date).slice(-6) !== offset(addDays(date, -1)).slice(-6);
  let date = addDays(new Date().toISOString().slice(0, 10), 8);
  while (!isChanged(date)) date = addDays(date, 1);
  return date;
}

async function makeVenue(api: Client) {
  const venue = await api.createVenue({
    body: { name: 'Vela', timeZone: ZONE, horizonDays: 400, guestOverlap: 'allow' },
  });
  const open = ['monday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
  const weekly = open.map((weekday) => ({ weekday, opens: '12:00', closes: '23:00' }));
  await api.setHours({ venueId: venue.id, body: { weekly } });
  for (const name of ['T1', 'T2', 'T3']) {
    const body = { name, maxParty: 4, ...(name === 'T3' ? { area: 'Terrace' } : {}) };
    await api.addResource({ venueId: venue.id, body });
  }
  return venue.id;
}

it('week and month show bookings, a block and a series on their days around a clock change', async () => {
  const { key, api } = await openWorkspace('Calendar');
  const venueId = await makeVenue(api);
  const sunday = nextClockChange();
  const [monday, saturday] = [addDays(sunday, -6), addDays(sunday, -1)];
  // 22:00 in Berlin is the next day in Tokyo, where the browser is.
  await api.createSeries({
    body: {
      ...{ venueId, partySize: 2, start: `${addDays(saturday, -7)}T21:00` },
      ...{ repeat: 'FREQ=WEEKLY;COUNT=3', customer: { id: 'weekly', name: MARKUP } },
    },
  });
  const change = await api.createSeries({
    body: {
      ...{ venueId, partySize: 3, start: `${sunday}T20:00`, repeat: 'FREQ=WEEKLY;COUNT=1' },
      customer: { id: 'guest-7', name: 'Maya' },
      ...{ notes: MARKUP, tags: ['<i>vip</i>'] },
    },
  });
  await api.createBlock({
    venueId,
    body: {
      ...{
        area: 'Terrace',
        from: `${addDays(sunday, -14)}T18:00`,
        to: `${addDays(sunday, -14)}T20:30`,
      },
      ...{ repeat: 'FREQ=WEEKLY', reason: MARKUP },
    },
  });
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    key,
    place: `#/calendar?date=${sunday}`,
  });
  await page.getByText('Times in Europe/Berlin').waitFor();
  const day = (n: number) => page.locator('.day').nth(n);
  await day(5)
    .getByRole('button', { name: /21:00.*2 guests/ })
    .waitFor();
  await day(5).getByText('every week 3 times').waitFor();
  await day(6)
    .getByRole('button', { name: /20:00.*3 guests/ })
    .waitFor();
  expect(await day(6).locator('.block').textContent()).toContain('18:00–20:30 Terrace');
  expect(await day(6).locator('.block').textContent()).toContain(MARKUP);
  expect(await page.locator('.day .block').count()).toBe(1);
  expect(await page.locator('.mark').count()).toBe(2);
  await day(1).getByText('Closed', { exact: true }).waitFor();
  await day(5).getByText('1 booking · 2 covers').waitFor();
  await checkAxe();

  await day(6).getByRole('button', { name: /20:00/ }).click();
  const card = page.getByRole('dialog');
  await card.getByText('Maya').waitFor();
  expect(await card.textContent()).toContain(MARKUP);
  expect(await card.textContent()).toContain('<i>vip</i>');
  expect(await page.locator('img, b, i').count()).toBe(0);
  const floor = card.getByRole('link', { name: 'To the floor of this day' });
  expect(await floor.getAttribute('href')).toBe(`#/floor?date=${sunday}`);
  await checkAxe();
  // Somebody else changes the booking while the card is open.
  const bookingId = change.bookings[0]?.id ?? '';
  await api.changeBooking({ bookingId, body: { notes: 'By the window' } });
  await card.getByRole('button', { name: 'Cancel the booking' }).click();
  await card.getByLabel('Reason').fill('Ill');
  await card.getByRole('button', { name: 'Cancel the booking' }).click();
  await card.getByText('Somebody else has changed this meanwhile.').waitFor();
  await card.getByText('By the window').waitFor();
  await card.getByRole('button', { name: 'Cancel the booking' }).click();
  await card.getByText('Cancelled', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('.mark').count()).toBe(1);

  await page.getByRole('link', { name: 'Month', exact: true }).click();
  const cell = (date: string) =>
    page.locator('.month td').filter({
      has: page.getByText(
        new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' }).format(new Date(`${date}T12:00Z`)),
      ),
    });
  await cell(saturday).getByText('1 booking').waitFor();
  await cell(saturday).getByText('2 covers').waitFor();
  expect(await cell(sunday).textContent()).toContain('18:00–20:30 Terrace');
  expect(await cell(addDays(monday, 1)).textContent()).toContain('Closed');
  await cell(saturday).getByText('1 booking of a series').waitFor();
  // The list names the guest, not the id.
  const series = page.getByRole('region', { name: 'Series' });
  await series.getByRole('link', { name: MARKUP }).waitFor();
  await checkAxe();
  // An arrow that leaves the month turns the page at once, so the next page is the next one.
  await page.goto(`${page.url().split('#')[0]}#/calendar?view=month&date=2027-02-26`);
  await page.getByRole('heading', { name: 'February 2027' }).waitFor();
  await page.locator('.month a[tabindex="0"]').focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: 'March 2027' }).waitFor();
  await page.keyboard.press('PageDown');
  await page.getByRole('heading', { name: 'April 2027' }).waitFor();
  checkClean();
  await close();
});

it('a block is made with the keyboard alone, around bookings, and ended', async () => {
  const { key, api } = await openWorkspace('Block');
  const venueId = await makeVenue(api);
  const sunday = nextClockChange();
  const guest = { id: 'guest-7', name: 'Maya' };
  await api.createBooking({
    body: { venueId, partySize: 2, start: `${sunday}T20:00:00+02:00`, customer: guest },
  });
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    key,
    place: `#/calendar?date=${sunday}`,
    ...DARK,
  });
  await page.locator('.mark').waitFor();
  await checkAxe();
  const press = (...keys: string[]) =>
    keys.reduce((before, each) => before.then(() => page.keyboard.press(each)), Promise.resolve());
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await page.locator('.day a').first().focus();
  await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await press('ArrowDown');
  expect(await focused()).toContain('20:00');
  await press('PageDown');
  await expect
    .poll(() => page.locator('h1').textContent())
    .toContain(addDays(sunday, 7).slice(0, 4));
  await page.getByText('There are no bookings in this week.').waitFor();
  await press('PageUp');
  await page.locator('.mark').waitFor();

  await page.getByRole('button', { name: 'Make a block' }).focus();
  await press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').focus();
  await page.keyboard.type('A wedding');
  await dialog.getByLabel('Repeats').focus();
  await page.keyboard.type('every week');
  await dialog.getByRole('button', { name: 'Block', exact: true }).focus();
  await press('Enter');
  await dialog.getByText('One booking lies in the block.').waitFor();
  await checkAxe();
  await dialog.getByLabel('Keep the bookings that lie in it').focus();
  await press('Space');
  await dialog.getByRole('button', { name: 'Block', exact: true }).focus();
  await press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.day').nth(6).getByText('00:00–23:59 The whole venue: A wedding').waitFor();
  const { data } = await api.listBlocks({ venueId });
  expect(data.map(({ from, to, all, repeat }) => ({ from, to, all, repeat }))).toEqual([
    { from: `${sunday}T00:00`, to: `${sunday}T23:59`, all: true, repeat: 'FREQ=WEEKLY' },
  ]);

  const end = page.getByRole('button', { name: 'End the block' });
  await end.focus();
  await press('Enter');
  await page.getByText('It ends with all its repetitions.').waitFor();
  await press('Enter');
  await page.getByText('Nothing is blocked.').waitFor();
  expect((await api.listBlocks({ venueId })).data).toEqual([]);
  checkClean();
  await close();
});

it('on a phone, an empty workspace says what is missing, and a series is made and cancelled', async () => {
  const { key, api } = await openWorkspace('Phone');
  const sunday = nextClockChange();
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    key,
    place: `#/calendar?date=${sunday}`,
    ...PHONE,
  });
  await page.getByText('There is no venue yet.').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Set up the first venue' }).waitFor();
  await makeVenue(api);
  await page.reload();
  await page.getByText('No series has a booking in this time.').waitFor();
  await checkWidth(page);

  await page.getByRole('button', { name: 'Make a series' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Or the name of a new guest').fill(MARKUP);
  await dialog.getByLabel('Time').fill('20:00');
  // The second week has the closed Tuesday.
  await dialog.getByLabel('Tue').check();
  await dialog.getByLabel('Sun').check();
  await dialog.getByLabel('How often').fill('3');
  await checkAxe();
  await checkWidth(page);
  await dialog.getByRole('button', { name: 'Book', exact: true }).click();
  await dialog.getByText('one date could not be had').waitFor();
  await dialog.getByText('The venue is closed on this date.').waitFor();
  await dialog.getByLabel('Book the dates that can be had').check();
  await dialog.getByRole('button', { name: 'Book', exact: true }).click();
  await dialog.getByText('2 bookings were made.').waitFor();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.locator('.mark').waitFor();
  await page.getByText('2 are still to come, one date could not be had').waitFor();
  await checkAxe();
  await checkWidth(page);
  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  await expect.poll(() => page.locator('.mark').count()).toBe(0);
  await page.getByLabel('Show cancelled ones too').check();
  await page.locator('.mark.cancelled').waitFor();
  await page.getByRole('link', { name: 'Month', exact: true }).click();
  await page.locator('.month').waitFor();
  await checkWidth(page);
  // There is room for signs only, and the words are still read aloud.
  const closed = page.locator('.month td').getByText('Closed', { exact: true }).first();
  expect((await closed.boundingBox())?.width).toBeLessThan(2);
  const menu = page.getByRole('navigation', { name: 'Pages' });
  await menu.getByRole('link', { name: 'Settings' }).click();
  await expect
    .poll(
      async () =>
        ((await menu.getByRole('link', { name: 'Settings' }).boundingBox())?.x ?? 0) < 330,
    )
    .toBe(true);
  checkClean();
  await close();
});
