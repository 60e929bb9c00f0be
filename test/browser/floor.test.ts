import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkWidth, DARK, openConsole, PHONE, startBrowser } from './support/console-browser.ts';
import { openFloor } from './support/floor-venue.ts';
import { type Host, playHostsEvening } from './support/host-evening.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

const place = '#/floor';
/** A window in which the whole floor is in sight. */
const viewport = { width: 1500, height: 1000 };
/** Within how many milliseconds the others see an act. */
const SOON = 6000;

const barOf = (page: Page, name: string) => page.locator('.party', { hasText: name }).first();

/** A host with a mouse. */
function mouseHost(page: Page): Host {
  const inFront = async () => {
    const dialog = page.locator('dialog[open]');
    return (await dialog.count()) > 0 ? dialog : page.locator('body');
  };
  const rowOf = (table: string) =>
    page.locator('.floor-row', { has: page.locator(`strong:text-is("${table}")`) });
  return {
    async openCard(name) {
      await page.locator('[data-booking]', { hasText: name }).first().click();
      await page.locator('dialog[open]').waitFor();
    },
    async press(button) {
      const front = await inFront();
      if (button === 'Do it anyway') return front.getByLabel(button).check();
      const role = button === 'Floor' ? 'link' : 'button';
      await front.getByRole(role, { name: new RegExp(`^${button}( [A-Z])?$`) }).click();
    },
    async fill(label, text) {
      await (await inFront()).getByLabel(label, { exact: true }).fill(text);
    },
    async fillTime(label, time) {
      await (await inFront()).getByLabel(label, { exact: true }).fill(time);
    },
    async choose(label, option) {
      const select = (await inFront()).getByLabel(label, { exact: true });
      const names = await select.locator('option').allTextContents();
      const index = names.findIndex((each) => each.split(' (')[0] === option);
      await select.selectOption({ index });
    },
    async move(name, from, to, slots) {
      // The target of the move before is drawn until the floor is read again.
      await page.locator('.ghost').waitFor({ state: 'detached' });
      const bar = rowOf(from).locator('.party', { hasText: name });
      const track = await rowOf(to).locator('.floor-track').boundingBox();
      const box = await bar.boundingBox();
      if (track === null || box === null) throw new Error('The bar or the row is not drawn.');
      // The axis is from 8:00 to 23:00, with four slots an hour.
      const slot = track.width / (15 * 4);
      await page.mouse.move(box.x + 10, box.y + box.height / 2);
      await page.mouse.down();
      const [x, y] = [box.x + 10 + slots * slot, track.y + track.height / 2];
      await page.mouse.move(x, y, { steps: 6 });
      await page.locator('.ghost').waitFor();
      await page.mouse.up();
    },
    async walkIn() {
      await page.getByRole('button', { name: 'Walk-in W' }).click();
    },
    async newBooking() {
      await page.getByRole('button', { name: 'New booking B' }).click();
    },
    async openBlock(reason) {
      await page.locator('[data-block]', { hasText: reason }).click();
    },
  };
}

it('a host’s evening of thirty acts by mouse', async () => {
  const venue = await openFloor('By mouse');
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    ...{ key: venue.key, place, viewport },
  });
  await page.locator('.floor').waitFor();
  expect(await playHostsEvening(mouseHost(page), venue)).toBe(30);
  await checkAxe();
  checkClean();
  await close();
});

