import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  checkWidth,
  DARK,
  openConsole,
  openWorkspace,
  PHONE,
  startBrowser,
} from './support/console-browser.ts';
import { inDays, makeVenue, say, untilRead, ZONE } from './support/talk.ts';

const PATIENCE = { timeout: 45_000 };

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

it('shows the feelings of days in the zone of the venue, and outcomes by mood', async () => {
  const { key, api } = await openWorkspace('Trends');
  const venueId = await makeVenue(api);
  const customer = { id: 'ana', name: 'Ana' };
  const feel = (n: number, label: 'joy' | 'anger', hour: string) =>
    say(api, 'ana', label, {
      ...{ customer, emotion: { label }, sentAt: `${inDays(-n)}T${hour}:00:00-07:00` },
    });
  // The first of them is on another day in UTC and in Tokyo, where the browser is.
  for (const n of [20, 19]) await feel(n, 'anger', '23');
  for (const n of [3, 2, 2]) await feel(n, 'joy', '12');
  await untilRead(api, 'ana');
  const start = `${inDays(0)}T20:00:00-07:00`;
  const override = ['hours', 'slot', 'lead_time', 'horizon'] as const;
  const { id: bookingId } = await api.createBooking({
    body: {
      ...{ venueId, partySize: 2, start, customer, conversationId: 'ana' },
      override: [...override],
    },
  });
  await api.cancelBooking({ bookingId });

  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    ...{ key, place: '#/emotions', viewport: { width: 1500, height: 1000 } },
  });
  await page.getByText('The mood is rising: from -0.70').waitFor();
  await page.getByText('5 messages have an emotion; +0.14 on average.').waitFor();
  await page.getByText(`Times in ${ZONE}`).waitFor();
  await page.getByText('Counts each message that was stored before').waitFor();
  for (const each of await page.getByText('As a table').all()) await each.click();
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' },
  });
  const rowOf = (n: number) =>
    page.locator('.plot tbody tr').filter({ hasText: format.format(Date.parse(inDays(-n))) });
  expect(await rowOf(20).allTextContents()).toEqual([
    expect.stringMatching(/-0\.70$/),
    expect.stringMatching(/10$/),
  ]);
  expect(await rowOf(2).allTextContents()).toEqual([
    expect.stringMatching(/\+0\.70$/),
    expect.stringMatching(/20$/),
  ]);
  expect(await rowOf(10).first().textContent()).toMatch(/–$/);
  const joy = page.getByRole('row').filter({ hasText: 'joy' });
  expect(await joy.textContent()).toMatch(/joy360%\+0\.70/);
  const happy = page.getByRole('row').filter({ hasText: 'Happy' });
  expect(await happy.textContent()).toMatch(/Happy10% \(0\)0% \(0\)100% \(1/);
  await checkAxe();

  await page.getByRole('button', { name: '7 days' }).click();
  await page.getByText('3 messages have an emotion; +0.70 on average.').waitFor(PATIENCE);
  expect(page.url()).toContain('days=7');
  checkClean();
  await close();
});

it('says so when nothing was read, and asks for no outcomes without bookings:read', async () => {
  const { api } = await openWorkspace('No trends');
  const { key } = await api.createKey({ body: { name: 'reader', scopes: ['messages:read'] } });
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    ...{ ...PHONE, ...DARK, key, place: '#/emotions?days=90' },
  });
  await page.getByText('No emotion was read in these days.').waitFor();
  expect(await page.getByText('How bookings ended').count()).toBe(0);
  await checkAxe();
  await say(api, 'ana', 'Hello', { emotion: { label: 'fear' } });
  await page.getByText('There are too few messages to tell a trend.').waitFor(PATIENCE);
  await page.getByText('As a table').first().click();
  await page.locator('.plot tbody tr').filter({ hasText: '-0.50' }).waitFor();
  await checkAxe();
  await checkWidth(page);
  checkClean();
  await close();
});
