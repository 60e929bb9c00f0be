import type { FloorBooking } from '../../../client/index.ts';
import { canMove, canShift } from './acts.ts';
import { barOf, rowOf, type TimelineState } from './bars.ts';
import { axisOf, MINUTE, snap } from './floor-data.ts';
import type { Ghost } from './use-acts.ts';

/** How far the pointer moves before it drags, in pixels. */
const THRESHOLD = 6;
/** How long a finger stays on a bar before it drags instead of scrolling, in milliseconds. */
const HOLD = 350;

interface Held {
  readonly booking: FloorBooking;
  readonly from: string;
  readonly x: number;
  readonly y: number;
  /** The time under the pointer, after the start of the booking. */
  readonly grip: number;
}

/** The time at a point of a row. */
function timeAt(track: HTMLElement, x: number, { floor }: TimelineState): number {
  const { left, right, width } = track.getBoundingClientRect();
  const isRightToLeft = getComputedStyle(track).direction === 'rtl';
  const { from, to } = axisOf(floor);
  return from + ((isRightToLeft ? right - x : x - left) / width) * (to - from);
}

/** The target of a booking; a seated party keeps its start. */
export function ghostOf(
  state: TimelineState,
  booking: FloorBooking,
  target: { from: string; to: string; start: number },
): Ghost {
  const before = Date.parse(booking.start);
  const isNear = Math.abs(target.start - before) < (state.floor.venue.slotInterval * MINUTE) / 2;
  const start = !canShift(booking) || isNear ? before : snap(state.floor, target.start);
  const end = start + Date.parse(booking.end) - before;
  return { id: booking.id, booking, from: target.from, to: target.to, start, end };
}

/**
 * Lets the pointer move bars to other rows and times, open them, and choose free places.
 * @returns ends it
 */
export function drag(element: HTMLElement, read: () => TimelineState): () => void {
  let held: Held | undefined;
  let isDragging = false;
  /** Whether the drag was given up, and the button of the mouse is still down. */
  let isGivenUp = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = () => {
    clearTimeout(timer);
    held = undefined;
    isDragging = false;
    read().setGhost(undefined);
    document.documentElement.classList.remove('dragging');
  };
  const begin = () => {
    isDragging = true;
    document.documentElement.classList.add('dragging');
  };
  const onDown = (event: PointerEvent) => {
    const bar = barOf(event.target);
    const track = rowOf(bar ?? null);
    const id = bar?.dataset['booking'];
    const state = read();
    const booking = state.floor.bookings.find((each) => each.id === id);
    if (event.button !== 0 || track === undefined || booking === undefined) return;
    if (!canMove(booking)) return;
    const grip = timeAt(track, event.clientX, state) - Date.parse(booking.start);
    held = { booking, from: track.dataset['row'] ?? '', x: event.clientX, y: event.clientY, grip };
    if (event.pointerType === 'touch') timer = setTimeout(begin, HOLD);
  };
  const onMove = (event: PointerEvent) => {
    if (held === undefined) return;
    const way = Math.hypot(event.clientX - held.x, event.clientY - held.y);
    if (!isDragging && way > THRESHOLD) {
      if (event.pointerType === 'touch') return end();
      begin();
    }
    if (!isDragging) return;
    const state = read();
    const track = rowOf(document.elementFromPoint(event.clientX, event.clientY));
    if (track === undefined || !element.contains(track)) return;
    const start = timeAt(track, event.clientX, state) - held.grip;
    const to = track.dataset['row'] ?? held.from;
    const ghost = ghostOf(state, held.booking, { from: held.from, to, start });
    const { ghost: before } = state;
    if (ghost.to !== before?.to || ghost.start !== before.start) state.setGhost(ghost);
  };
  const onUp = () => {
    const { ghost, onMove: drop } = read();
    const was = held;
    const wasDragging = isDragging;
    end();
    if (wasDragging || isGivenUp) {
      // The click that follows opens nothing.
      element.addEventListener('click', stop, { capture: true, once: true });
      setTimeout(() => element.removeEventListener('click', stop, { capture: true }));
    }
    isGivenUp = false;
    if (was === undefined || !wasDragging) return;
    const start = Date.parse(was.booking.start);
    if (ghost !== undefined && (ghost.to !== ghost.from || ghost.start !== start)) {
      drop(was.booking, ghost);
    }
  };
  const onClick = (event: MouseEvent) => {
    const state = read();
    const { booking, block } = barOf(event.target)?.dataset ?? {};
    const track = event.target instanceof Element ? rowOf(event.target) : undefined;
    if (booking !== undefined) state.onOpen(booking);
    else if (block !== undefined) state.onBlock(block);
    else if (track?.dataset['row'] !== undefined) {
      const half = (state.floor.venue.slotInterval * MINUTE) / 2;
      const at = snap(state.floor, timeAt(track, event.clientX, state) - half);
      state.onFree?.(track.dataset['row'], at);
    }
  };
  const onKey = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || !isDragging) return;
    isGivenUp = true;
    end();
  };
  const onTouch = (event: TouchEvent) => {
    if (isDragging) event.preventDefault();
  };
  const onMenu = (event: Event) => {
    if (held !== undefined) event.preventDefault();
  };

  element.addEventListener('pointerdown', onDown);
  element.addEventListener('click', onClick);
  element.addEventListener('contextmenu', onMenu);
  element.addEventListener('touchmove', onTouch, { passive: false });
  addEventListener('pointermove', onMove);
  addEventListener('pointerup', onUp);
  addEventListener('pointercancel', end);
  addEventListener('keydown', onKey);
  return () => {
    element.removeEventListener('pointerdown', onDown);
    element.removeEventListener('click', onClick);
    element.removeEventListener('contextmenu', onMenu);
    element.removeEventListener('touchmove', onTouch);
    removeEventListener('pointermove', onMove);
    removeEventListener('pointerup', onUp);
    removeEventListener('pointercancel', end);
    removeEventListener('keydown', onKey);
    clearTimeout(timer);
  };
}

function stop(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}