it('two browsers on one floor see each other’s acts, and who comes second is told', async () => {
  const venue = await openFloor('Two hosts');
  const ines = await venue.book('Ines Marino', '11:30', { table: 'Table 1' });
  const omar = await venue.book('Omar Haddad', '11:45', { table: 'Table 2' });
  const [first, second] = [
    await openConsole(browser, { key: venue.key, place, viewport }),
    await openConsole(browser, { key: venue.key, place, viewport }),
  ];
  for (const { page } of [first, second]) await barOf(page, 'Ines').waitFor();
  await barOf(first.page, 'Ines').focus();
  await first.page.keyboard.press('s');
  await expect.poll(() => venue.stateOf(ines)).toBe('seated');
  await second.page.locator('.party.seated', { hasText: 'Ines' }).waitFor({ timeout: SOON });
  await barOf(second.page, 'Ines').focus();
  await second.page.keyboard.press('f');
  await expect.poll(() => venue.stateOf(ines)).toBe('finished');
  await first.page.locator('.party.finished', { hasText: 'Ines' }).waitFor({ timeout: SOON });

  // The second host does not see yet that the first one has cancelled Omar: its reads get no answer.
  const reads = /\/floor(\?|$)/;
  await second.page.route(reads, () => new Promise(() => {}));
  await barOf(second.page, 'Omar').click();
  await venue.api.cancelBooking({ bookingId: omar });
  const seat = second.page.getByRole('button', { name: 'Seat', exact: true });
  await second.page.unroute(reads);
  await seat.click();
  const dialog = second.page.locator('dialog[open]');
  await dialog.getByText('Somebody else has changed this meanwhile.').waitFor();
  await dialog.locator('.badge.cancelled').waitFor();
  expect(await venue.stateOf(omar)).toBe('cancelled');
  await second.page.keyboard.press('Escape');

  // The booking is read again while the form is open, but the host has not seen that.
  const petra = await venue.book('Petra Novak', '15:00', { table: 'Table 4' });
  await barOf(second.page, 'Petra').click();
  await dialog.getByRole('button', { name: 'Notes' }).click();
  await dialog.getByLabel('Notes').fill('Window');
  await venue.api.changeBooking({ bookingId: petra, body: { notes: 'Nut allergy' } });
  await dialog.getByText('Nut allergy').waitFor({ timeout: SOON });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Somebody else has changed this meanwhile.').waitFor();
  expect((await venue.api.showBooking({ bookingId: petra })).notes).toBe('Nut allergy');
  expect(await dialog.getByLabel('Notes').inputValue()).toBe('Window');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const notesOf = async () => (await venue.api.showBooking({ bookingId: petra })).notes;
  await expect.poll(notesOf).toBe('Window');
  for (const { checkClean, close } of [first, second]) {
    checkClean();
    await close();
  }
});

