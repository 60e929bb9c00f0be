import { createServer, type Server } from 'node:http';
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

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

const MARKUP = '<img src=x onerror="document.title=1">';

/** A workspace with a venue and two tables, and its settings on the screen. */
async function openSettings(section: string, name = 'Bistro') {
  const workspace = await openWorkspace('Settings');
  const { api } = workspace;
  const venue = await api.createVenue({ body: { name, timeZone: 'Europe/Paris' } });
  const weekly = [{ weekday: 'monday' as const, opens: '18:00', closes: '23:00' }];
  await api.setHours({ venueId: venue.id, body: { weekly } });
  for (const table of ['A', 'B']) {
    await api.addResource({ venueId: venue.id, body: { name: table, maxParty: 4 } });
  }
  const opened = await openConsole(browser, { key: workspace.key, place: `#/settings/${section}` });
  return { ...workspace, ...opened, venueId: venue.id };
}

it('two people change different settings of a venue, and neither loses a change', async () => {
  const { key, api, page, venueId, checkClean, close } = await openSettings('venue', MARKUP);
  const other = await openConsole(browser, { key, place: '#/settings/venue' });
  await other.page.getByLabel('Days ahead that can be booked').fill('45');
  await page.getByLabel('Telephone').fill('not a number');
  await page.getByRole('button', { name: 'Save the venue' }).click();
  // The refusal stands beside the field that it names, and nothing is stored.
  await expect
    .poll(() => page.getByLabel('Telephone').getAttribute('aria-invalid'), { timeout: 10_000 })
    .toBe('true');
  await page.getByLabel('Telephone').fill('+33 1 44 55 66 77');
  await page.getByRole('button', { name: 'Save the venue' }).click();
  await page.getByText('Venue saved').waitFor();
  await other.page.getByRole('button', { name: 'Save the venue' }).click();
  await other.page.getByText('Venue saved').waitFor();
  const venue = await api.showVenue({ venueId });
  expect([venue.phone, venue.horizonDays, venue.name]).toEqual(['+33144556677', 45, MARKUP]);
  expect(await page.title()).toContain('Maitred');
  for (const each of [{ checkClean, close }, other]) {
    each.checkClean();
    await each.close();
  }
});

it('hours are copied to all days, and an exception closes one', async () => {
  const { api, page, venueId, checkClean, close } = await openSettings('hours');
  await page.getByRole('button', { name: 'Use for all days: Monday' }).click();
  await page.getByLabel('Date').fill('2027-12-24');
  await page.getByRole('button', { name: 'Add the exception' }).click();
  await page.getByRole('button', { name: 'Save the hours' }).click();
  await page.getByText('Hours saved').waitFor();
  const { hours } = await api.showVenue({ venueId });
  expect(hours.weekly.length).toBe(7);
  expect(hours.exceptions).toEqual([{ date: '2027-12-24', periods: [] }]);
  checkClean();
  await close();
});

it('tables are added, changed, put together and removed', async () => {
  const { api, page, venueId, checkClean, close } = await openSettings('tables');
  const names = async () => (await api.listResources({ venueId })).data.map(({ name }) => name);
  await page.getByLabel('How many').fill('3');
  await page.getByLabel('Area').fill(MARKUP);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('heading', { name: MARKUP }).waitFor();
  expect(await names()).toEqual(['A', 'B', '1', '2', '3']);
  await page.getByRole('button', { name: 'A 1 to 4 guests' }).click();
  await page.getByLabel('Name').fill('Window');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Window' }).first().waitFor();
  await page.getByRole('button', { name: 'B 1 to 4 guests' }).click();
  await page.getByRole('button', { name: 'Remove the table' }).click();
  await expect.poll(names, { timeout: 10_000 }).toEqual(['Window', '1', '2', '3']);
  await page.getByRole('button', { name: '1', exact: true }).click();
  await page.getByRole('button', { name: '2', exact: true }).click();
  await page.getByRole('button', { name: 'Put together' }).click();
  await page.getByRole('button', { name: 'Remove 1 + 2' }).waitFor();
  const { combinations } = await api.listResources({ venueId });
  expect(combinations.map(({ maxParty }) => maxParty)).toEqual([8]);
  checkClean();
  await close();
});

