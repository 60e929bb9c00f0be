import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';
import { launchChromium } from './launch-chromium.ts';

// `npm run screenshots`: takes the pictures of docs/console from a running `npm run dev`, each page in
// light, in dark and at phone width.

const FOLDER = 'docs/console';
const PAGES = [
  'floor',
  'calendar',
  'guests',
  'conversations',
  'emotions',
  'operations',
  'settings',
];
const KINDS: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: { width: 1280, height: 800 } },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

const demoSchema = z.object({ url: z.string(), key: z.string(), operatorKey: z.string() });
const { url, key, operatorKey } = demoSchema.parse(
  JSON.parse(readFileSync('.wrangler/demo.json', 'utf8')),
);
const browser = await launchChromium();
mkdirSync(FOLDER, { recursive: true });
try {
  for (const [kind, options] of Object.entries(KINDS)) {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    const page = await context.newPage();
    await signIn(page, key);
    for (const name of PAGES) {
      // The light of the platform says more than that of a workspace with few requests.
      if (name === 'operations') await signIn(page, operatorKey);
      await page.goto(`${url}/console/#/${name}${name === 'operations' ? '?of=platform' : ''}`);
      await settle(page);
      await openFirst(page, name);
      writeFileSync(`${FOLDER}/${name}-${kind}.webp`, await pictureOf(page));
      console.log(`${FOLDER}/${name}-${kind}.webp`);
      if (name === 'operations') await signIn(page, key);
    }
    await context.close();
  }
} finally {
  await browser.close();
}

/** Signs in anew, with another key than before. */
async function signIn(page: Page, withKey: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto('about:blank');
  await page.goto(`${url}/console/`);
  await page.getByLabel('API key').fill(withKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.account').waitFor();
}

/** Waits until the page shows something else than that it is loading. */
async function settle(page: Page): Promise<void> {
  await page.locator('main').waitFor();
  await page.getByText('Reading…').first().waitFor({ state: 'hidden' });
  await page.waitForTimeout(800);
}

/** Opens the first conversation or guest, so that the picture shows one. */
async function openFirst(page: Page, name: string): Promise<void> {
  if (name !== 'conversations' && name !== 'guests') return;
  const link = page.locator(`main a[href^="#/${name}/"]`).first();
  if ((await link.count()) === 0) return;
  await link.click();
  await page.waitForTimeout(1500);
}

/** The visible part of a page as WebP, which is a third of the size of a PNG. */
async function pictureOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const picture = await session.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
  await session.detach();
  return Buffer.from(picture.data, 'base64');
}
