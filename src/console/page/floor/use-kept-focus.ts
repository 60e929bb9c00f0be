import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** A booking, a block or an entry of the waitlist on the page. */
const ITEM = '[data-booking], [data-block], [data-entry]';
/** A part of the page that has items. */
const PART = '[data-part]';

/** Where the focus was. */
interface Place {
  readonly element: Element;
  readonly part: Element | undefined;
  readonly booking: string | undefined;
  /** The number of the item within the part. */
  readonly at: number;
}

const isLost = () => document.activeElement?.matches('body, main') ?? true;
const itemsOf = (part: Element | undefined) => [
  ...(part?.querySelectorAll<HTMLElement>(ITEM) ?? []),
];

function placeOf(element: Element): Place | undefined {
  const item = element.closest<HTMLElement>(ITEM);
  if (item === null) return undefined;
  const part = element.closest(PART) ?? undefined;
  const { booking } = item.dataset;
  return { element, part, booking, at: itemsOf(part).indexOf(item) };
}

/** Moves the focus to a booking, unless it is at something else. */
export function focusBooking(id: string): void {
  if (isLost()) document.querySelector<HTMLElement>(`.floor [data-booking="${id}"]`)?.focus();
}

/**
 * Keeps the focus on the page when what had it is no longer drawn: it goes to the same booking
 * elsewhere, to the next item of the list, or to the list's heading.
 */
export function useKeptFocus(page: RefObject<HTMLElement | null>): void {
  const last = useRef<Place | undefined>(undefined);
  useEffect(() => {
    const element = page.current;
    if (element === null) return;
    const onFocus = ({ target }: FocusEvent) => {
      last.current = target instanceof Element ? placeOf(target) : undefined;
    };
    const onBlur = ({ target }: FocusEvent) =>
      forgetUnlessGone(target, () => {
        if (last.current?.element === target) last.current = undefined;
      });
    element.addEventListener('focusin', onFocus);
    element.addEventListener('focusout', onBlur);
    return () => {
      element.removeEventListener('focusin', onFocus);
      element.removeEventListener('focusout', onBlur);
    };
  }, []);
  useLayoutEffect(() => {
    const place = last.current;
    if (place === undefined || place.element.isConnected) return;
    last.current = undefined;
    if (!isLost()) return;
    if (place.booking !== undefined) focusBooking(place.booking);
    if (!isLost()) return;
    const items = itemsOf(place.part);
    const next = items[Math.min(place.at, items.length - 1)];
    (
      next ??
      place.part?.querySelector<HTMLElement>('h2[tabindex]') ??
      document.querySelector('main')
    )?.focus();
  });
}

/**
 * Calls `forget` when an element has lost the focus, unless it has lost it because it is removed. The
 * browser says the same of both, while the element is still there.
 */
export function forgetUnlessGone(target: EventTarget | null, forget: () => void): void {
  queueMicrotask(() => {
    if (target instanceof Element && target.isConnected && target !== document.activeElement)
      forget();
  });
}
