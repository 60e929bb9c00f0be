import type { TargetedKeyboardEvent } from 'preact';

type KeyEvent = TargetedKeyboardEvent<HTMLElement>;

/** What in a day the keys go to: its head, and then its bookings. */
const stopsOf = (day: Element | undefined) => [
  ...(day?.querySelectorAll<HTMLElement>('h2 a, button.mark') ?? []),
];

/** Keys that turn the page to the one before or after. */
export const PAGES: Readonly<Record<string, number>> = { PageUp: -1, PageDown: 1 };

/** In which direction a key goes where the text runs from right to left, too. */
export function sideways({ key, currentTarget }: KeyEvent): number {
  const isTurned = getComputedStyle(currentTarget).direction === 'rtl';
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  return isTurned ? -step : step;
}

/** Moves the focus between the days of a week and between the bookings of a day, or turns the week. */
export function moveInWeek(event: KeyEvent, turn: (weeks: number) => void): void {
  const { key, currentTarget, target } = event;
  const days = [...currentTarget.children];
  const at = days.findIndex((day) => target instanceof Node && day.contains(target));
  const stops = stopsOf(days[at]);
  const stop = stops.findIndex((each) => each.isSameNode(target instanceof Node ? target : null));
  if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const [aside, down] = [sideways(event), { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0];
  const pages = PAGES[key];
  if (pages !== undefined) {
    // The booking goes with its week; the head of the day stays.
    stops[0]?.focus();
    turn(pages);
  } else if (aside !== 0) {
    const next = stopsOf(days[at + aside]);
    next[Math.min(stop, next.length - 1)]?.focus();
  } else if (down !== 0) {
    stops[stop + down]?.focus();
  } else {
    return;
  }
  event.preventDefault();
}
