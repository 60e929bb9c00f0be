import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readId } from '../../src/platform/ids.ts';
import {
  checkWidth,
  openConsole,
  openWorkspace,
  PHONE,
  startBrowser,
} from './support/console-browser.ts';
import { countRequests, evaluate, runSql, startReceiver } from './support/operations-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

const place = '#/operations';
const word = (page: Page, text: string) => page.locator('.ops-word', { hasText: text });

/** Fails when the page is not usable in light, in dark, or on a phone. */
async function checkLooks(page: Page, checkAxe: () => Promise<void>): Promise<void> {
  await checkAxe();
  await page.emulateMedia({ colorScheme: 'dark' });
  await checkAxe();
  await page.setViewportSize(PHONE.viewport);
  await checkWidth(page);
}

it('an empty workspace is told what is not known, and where there is nothing', async () => {
  const { key } = await openWorkspace('Nothing measured');
  const { page, checkAxe, checkClean, close } = await openConsole(browser, { key, place });
  await word(page, 'Grey').waitFor();
  await page.getByText('The workspace has made too few requests').waitFor();
  await page.getByText('Not measured').first().waitFor();
  await page.getByText('No requests were counted in this time.').first().waitFor();
  await page.getByText('Nothing waits.').waitFor();
  await page.getByText('No job was given up.').waitFor();
  await checkLooks(page, checkAxe);
  checkClean();
  await close();
});

it('the light of the platform changes while the page is open, in words, with its history', async () => {
  const { key, workspaceId, api } = await openWorkspace('Light');
  await runSql(`truncate latency_of_regions, latency_of_workspaces, light_changes, platform_light`);
  await api.createVenue({ body: { name: 'Adler', timeZone: 'Europe/Berlin' } });
  const { page, checkAxe, checkClean, close } = await openConsole(browser, { key, place });
  await page.getByRole('button', { name: 'Whole platform' }).click();
  await page.getByText('The light has never been evaluated.').waitFor();
  await page.getByText('Times in Europe/Berlin').waitFor();

  expect(await evaluate(Date.now() - 60_000)).toBe('grey');
  await countRequests(workspaceId, { each: 100, totalMs: 90 });
  expect(await evaluate(Date.now() - 1000)).toBe('green');
  await word(page, 'Green: all is well').waitFor();
  await countRequests(workspaceId, { each: 100, totalMs: 1200 });
  expect(await evaluate()).toBe('red');
  await word(page, 'Red: over a limit').waitFor();
  const signal = page.getByRole('row').filter({ hasText: /^Messages, P95/ });
  await signal.getByText('Red from 1,000 ms').waitFor();
  expect(await signal.textContent()).toContain('Since');

  await page.reload();
  await word(page, 'Red').waitFor();
  await page.getByText('Target missed by').first().waitFor();
  await page.getByText(/^Closest to its limit in the last hour: .*, P95 at [\d,]+% of/).waitFor();
  const history = page.locator('.card', { hasText: 'History of the light' });
  await history.getByText('As a table').click();
  const rows = history.locator('tbody tr');
  expect(await rows.count()).toBe(3);
  expect(await rows.first().textContent()).toContain('Messages, P95: Red');
  await page.getByText('Messages in time').first().waitFor();
  await page.locator('.plot canvas').waitFor();
  await checkLooks(page, checkAxe);

  await runSql(`update platform_light set evaluated_at = evaluated_at - interval '10 minutes'`);
  await page.getByText('The evaluation is late.').waitFor();
  await word(page, 'Grey: nothing is known').waitFor();
  checkClean();
  await close();
});

