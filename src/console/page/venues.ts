import type { Venue } from '../../client/index.ts';
import { api } from './api.ts';
import { usePolled } from './polled.ts';
import { may } from './session.ts';
import { createStore, useStore } from './store.ts';

const KEPT = 'maitred.venue';
const chosen = createStore(localStorage.getItem(KEPT) ?? '');

export function chooseVenue(id: string): void {
  localStorage.setItem(KEPT, id);
  chosen.set(id);
}

async function readVenues(signal: AbortSignal): Promise<readonly Venue[]> {
  const all: Venue[] = [];
  if (!may('bookings:read')) return all;
  for (let after: string | undefined; ; ) {
    const page = await api.listVenues(
      { limit: 100, ...(after === undefined ? {} : { after }) },
      { signal },
    );
    all.push(...page.data);
    if (page.page.next === null) return all;
    after = page.page.next;
  }
}

/**
 * The venues of the workspace, the newest first, and the one that the user has chosen. Before a choice it
 * is the oldest one, so a further venue does not take its place.
 */
export function useVenues() {
  const id = useStore(chosen);
  const { value: venues, problem, reload } = usePolled('venues', readVenues, 60);
  const venue = venues?.find((each) => each.id === id) ?? venues?.at(-1);
  return { venues, venue, problem, reload };
}

/**
 * The zone of the times on a page that is about no venue: that of the chosen venue, and without a venue
 * that of the browser. Undefined until the venues are read.
 */
export function useZone(): string | undefined {
  const { venues, venue, problem } = useVenues();
  if (venues === undefined && problem === undefined) return undefined;
  return venue?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
