import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openConsole, startBrowser } from './support/console-browser.ts';
import { openFloor } from './support/floor-venue.ts';
import { type Host, playHostsEvening } from './support/host-evening.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

const MOST_TABS = 60;

/** The name, the role and the value of what has the focus. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return { name: '', kind: '', value: '' };
    const labels = 'labels' in element ? [...(element.labels as NodeListOf<HTMLElement>)] : [];
    const name =
      element.getAttribute('aria-label') ?? labels[0]?.textContent ?? element.textContent;
    const value = 'value' in element ? String(element.value) : '';
    return { name: name.replace(/\s+/g, ' ').trim(), kind: element.tagName, value };
  });

/** Presses the Tab key until something of this name has the focus. */
async function tabTo(page: Page, name: string, kinds: readonly string[]) {
  for (let n = 0; n < MOST_TABS; n += 1) {
    const found = await focused(page);
    if (found.name === name && kinds.includes(found.kind)) return found;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not reach ${name}.`);
}

/** A host who has no mouse. */
function keyboardHost(page: Page): Host {
  const isInDialog = async () => (await page.locator('dialog[open]').count()) > 0;
  const field = (label: string) => tabTo(page, label, ['INPUT', 'TEXTAREA', 'SELECT']);
  /** Leads to a booking with the search of the floor. */
  const find = async (name: string) => {
    await expect.poll(isInDialog).toBe(false);
    await leaveFields();
    await page.keyboard.press('/');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(name);
    // Enter goes nowhere until the floor has read the booking.
    const enter = async () => {
      const before = await focused(page);
      if (before.name.includes(name)) return before.name;
      await page.keyboard.press('Enter');
      return (await focused(page)).name;
    };
    await expect.poll(enter).toContain(name);
  };
  const leaveFields = async () => {
    for (let n = 0; n < 5 && /INPUT|TEXTAREA|SELECT/.test((await focused(page)).kind); n += 1) {
      await page.keyboard.press('Tab');
    }
  };
  const shortcut = async (key: string) => {
    await expect.poll(isInDialog).toBe(false);
    await leaveFields();
    await page.keyboard.press(key);
    await expect.poll(isInDialog).toBe(true);
  };
  return {
    async openCard(name) {
      await find(name);
      await page.keyboard.press('Enter');
      await expect.poll(isInDialog).toBe(true);
    },
    async press(button) {
      if (button === 'Do it anyway') {
        await page.getByText(button).waitFor();
        await tabTo(page, button, ['INPUT']);
        await page.keyboard.press(' ');
        return;
      }
      const named = page
        .getByRole('button', { name: button })
        .or(page.getByRole('link', { name: button }));
      await named.last().waitFor({ state: 'attached' });
      await tabTo(page, button, ['BUTTON', 'A']);
      await page.keyboard.press('Enter');
    },
    async fill(label, text) {
      await field(label);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
    async fillTime(label, time) {
      const [hours = '', minutes = ''] = time.split(':');
      const half = Number(hours) < 12 ? 'AM' : 'PM';
      const twelve = String(Number(hours) % 12 || 12).padStart(2, '0');
      // Chromium asks for times as the computer's language has them.
      for (const typed of [`${twelve}${minutes}${half}`, `${hours}${minutes}`]) {
        await field(label);
        await page.keyboard.type(typed);
        const { value } = await focused(page);
        if (value === time) return;
        await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Shift+Tab');
      }
      throw new Error(`${label} does not take ${time}.`);
    },
    async choose(label, option) {
      await field(label);
      await page.keyboard.type(option);
      const chosen = await page.evaluate(() => {
        const select = document.activeElement;
        return select instanceof HTMLSelectElement ? select.selectedOptions[0]?.text : '';
      });
      expect(chosen?.split(' (')[0]).toBe(option);
    },
    async move(name, from, to, slots) {
      await find(name);
      await page.keyboard.press('m');
      const rows = Number(to.split(' ')[1]) - Number(from.split(' ')[1]);
      for (let n = 0; n < Math.abs(rows); n += 1) {
        await page.keyboard.press(rows > 0 ? 'ArrowDown' : 'ArrowUp');
      }
      for (let n = 0; n < slots; n += 1) await page.keyboard.press('ArrowRight');
      await page.locator('.floor [aria-live]', { hasText: to }).waitFor({ state: 'attached' });
      await page.keyboard.press('Enter');
    },
    walkIn: () => shortcut('w'),
    newBooking: () => shortcut('b'),
    async openBlock(reason) {
      await leaveFields();
      await tabTo(page, 'Fit', ['BUTTON']);
      for (let n = 0; n < MOST_TABS && !(await isBar(page)); n += 1)
        await page.keyboard.press('Tab');
      await page.keyboard.press('Home');
      for (let n = 0; n < MOST_TABS; n += 1) {
        if ((await focused(page)).name.includes(reason)) return page.keyboard.press('Enter');
        await page.keyboard.press('ArrowRight');
      }
      throw new Error(`The arrows do not reach ${reason}.`);
    },
  };
}

const isBar = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('.floor-track') !== null);

it('a host’s evening of thirty acts by keyboard alone', async () => {
  const venue = await openFloor('By keyboard');
  const { page, checkClean, close } = await openConsole(browser, {
    ...{ key: venue.key, place: '#/floor', viewport: { width: 1500, height: 1000 } },
  });
  await page.locator('.floor').waitFor();
  expect(await playHostsEvening(keyboardHost(page), venue)).toBe(30);
  checkClean();
  await close();
});

it('a move can be given up, keys of the floor do not fire in fields, and ? names them', async () => {
  const venue = await openFloor('Given up');
  const ines = await venue.book('Ines Marino', '14:00', { table: 'Table 1' });
  const { page, checkClean, close } = await openConsole(browser, {
    ...{ key: venue.key, place: '#/floor' },
  });
  await page.locator('.party').waitFor();
  await page.locator('.party').focus();
  await page.keyboard.press('m');
  await page.keyboard.press('ArrowDown');
  await page.locator('.ghost').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.ghost').waitFor({ state: 'detached' });
  await page.getByText('Not moved').waitFor({ state: 'attached' });
  await page.keyboard.press('/');
  await page.keyboard.type('wb?');
  expect(await page.locator('dialog').count()).toBe(0);
  expect((await focused(page)).value).toBe('wb?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await page.keyboard.press('?');
  await page.getByText('Move the booking').waitFor();
  await page.keyboard.press('Escape');
  expect((await venue.api.showBooking({ bookingId: ines })).version).toBe(1);
  checkClean();
  await close();
});

it('the focus stays with what is moved or taken away, and U takes the last act back', async () => {
  const venue = await openFloor('Kept focus');
  const ines = await venue.book('Ines Marino', '14:00', { table: 'Table 1' });
  for (const name of ['Ruth Klein', 'Sven Holm']) {
    const window = { earliest: venue.at('21:30'), latest: venue.at('22:30'), partySize: 2 };
    const customer = { id: name.slice(0, 4), name };
    await venue.api.joinWaitlist({ venueId: venue.venueId, body: { ...window, customer } });
  }
  const { page, checkClean, close } = await openConsole(browser, {
    ...{ key: venue.key, place: '#/floor' },
  });
  await page.locator('.party').focus();
  for (const key of ['m', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await page.getByText('Moved: Ines Marino to Table 2, 14:00').waitFor();
  expect((await focused(page)).name).toContain('Ines Marino');

  await page.keyboard.press('s');
  await page.getByText('Booked for 14:00. Seat now?').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Seated: Ines Marino').waitFor();
  await expect.poll(async () => (await focused(page)).name).toContain('Seated');
  await page.keyboard.press('u');
  await expect.poll(() => venue.stateOf(ines)).toBe('confirmed');
  // The page has not drawn yet what the service has stored.
  await page.getByText('Undone: Ines Marino').waitFor();
  await page.locator('.party:focus', { hasText: 'Confirmed' }).waitFor();

  await page.keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await tabTo(page, 'Cancel booking', ['BUTTON']);
  await page.keyboard.press('Enter');
  await page.getByText('Cancelled: Ines Marino').waitFor();
  await expect.poll(() => venue.stateOf(ines)).toBe('cancelled');
  await page.locator('.gone [data-booking]:focus').waitFor();
  await page.keyboard.press('u');
  await page.getByText('Undone: Ines Marino').waitFor();
  await page.locator('.party:focus').waitFor();

  await page.getByRole('button', { name: 'Remove Ruth Klein' }).press('Enter');
  await page.locator('[data-entry]:focus', { hasText: 'Sven' }).waitFor();
  await page.getByRole('button', { name: 'Remove Sven Holm' }).press('Enter');
  await page.locator('h2:focus', { hasText: 'Waitlist' }).waitFor();
  checkClean();
  await close();
});