it('a table that is free for a while takes a walk-in for a shorter stay', async () => {
  const venue = await openFloor('Shorter');
  await venue.book('Fabien Leroux', '13:30', { table: 'Table 1' });
  const { page, checkClean, close } = await openConsole(browser, {
    ...{ key: venue.key, place, viewport, expected: /409/ },
  });
  await barOf(page, 'Fabien').waitFor();
  await page.keyboard.press('w');
  // What is typed takes the place of the number, which is selected.
  await page.locator('dialog[open] input:focus').waitFor();
  await page.keyboard.type('3');
  const table = page.getByLabel('Table');
  const options = await table.locator('option').allTextContents();
  expect(options.slice(0, 2)).toEqual(['The best that is free', 'Table 2 (1–4) · free']);
  await table.selectOption({ label: 'Table 1 (1–4) · free until 13:30' });
  const seat = page.getByRole('button', { name: 'Seat', exact: true });
  await seat.click();
  const refusal = page.getByRole('alert').filter({ hasText: 'Free until 13:30 (Fabien Leroux)' });
  await refusal.waitFor();
  await page.getByLabel('A stay until 13:30 will do').check();
  await seat.click();
  await page.getByText('Seated: Walk-in at Table 1, until 13:30').waitFor();
  const made = (await venue.floor()).bookings.find(({ walkIn }) => walkIn);
  expect(made?.partySize).toBe(3);
  // The party was seated by mistake.
  await page.locator('.party.seated', { hasText: 'Walk-in' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.party.seated', { hasText: 'Walk-in' }).waitFor({ state: 'detached' });
  expect(await venue.stateOf(made?.id ?? '')).toBe('cancelled');
  checkClean();
  await close();
});

it('without a connection the page says how old it is, and a write waits and happens once', async () => {
  const venue = await openFloor('Offline');
  const ines = await venue.book('Ines Marino', '11:30', { table: 'Table 1' });
  const { page, checkClean, close } = await openConsole(browser, {
    ...{ key: venue.key, place, viewport },
    expected: /ERR_INTERNET_DISCONNECTED/,
  });
  await barOf(page, 'Ines').waitFor();
  await page.context().setOffline(true);
  await page.getByText('There is no connection. What you see was last confirmed').waitFor();
  await barOf(page, 'Ines').focus();
  await page.keyboard.press('s');
  await page.getByText('Waits for the connection: Seat Ines Marino').waitFor();
  expect(await venue.stateOf(ines)).toBe('confirmed');
  await page.context().setOffline(false);
  await page.locator('.party.seated', { hasText: 'Ines' }).waitFor();
  const { data } = await venue.api.showTimeline({ bookingId: ines });
  expect(data.map(({ event }) => event)).toEqual(['confirmed', 'seat']);
  await page.getByText('There is no connection').waitFor({ state: 'detached' });
  checkClean();
  await close();
});

it('on a phone the floor is a list with the same acts, and markup in a name is text', async () => {
  const venue = await openFloor('On a phone');
  const ines = await venue.book('Ines Marino', '11:30', { table: 'Table 1' });
  const markup = '<img src=x onerror="document.title=1">';
  const other = await venue.book(markup, '14:00', { table: 'Table 2' });
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    ...{ ...PHONE, key: venue.key, place },
  });
  await page.locator('.floor-list').waitFor();
  await checkAxe();
  await checkWidth(page);
  await page.getByRole('button', { name: 'Seat Ines Marino' }).tap();
  await expect.poll(() => venue.stateOf(ines)).toBe('seated');
  await page.locator('.floor-list .plain', { hasText: markup }).tap();
  await page.getByRole('heading', { name: markup }).waitFor();
  await checkAxe();
  await checkWidth(page);
  await page.getByRole('button', { name: 'Move' }).tap();
  await page.getByLabel('Table').selectOption({ label: 'Table 5 (1–4) · free' });
  await page.getByRole('button', { name: 'Save' }).tap();
  await expect
    .poll(async () => (await venue.api.showBooking({ bookingId: other })).resources[0]?.name)
    .toBe('Table 5');
  await page.getByRole('button', { name: 'Close' }).tap();
  await page.getByRole('button', { name: 'Timeline' }).tap();
  await barOf(page, markup).waitFor();
  await checkWidth(page);
  expect(await page.locator('img').count()).toBe(0);
  checkClean();
  await close();
});

it('in the dark, a host without the scopes of the staff reads the floor and is offered no act', async () => {
  const venue = await openFloor('Reader');
  await venue.book('Ines Marino', '11:30', { table: 'Table 1' });
  await venue.api.createBlock({
    venueId: venue.venueId,
    body: {
      area: 'Terrace',
      ...spanOf(venue.at('18:00'), venue.at('19:00'), 12 - new Date().getUTCHours()),
    },
  });
  const made = await venue.api.createKey({ body: { name: 'reader', scopes: ['bookings:read'] } });
  const { page, checkClean, checkAxe, close } = await openConsole(browser, {
    ...{ ...DARK, key: made.key, place, viewport },
  });
  await barOf(page, 'Ines').click();
  await page.locator('dialog[open] .history').waitFor();
  await checkAxe();
  const buttons = page.locator('dialog[open] .buttons button');
  expect(await buttons.count()).toBe(0);
  await page.keyboard.press('Escape');
  for (const name of ['Walk-in W', 'New booking B', 'Block', 'Add to the waitlist']) {
    expect(await page.getByRole('button', { name }).count(), name).toBe(0);
  }
  await checkAxe();
  checkClean();
  await close();
});

/** Local times of a block, from instants. @param hours the offset of the zone */
function spanOf(from: string, to: string, hours: number) {
  const local = (iso: string) =>
    new Date(Date.parse(iso) + hours * 3_600_000).toISOString().slice(0, 16);
  return { from: local(from), to: local(to) };
}