it('dead jobs are sent again, one or all, and the page says what came of it', async () => {
  const receiver = await startReceiver();
  const { key, api } = await openWorkspace('Dead jobs');
  const made = { url: receiver.url, events: ['message.created' as const] };
  const { id: webhookId } = await api.createWebhook({ body: made });
  const isActive = async () => (await api.showWebhook({ webhookId })).status;
  await expect.poll(isActive, { timeout: 60_000, interval: 300 }).toBe('active');
  for (const text of ['A table for two, please.', 'At eight.']) {
    const customer = { id: 'anna' };
    await api.storeMessage({ conversationId: 'c-1', body: { role: 'customer', text, customer } });
  }
  const attempts = async (outcome: string) => {
    const { data } = await api.listWebhookDeliveries({ webhookId });
    const some = data.filter(
      (each) => each.event === 'message.created' && each.outcome === outcome,
    );
    return new Set(some.map(({ deliveryId }) => deliveryId)).size;
  };
  await expect.poll(() => attempts('retry'), { timeout: 60_000, interval: 300 }).toBe(2);
  await runSql(
    `update jobs set state = 'dead', finished_at = now(), reason = 'http_500'
      where webhook_id = $1 and event = 'message.created'`,
    [readId('webhook', webhookId)],
  );

  const { page, checkAxe, checkClean, close } = await openConsole(browser, { key, place });
  const given = page.getByText(/Given up .* The receiver answered 500/);
  await expect.poll(() => given.count(), { timeout: 30_000 }).toBe(2);
  await checkAxe();
  const again = page.getByRole('button', { name: /^Send again: message.created/ });
  await again.first().focus();
  await page.keyboard.press('Enter');
  await page.getByText('✕ Failed; is tried again').waitFor({ timeout: 60_000 });
  expect(await again.count()).toBe(1);
  receiver.status = 204;
  await page.getByRole('button', { name: 'Send all again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send all again' }).click();
  await page.getByText('No job was given up.').waitFor();
  const delivered = page.getByText('✓ Delivered');
  await expect.poll(() => delivered.count(), { timeout: 90_000, interval: 500 }).toBe(2);
  expect(await attempts('delivered')).toBe(2);
  checkClean();
  await close();
  receiver.close();
});

it('what the scopes of a key do not allow is not shown', async () => {
  const { key } = await openWorkspace('Few scopes', ['messages:read']);
  const { page, checkClean, close } = await openConsole(browser, {
    key,
    place: `${place}?of=platform`,
  });
  await word(page, 'Grey').waitFor();
  await page.getByText('Times in UTC').waitFor();
  expect(await page.getByRole('button', { name: 'Whole platform' }).count()).toBe(0);
  for (const name of ['Dead jobs', 'Maintenance windows', 'History of the light', 'Queues']) {
    expect(await page.getByRole('heading', { name }).count()).toBe(0);
  }
  checkClean();
  await close();
});

it('maintenance is planned and ended by keyboard alone', async () => {
  const { key, api } = await openWorkspace('Maintenance');
  const { page, checkAxe, checkClean, close } = await openConsole(browser, { key, place });
  const press = async (name: string) => {
    const button = page.getByRole('button', { name });
    await button.waitFor();
    for (let n = 0; n < 80; n += 1) {
      if (await button.evaluate((each) => each === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    expect(await button.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
  };
  await press('Whole platform');
  await press('Plan maintenance');
  await page.getByLabel('What is done').waitFor();
  await checkAxe();
  while (
    !(await page.getByLabel('What is done').evaluate((each) => each === document.activeElement))
  )
    await page.keyboard.press('Tab');
  await page.keyboard.type('a larger database');
  await page.keyboard.press('Enter');
  await page.getByText('Maintenance is planned').waitFor();
  await press('End now: a larger database');
  await page.getByText('Maintenance has ended').waitFor();
  const windows = async () =>
    (await api.showStatusHistory()).maintenance.filter(
      (each) => each?.reason === 'a larger database',
    );
  const [ended, ...others] = await windows();
  expect(others).toEqual([]);
  expect(Date.parse(ended?.to ?? '')).toBeLessThanOrEqual(Date.now());
  await runSql('truncate maintenance_windows');
  checkClean();
  await close();
});
