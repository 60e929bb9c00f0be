import { source as axeSource } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { createOperatorsKey } from '../../../scripts/create-first-key.ts';
import { KEY_SECRET } from '../../../scripts/local/local-stack.ts';
import { createClient } from '../../../src/client/index.ts';
import { SCOPES, type Scope } from '../../../src/platform/auth/scopes.ts';

export { launchChromium as startBrowser } from '../../../scripts/console/launch-chromium.ts';

/** A workspace of its own, with a key and a client for the API. */
export async function openWorkspace(name: string, scopes: readonly Scope[] = SCOPES) {
  const { url, databaseUrl } = inject('consoleStack');
  const workspace = `${name} ${crypto.randomUUID().slice(0, 8)}`;
  const made = { databaseUrl, keySecret: KEY_SECRET, workspace, name: 'browser test', scopes };
  const { key, workspaceId } = await createOperatorsKey(made);
  return { url, key, workspaceId, api: createClient({ url, key }) };
}

export interface OpenOptions extends BrowserContextOptions {
  /** The key to sign in with. Without it the page stays at signing in. */
  readonly key?: string;
  /** The place to open, such as `#/guests`. */
  readonly place?: string;
  /** A pattern of console messages that the test causes on purpose, such as a refused request. */
  readonly expected?: RegExp;
}

/** A page of the console in a browser of its own, which notes everything that must not happen. */
export interface ConsolePage {
  readonly page: Page;
  /** Fails when there was an error in the browser's console or a request to another host. */
  checkClean(): void;
  /** Fails when axe finds something serious or critical on the page as it is drawn now. */
  checkAxe(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the console, signs in as a person does, and goes to a place. */
export async function openConsole(
  browser: Browser,
  options: OpenOptions = {},
): Promise<ConsolePage> {
  const { key, place = '', expected, ...context } = options;
  const { url } = inject('consoleStack');
  const opened = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Asia/Tokyo',
    ...context,
  });
  const page = await opened.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    // Chromium reports each refused request as an error; the page handles those itself.
    if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) {
      faults.push(message.text());
    }
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && origin !== url) faults.push(`a request to ${origin}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(`${url}/console/${place}`);
  if (key !== undefined) {
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.account').waitFor();
  }
  return {
    page,
    checkClean: () =>
      expect(faults.filter((each) => expected === undefined || !expected.test(each))).toEqual([]),
    checkAxe: () => checkAxe(page),
    close: () => opened.close(),
  };
}

/** Runs axe in the page. Its policy forbids inline scripts, so the debugger's protocol runs it. */
async function checkAxe(page: Page): Promise<void> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { violations } = await Reflect.get(globalThis, 'axe').run(document, {
      resultTypes: ['violations'],
    });
    return violations.map((each: { id: string; impact: string; nodes: { html: string }[] }) => ({
      id: each.id,
      impact: each.impact,
      nodes: each.nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)),
    }));
  });
  const grave = found.filter((each: { impact: string }) => /serious|critical/.test(each.impact));
  expect(grave).toEqual([]);
}

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DARK = { colorScheme: 'dark' } as const;

/** Fails when the page is wider than its window, so that it would scroll sideways. */
export async function checkWidth(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content).toBeLessThanOrEqual(window ?? 0);
}
