import type { Floor, FloorBooking } from '../../../client/index.ts';
import type { Ghost } from './use-acts.ts';

export interface TimelineHandlers {
  readonly onOpen: (bookingId: string) => void;
  readonly onBlock: (blockId: string) => void;
  /** A free place was chosen. */
  readonly onFree: ((resourceId: string, at: number) => void) | undefined;
  readonly onMove: (booking: FloorBooking, target: Ghost) => void;
  /** A letter was pressed at a booking. Says whether it stands for something there. */
  readonly onKey: (booking: FloorBooking, key: string) => boolean;
  readonly say: (text: string) => void;
}

/** What the listeners of the timeline work with. */
export interface TimelineState extends TimelineHandlers {
  readonly element: HTMLElement;
  readonly floor: Floor;
  readonly ghost: Ghost | undefined;
  readonly setGhost: (ghost: Ghost | undefined) => void;
}

export const barOf = (target: EventTarget | null) =>
  target instanceof Element
    ? (target.closest<HTMLElement>('[data-booking], [data-block]') ?? undefined)
    : undefined;

export const rowOf = (target: Element | null) =>
  target?.closest<HTMLElement>('[data-row]') ?? undefined;

/** All bars of a timeline, in the order of their rows. */
export const barsIn = (element: HTMLElement) => [
  ...element.querySelectorAll<HTMLElement>('[data-booking], button[data-block]'),
];
