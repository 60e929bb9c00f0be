import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
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

it('a key opens a session that survives a reload, and to sign out ends it', async () => {
  const { key } = await openWorkspace('Sign in');
  const { page, checkClean, close } = await openConsole(browser, { key });
  expect(page.url()).not.toContain(key);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(kept).not.toContain(key);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
    { name: '__Host-maitred-session', httpOnly: true, sameSite: 'Strict' },
  ]);
  expect(JSON.stringify(cookies)).not.toContain(key);
  await page.reload();
  await page.locator('.account').waitFor();
  await page.locator('.account summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('API key').waitFor();
  expect(await page.context().cookies()).toEqual([]);
  checkClean();
  await close();
});

it('a wrong key is refused, and a revoked one ends the session while it is used', async () => {
  const { key, api } = await openWorkspace('Revoked');
  const made = await api.createKey({ body: { name: 'host', scopes: ['bookings:read'] } });
  const { page, checkClean, close } = await openConsole(browser);
  await page.getByLabel('API key').fill(`${key.slice(0, -3)}AAA`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This key is not valid, has expired or was revoked.').waitFor();
  await page.getByLabel('API key').fill(made.key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.account').waitFor();
  await api.revokeKey({ keyId: made.id });
  await page.reload();
  await page.getByLabel('API key').waitFor();
  checkClean();
  await close();
});

it('signing in is usable in light and dark, and at phone width', async () => {
  for (const options of [{}, DARK, PHONE]) {
    const { page, checkClean, checkAxe, close } = await openConsole(browser, options);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await checkAxe();
    await checkWidth(page);
    checkClean();
    await close();
  }
});

it('the page has the language of the browser, and keeps another one that was chosen', async () => {
  for (const [locale, button] of [
    ['de-AT', 'Anmelden'],
    ['fr', 'Se connecter'],
    ['es-MX', 'Iniciar sesión'],
    ['ja', 'Sign in'],
  ] as const) {
    const { page, checkClean, close } = await openConsole(browser, { ...PHONE, locale });
    await page.getByRole('button', { name: button }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(
      locale === 'ja' ? 'en' : locale.slice(0, 2),
    );
    await checkWidth(page);
    checkClean();
    await close();
  }
  const { key } = await openWorkspace('Languages');
  const { page, checkClean, close } = await openConsole(browser, { key });
  await page.locator('.account summary').click();
  // The menu closes on Escape, which gives the focus back, and on a click elsewhere.
  await page.getByLabel('Language').focus();
  await page.keyboard.press('Escape');
  const isOpen = () => page.locator('.account').evaluate((each) => each.hasAttribute('open'));
  expect(await isOpen()).toBe(false);
  await page.locator('.account summary').click();
  await page.locator('main').click();
  expect(await isOpen()).toBe(false);
  await page.locator('.account summary').click();
  await page.getByLabel('Language').selectOption('Français');
  await page.locator('.account summary').click();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.getByRole('button', { name: 'Se connecter' }).waitFor();
  checkClean();
  await close();
});

it('no page may frame the console, and its policy allows no inline code', async () => {
  const { url } = inject('consoleStack');
  for (const path of ['/console/', '/console/index.html']) {
    const answer = await fetch(url + path);
    const policy = answer.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers.get('X-Frame-Options')).toBe('DENY');
  }
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${url}/healthz`);
  await page.setContent(`<iframe src="${url}/console/"></iframe>`);
  const frame = page.frames()[1];
  await expect.poll(() => frame?.url()).toMatch(/chrome-error|about:blank/);
  await page.context().close();
});
