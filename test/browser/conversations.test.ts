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
import { inDays, MARKUP, makeVenue, say, untilRead, ZONE } from './support/talk.ts';

const OUTRAGE = [
  'This is outrageous, I have been waiting for an hour!',
  'I am furious. Your service is terrible and I hate it.',
  'You are useless, I am so angry. What a disgusting way to treat guests!',
];
const NAME = `Ana ${MARKUP}`;
const customer = { id: 'ana', name: NAME };
/** Longer than the page polls, on a busy machine. */
const PATIENCE = { timeout: 45_000 };

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

it('an unhappy guest is found, answered, and seen to recover without a reload', async () => {
  const { key, api } = await openWorkspace('Recovery');
  const venueId = await makeVenue(api);
  const booking = { venueId, partySize: 2, start: `${inDays(2)}T20:00:00-07:00` };
  await say(api, 'ana', 'A table for two at eight, please.', { customer, booking });
  for (const text of OUTRAGE) await say(api, 'ana', text);
  await say(api, 'ben', MARKUP, { channel: 'sms', customer: { id: 'ben', name: 'Ben' } });
  await untilRead(api, 'ana');

  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    ...{ key, place: '#/conversations', viewport: { width: 1500, height: 1000 } },
  });
  const list = page.locator('.talk-list');
  await list.getByRole('link', { name: NAME }).waitFor();
  expect(await list.getByRole('link').count()).toBe(1);
  expect(await list.getByRole('link').textContent()).toMatch(/anger since|disgust since/);
  await page.getByRole('button', { name: 'All' }).click();
  await list.getByRole('link', { name: 'Ben' }).waitFor();
  expect(await list.getByRole('link').allTextContents()).toEqual([
    expect.stringContaining(NAME),
    expect.stringContaining(MARKUP),
  ]);
  await page.getByLabel('Channel').selectOption('web');
  await expect.poll(() => list.getByRole('link').count(), PATIENCE).toBe(1);

  await list.getByRole('link', { name: NAME }).click();
  await page.getByText('This guest needs attention').waitFor();
  const log = page.getByRole('log');
  await log.getByText(OUTRAGE[2] ?? '').waitFor();
  expect(await page.getByText(`Times in ${ZONE}`).count()).toBe(2);
  await page.locator('.talk-booking').getByText('20:00').first().waitFor();
  await page.locator('.talk-timeline').getByText('Confirmed').waitFor();
  await page.getByText('As a table').click();
  const rows = page.locator('.plot tbody tr');
  expect(await rows.count()).toBe(4);
  expect(await rows.last().textContent()).toMatch(/-0\.\d\d-0\.\d\d$/);
  await checkAxe();
  await checkWidth(page);

  const answer = 'I am sorry. Your table is ready, and the wine is on us.';
  await page.getByLabel('Answer as staff').fill(answer);
  await page.getByRole('button', { name: 'Send' }).click();
  await log.getByText(answer).waitFor();
  await page.getByText('This guest needs attention').waitFor({ state: 'detached', ...PATIENCE });
  await say(api, 'ana', 'Thank you so much, that is wonderful! We are really happy.');
  const head = page.locator('.talk-view header');
  await head.getByText('Recovered').waitFor(PATIENCE);
  await head.getByText('Happy').waitFor(PATIENCE);
  await expect.poll(() => rows.count(), PATIENCE).toBe(6);
  expect(await log.getByText(answer).count()).toBe(1);
  const { data } = await api.listMessages({ conversationId: 'ana' });
  expect(data.filter(({ role, text }) => role === 'agent' && text === answer)).toHaveLength(1);
  checkClean();
  await close();
});

