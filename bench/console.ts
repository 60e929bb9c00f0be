import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../scripts/console/launch-chromium.ts';
import { startLocalStack } from '../scripts/local/local-stack.ts';
import { createClient } from '../src/client/index.ts';
import { framesOf } from './console/frames.ts';
import { furnishFloor } from './console/furnish-floor.ts';
import { machineLoad } from './cpu.ts';
import { intervalOfMedian, medianOf } from './interval.ts';
import { machineOf } from './report.ts';

// `npm run bench:console` measures the console in headless Chromium on the local stack: the time until
// the floor of an evening with 60 tables and 400 bookings can be used, the times between frames while
// it is scrolled and while it is read again, and the compressed bytes of each page.

const RUNS = 9;
const FILES = '.wrangler/assets/console/files';
const PAGES = [
  'floor',
  'calendar',
  'guests',
  'conversations',
  'emotions',
  'operations',
  'settings',
];
const BAR = '[data-booking]';

const load = machineLoad();
const stack = await startLocalStack({ onLine() {} });
const browser = await launchChromium();
try {
  const key = await stack.keyOfWorkspace('Console');
  const { date } = await furnishFloor(createClient({ url: stack.url, key }));
  const floor = `#/floor?date=${date}`;
  console.log(JSON.stringify(machineOf(load)));
  const first = await measure(async () =>
    timeOfFirstView(await signedIn(browser, key), floor, true),
  );
  print('first view, nothing in the browser’s cache', first);
  const again = await measure(async () =>
    timeOfFirstView(await signedIn(browser, key), floor, false),
  );
  print('first view, files in the cache', again);
  const page = await signedIn(browser, key);
  await open(page, floor);
  printFrames(
    'at rest, read again every four seconds',
    await framesOf(page, () => page.waitForTimeout(9000)),
  );
  printFrames('scrolled', await framesOf(page, () => scroll(page)));
  await page.context().close();
  console.table(await bytesOfPages(await signedIn(browser, key)));
} finally {
  await browser.close();
  await stack.stop();
}

async function signedIn(on: Browser, key: string): Promise<Page> {
  const context = await on.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${stack.url}/console/`);
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.account').waitFor();
  return page;
}

async function open(page: Page, place: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${stack.url}/console/${place}`);
  await page.locator(BAR).nth(399).waitFor({ state: 'attached' });
}

/** The time from the navigation until all bookings are drawn and a click would be answered. */
async function timeOfFirstView(page: Page, place: string, isCold: boolean): Promise<number> {
  const session = await page.context().newCDPSession(page);
  if (!isCold) await open(page, place);
  await session.send('Network.setCacheDisabled', { cacheDisabled: isCold });
  const begun = performance.now();
  await open(page, place);
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
  const time = performance.now() - begun;
  await page.context().close();
  return time;
}

async function measure(work: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < RUNS; n += 1) times.push(await work());
  return times;
}

function print(name: string, times: readonly number[]): void {
  const range = intervalOfMedian(times);
  const interval = range === null ? '' : ` (${range.low.toFixed(0)} to ${range.high.toFixed(0)})`;
  console.log(`${name}: ${medianOf(times)?.toFixed(0)} ms${interval}`);
}

function printFrames(
  name: string,
  { p50, p95, longest, slow }: Awaited<ReturnType<typeof framesOf>>,
) {
  const times = `P50 ${p50.toFixed(1)} ms, P95 ${p95.toFixed(1)} ms, longest ${longest.toFixed(0)} ms`;
  console.log(`frames ${name}: ${times}, ${(slow * 100).toFixed(1)} % over 33 ms`);
}

async function scroll(page: Page): Promise<void> {
  await page.locator(BAR).first().hover();
  for (let n = 0; n < 60; n += 1) {
    await page.mouse.wheel(n % 2 === 0 ? 200 : 60, n < 30 ? 120 : -120);
    await page.waitForTimeout(50);
  }
}

function compressed(file: string): number {
  return brotliCompressSync(readFileSync(`${FILES}/${file}`)).length;
}

/** The compressed bytes that each page loads beyond those of the pages before it, in English. */
async function bytesOfPages(page: Page): Promise<Record<string, { 'KB, brotli': string }>> {
  const loaded = new Set<string>();
  page.on('request', (request) => {
    const name = /\/console\/files\/([^?]+)/.exec(request.url())?.[1];
    if (name !== undefined) loaded.add(name);
  });
  const sizes: Record<string, { 'KB, brotli': string }> = {};
  let before = 0;
  await page.reload();
  for (const name of PAGES) {
    await page.goto(`${stack.url}/console/#/${name}`);
    await page.locator('main').waitFor();
    await page.waitForLoadState('networkidle');
    const total = [...loaded].reduce((sum, file) => sum + compressed(file), 0);
    sizes[name] = { 'KB, brotli': ((total - before) / 1024).toFixed(1) };
    before = total;
  }
  const all = readdirSync(FILES).filter((file) => /-en-|\.css$|^start-/.test(file));
  const everything = all.reduce((sum, file) => sum + compressed(file), 0);
  sizes['all pages'] = { 'KB, brotli': (everything / 1024).toFixed(1) };
  return sizes;
}
