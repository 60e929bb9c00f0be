import * as m from 'messages:floor';
import { timeOf } from '../time.ts';
import { canMove, canShift } from './acts.ts';
import { barOf, barsIn, rowOf, type TimelineState } from './bars.ts';
import { ghostOf } from './drag.ts';
import { MINUTE } from './floor-data.ts';
import { nameOf } from './words.ts';

const middleOf = (element: HTMLElement) => {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
};

/** The bar that an arrow key leads to. */
function nextBar(element: HTMLElement, bar: HTMLElement, key: string): HTMLElement | undefined {
  const bars = barsIn(element);
  const at = bars.indexOf(bar);
  if (key === 'Home') return bars[0];
  if (key === 'End') return bars.at(-1);
  if (key === 'Later') return bars[at + 1];
  if (key === 'Earlier') return bars[at - 1];
  const rest = key === 'ArrowDown' ? bars.slice(at) : bars.slice(0, at).reverse();
  const row = rest.map((each) => rowOf(each)).find((each) => each !== rowOf(bar));
  const away = (each: HTMLElement) => Math.abs(middleOf(each) - middleOf(bar));
  return bars
    .filter((each) => row !== undefined && rowOf(each) === row)
    .sort((one, other) => away(one) - away(other))[0];
}

/** The name of a key, where the arrows of the line's direction are `Earlier` and `Later`. */
function nameOfKey(key: string, element: HTMLElement): string {
  const isRightToLeft = getComputedStyle(element).direction === 'rtl';
  if (key === 'ArrowRight') return isRightToLeft ? 'Earlier' : 'Later';
  if (key === 'ArrowLeft') return isRightToLeft ? 'Later' : 'Earlier';
  return key;
}

/** Says where a booking would go. */
function sayTarget({ floor, say }: TimelineState, to: string, start: number): void {
  const place = floor.resources.find(({ id }) => id === to)?.name ?? '';
  say(m.target({ place, time: timeOf(start, floor.venue.timeZone) }));
}

/** Moves the target of a booking by a key; Enter drops it, Escape gives up. */
function moveTarget(state: TimelineState, key: string): boolean {
  const { ghost, floor, setGhost, element } = state;
  if (ghost === undefined) return false;
  const { booking } = ghost;
  if (key === 'Escape') {
    setGhost(undefined);
    state.say(m.moveEnded);
    return true;
  }
  if (key === 'Enter' || key === ' ') {
    setGhost(undefined);
    const isElsewhere = ghost.to !== ghost.from || ghost.start !== Date.parse(booking.start);
    if (isElsewhere) state.onMove(booking, ghost);
    else state.say(m.moveEnded);
    return true;
  }
  const rows = [...element.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex(({ dataset }) => dataset['row'] === ghost.to);
  const down = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  const later = !canShift(booking) ? 0 : key === 'Later' ? 1 : key === 'Earlier' ? -1 : 0;
  const target = rows[at + down];
  if (target !== undefined && down + later !== 0) {
    const to = target.dataset['row'] ?? ghost.to;
    const start = ghost.start + later * floor.venue.slotInterval * MINUTE;
    const next = ghostOf(state, booking, { from: ghost.from, to, start });
    setGhost(next);
    target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    sayTarget(state, next.to, next.start);
  }
  return /^(Arrow|Later|Earlier|Home|End)/.test(key);
}

/**
 * Lets the keys lead from bar to bar, move a booking, and act on it.
 * @returns ends it
 */
export function keys(element: HTMLElement, read: () => TimelineState): () => void {
  const onKey = (event: KeyboardEvent) => {
    const bar = barOf(event.target);
    if (bar === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const state = read();
    const key = nameOfKey(event.key, element);
    if (state.ghost !== undefined) {
      if (moveTarget(state, key)) event.preventDefault();
      return;
    }
    const booking = state.floor.bookings.find(({ id }) => id === bar.dataset['booking']);
    if (/^(Arrow|Later|Earlier|Home|End)/.test(key)) {
      event.preventDefault();
      const next = nextBar(element, bar, key);
      next?.focus();
      next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else if (key.toLowerCase() === 'm' && booking !== undefined && canMove(booking)) {
      const from = rowOf(bar)?.dataset['row'] ?? '';
      const start = Date.parse(booking.start);
      state.setGhost(ghostOf(state, booking, { from, to: from, start }));
      state.say(m.moveBegun({ name: nameOf(booking) }));
    } else if (booking !== undefined && key.length === 1) {
      if (state.onKey(booking, key.toLowerCase())) event.preventDefault();
    }
  };
  element.addEventListener('keydown', onKey);
  return () => element.removeEventListener('keydown', onKey);
}