it('by keyboard alone an emotion is corrected, which changes the plot, and a guest is answered', async () => {
  const { key, api } = await openWorkspace('Keyboard');
  await say(api, 'ana', 'Nice, you gave my table away!', { customer, emotion: { label: 'joy' } });
  await say(api, 'ana', 'Great service...', { emotion: { label: 'anger', valence: -0.9 } });
  await untilRead(api, 'ana');
  const { page, checkClean, checkAxe, checkFocus, close } = await openKeyboard(key, DARK);
  await page.getByText('Nobody waits for your attention.').waitFor();
  await checkFocus(/^All$/, 'Enter');
  await page.getByRole('link', { name: NAME }).waitFor();
  await checkFocus(/^Ana/, 'Enter');
  await page.getByText('Times in').nth(1).waitFor();
  const rows = page.locator('.plot tbody tr');
  await checkFocus(/Change emotion of message 1/, 'Enter');
  await page.getByRole('dialog').waitFor();
  await checkAxe();
  await checkFocus(/^Emotion/, 'a');
  await checkFocus(/^Save$/, 'Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('This guest needs attention').waitFor(PATIENCE);
  await checkFocus(/^Answer as staff/, '');
  await page.keyboard.type('We kept it.');
  await page.keyboard.press('Control+Enter');
  await page.getByText('This guest needs attention').waitFor({ state: 'detached', ...PATIENCE });
  await page.getByRole('log').getByText('changed by staff').waitFor();
  await checkFocus(/^As a table$/, 'Enter');
  expect(await rows.allTextContents()).toEqual([
    '1Guestanger-0.70-0.35',
    '2Guestanger-0.90-0.63',
    '3Staff––0.00',
  ]);
  await checkAxe();
  await checkFocus(/^‹ Back to the list$/, 'Enter');
  await page.getByText('Choose a conversation').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Ana');
  checkClean();
  await close();
});

it('an answer waits visibly while the network is gone, and is stored once', async () => {
  const { key, api } = await openWorkspace('Offline');
  for (let n = 1; n <= 53; n += 1)
    await say(api, 'ana', `Message ${n}`, n === 1 ? { customer } : {});
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    ...{ ...PHONE, key, place: '#/conversations/ana', expected: /net::ERR/ },
  });
  const log = page.getByRole('log');
  await log.getByText('Message 53').waitFor();
  expect(await page.locator('.talk-list').isVisible()).toBe(false);
  expect(await log.getByText('Message 3', { exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: 'Load older messages' }).click();
  await log.getByText('Message 1', { exact: true }).waitFor();
  await checkAxe();
  await checkWidth(page);

  const answer = 'Your table is ready.';
  await page.context().setOffline(true);
  await page.getByLabel('Answer as staff').fill(answer);
  await page.keyboard.press('Meta+Enter');
  await log.getByText('waits for the connection').waitFor(PATIENCE);
  await page.getByText('Waits for the connection: Answer to').waitFor();
  await page.context().setOffline(false);
  await log.getByText('waits for the connection').waitFor({ state: 'detached', ...PATIENCE });
  await page.getByText('Waits for the connection').waitFor({ state: 'detached', ...PATIENCE });
  expect(await log.getByText(answer).count()).toBe(1);
  const { data } = await api.listMessages({ conversationId: 'ana', from: 'end' });
  expect(data.filter(({ text }) => text === answer)).toHaveLength(1);

  await page.getByText('Back to the list').click();
  await page.getByRole('button', { name: 'All' }).click();
  await page.getByRole('link', { name: NAME }).waitFor();
  await checkAxe();
  await checkWidth(page);
  checkClean();
  await close();
});

it('says what to do when there is nothing, and shows what the key allows only', async () => {
  const { api } = await openWorkspace('Scopes');
  const { key } = await api.createKey({ body: { name: 'reader', scopes: ['messages:read'] } });
  const { page, checkClean, close } = await openConsole(browser, {
    ...{ key, place: '#/conversations?show=all' },
  });
  await page.getByText('There is no conversation yet.').waitFor();
  await say(api, 'ana', 'Hello', { customer, emotion: { label: 'joy' } });
  await page.getByRole('link', { name: NAME }).click(PATIENCE);
  await page.getByText('Times in Asia/Tokyo').nth(1).waitFor();
  await page.getByRole('log').getByText('joy').waitFor(PATIENCE);
  for (const hidden of [/^Answer as staff/, /^Change emotion/]) {
    expect(await page.getByLabel(hidden).count()).toBe(0);
  }
  expect(await page.getByRole('heading', { name: 'Bookings' }).count()).toBe(0);
  checkClean();
  await close();
});

/** Opens the conversations for a test that touches no mouse. */
async function openKeyboard(key: string, options: object) {
  const opened = await openConsole(browser, { ...options, key, place: '#/conversations' });
  const { page } = opened;
  const nameOfFocused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      const labels = Reflect.get(activeElement ?? {}, 'labels') as NodeListOf<Element> | undefined;
      const label = activeElement?.getAttribute('aria-label') ?? labels?.[0]?.textContent;
      return (label ?? activeElement?.textContent ?? '').trim();
    });
  /** Tabs to what has a name, and presses a key there. */
  const checkFocus = async (name: RegExp, press: string) => {
    for (let n = 0; n < 60; n += 1) {
      if (name.test(await nameOfFocused())) {
        if (press !== '') await page.keyboard.press(press);
        return;
      }
      await page.keyboard.press('Tab');
    }
    expect.fail(`The Tab key does not reach ${name}.`);
  };
  return { ...opened, checkFocus };
}