it('a key is made, shown once and revoked', async () => {
  const { api, page, checkClean, close } = await openSettings('keys');
  await page.getByLabel('Name').fill('Host stand');
  await page.getByLabel('Read bookings and venues').check();
  await page.getByRole('button', { name: 'Make the key' }).click();
  const key = (await page.locator('.secret').textContent()) ?? '';
  expect(key).toMatch(/^mtd_/);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  expect(await page.content()).not.toContain(key);
  await page.getByRole('button', { name: 'Revoke: Host stand' }).click();
  await page.getByText('This cannot be undone.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('Revoked', { exact: true }).waitFor();
  const { data } = await api.listKeys();
  expect(data.find(({ name }) => name === 'Host stand')?.revokedAt).not.toBeNull();
  checkClean();
  await close();
});

it('a webhook is verified and tested, and its log shows what was sent', async () => {
  const { page, checkClean, close } = await openSettings('webhooks');
  const { server, url } = await startReceiver();
  await page.getByLabel('Address').fill(url);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  expect(await page.getByLabel('Address').inputValue()).toBe('');
  await page.getByText('active', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Delivery log/ }).click();
  await page.getByRole('cell', { name: 'delivered' }).first().waitFor();
  await page.getByRole('button', { name: /^Send test/ }).click();
  const tested = page.getByRole('row', { name: /webhook\.test/ });
  await tested.getByText('delivered').waitFor();
  checkClean();
  await close();
  server.close();
});

/** A receiver that answers challenges. */
async function startReceiver(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const challenge: unknown = JSON.parse(text)?.data?.challenge;
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(challenge === undefined ? {} : { challenge }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { server, url: `http://127.0.0.1:${port}/hook` };
}

it('each section is usable in the dark and at phone width, and shows what the key allows', async () => {
  const { key, api, checkClean, close } = await openSettings('venue');
  for (const options of [DARK, PHONE]) {
    const opened = await openConsole(browser, { key, place: '#/settings/venue', ...options });
    for (const section of ['Venue', 'Hours', 'Tables', 'Blocks', 'Webhooks', 'Keys', 'Limits']) {
      const menu = opened.page.getByRole('navigation', { name: 'Sections of the settings' });
      await menu.getByRole('link', { name: section, exact: true }).click();
      await opened.page.locator('.card, fieldset').first().waitFor();
      await checkWidth(opened.page);
      if (options === DARK) await opened.checkAxe();
    }
    opened.checkClean();
    await opened.close();
  }
  const nonsense = await openConsole(browser, { key, place: '#/settings/nonsense' });
  const lost = ['#/guests/unknown', '#/conversations/unknown', '#/calendar?booking=unknown'];
  for (const place of ['#/settings/set-up', ...lost, '#/calendar?view=month&date=nonsense']) {
    await nonsense.page.locator('main :is(h1, h2)').first().waitFor();
    await nonsense.page.goto(`${nonsense.page.url().split('#')[0]}${place}`);
    if (!lost.includes(place)) continue;
    await nonsense.page.getByText(/not in the guest book|There is no such/).waitFor();
  }
  await nonsense.page.getByRole('table').first().waitFor();
  nonsense.checkClean();
  await nonsense.close();
  const made = await api.createKey({ body: { name: 'reader', scopes: ['bookings:read'] } });
  const reader = await openConsole(browser, { key: made.key, place: '#/settings' });
  await reader.page.getByRole('columnheader', { name: 'Limit' }).waitFor();
  expect(await reader.page.getByRole('link', { name: 'Keys' }).count()).toBe(0);
  reader.checkClean();
  await reader.close();
  checkClean();
  await close();
});
