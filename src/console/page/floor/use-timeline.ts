import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Floor } from '../../../client/index.ts';
import { barOf, barsIn, rowOf, type TimelineHandlers, type TimelineState } from './bars.ts';
import { drag } from './drag.ts';
import { keys } from './keys.ts';
import type { Ghost } from './use-acts.ts';
import { forgetUnlessGone } from './use-kept-focus.ts';

/** Identifies a bar also after its element was drawn anew. */
const placeOf = (bar: HTMLElement) => ({ ...bar.dataset, row: rowOf(bar)?.dataset['row'] });

/**
 * Listens to the pointer and the keys of a timeline. One listener serves all bars, so that a row need
 * not be drawn again when a handler changes.
 */
export function useTimeline(
  ref: RefObject<HTMLElement | null>,
  floor: Floor,
  handlers: TimelineHandlers,
) {
  const [ghost, setGhost] = useState<Ghost>();
  const state = useRef<Omit<TimelineState, 'element'>>({ ...handlers, floor, ghost, setGhost });
  state.current = { ...handlers, floor, ghost, setGhost };
  const focused = useRef<Readonly<Record<string, string | undefined>>>({});
  const wasWithin = useRef(false);

  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const read = (): TimelineState => ({ ...state.current, element });
    const onFocus = ({ target }: FocusEvent) => {
      const bar = barOf(target);
      if (bar === undefined) return;
      focused.current = placeOf(bar);
      wasWithin.current = true;
      markTabStop(element, bar);
    };
    const onBlur = ({ target }: FocusEvent) =>
      forgetUnlessGone(target, () => {
        wasWithin.current = element.contains(document.activeElement);
      });
    element.addEventListener('focusin', onFocus);
    element.addEventListener('focusout', onBlur);
    const endKeys = keys(element, read);
    const endDrag = drag(element, read);
    return () => {
      element.removeEventListener('focusin', onFocus);
      element.removeEventListener('focusout', onBlur);
      endKeys();
      endDrag();
    };
  }, []);

  /** Gives the tab stop, and the focus if it was there, to the bar that had it before drawing. */
  function afterDraw(): void {
    const element = ref.current;
    if (element === null) return;
    const bars = barsIn(element);
    const { booking, block, row } = focused.current;
    const same = bars.filter(({ dataset }) =>
      booking === undefined ? dataset['block'] === block : dataset['booking'] === booking,
    );
    const bar = same.find((each) => placeOf(each).row === row) ?? same[0] ?? bars[0];
    if (bar === undefined) return;
    markTabStop(element, bar);
    const isLost = document.activeElement === document.body;
    if (wasWithin.current && isLost && same.length > 0) bar.focus();
  }

  return { ghost, afterDraw };
}

/** One bar is reached by the Tab key; the arrows lead from there to the others. */
function markTabStop(element: HTMLElement, bar: HTMLElement): void {
  for (const each of element.querySelectorAll<HTMLElement>('[tabindex="0"]')) {
    if (each !== bar) each.tabIndex = -1;
  }
  bar.tabIndex = 0;
}
