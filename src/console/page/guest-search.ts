import { useEffect, useRef, useState } from 'preact/hooks';
import type { ListCustomersInput, ListedCustomer } from '../../client/index.ts';
import { api } from './api.ts';
import { type Polled, usePolled } from './polled.ts';
import { createStore, useStore } from './store.ts';

/** How often this page has changed the guest book. Each change lets it be read again. */
const changes = createStore(0);
export const guestsChanged = () => changes.set(changes.get() + 1);

export interface FoundGuests {
  readonly guests: readonly ListedCustomer[];
  /** Whether there are more than were read. */
  readonly hasMore: boolean;
}

/** What is asked for: a tag after `#`, a whole email address, a whole number, or words of a name. */
export function guestQuery(text: string): ListCustomersInput {
  const words = text.trim();
  if (words.startsWith('#')) return words === '#' ? {} : { tag: words.slice(1).trim() };
  if (words.includes('@')) return { email: words };
  if (/^[+(\d][\d\s()./-]{5,}$/.test(words)) {
    const { region } = new Intl.Locale(navigator.language).maximize();
    return { phone: words, ...(region === undefined ? {} : { country: region }) };
  }
  return words === '' ? {} : { name: words };
}

/** A value once it has stayed the same for a third of a second, so that not each key asks. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 300);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

const PAGE = 50;
/** A search for a frequent word may have pages without a guest. */
const MOST_REQUESTS = 10;

/**
 * The guests that a text finds, those seen last first. While another text is asked for, the guests of
 * the former one stay.
 * @param count how many are wanted
 */
export function useGuests(
  text: string,
  { count = PAGE, refused = false } = {},
): Polled<FoundGuests> & { readonly isOld: boolean } {
  const query = { ...guestQuery(text), ...(refused ? { refused: 'true' as const } : {}) };
  const round = useStore(changes);
  const polled = usePolled<FoundGuests>(
    `guests ${round} ${JSON.stringify(query)} ${count}`,
    async (signal) => {
      const guests: ListedCustomer[] = [];
      let after: string | null = null;
      for (let requests = 0; requests < MOST_REQUESTS && guests.length < count; requests++) {
        const position: { after?: string } = after === null ? {} : { after };
        const found = await api.listCustomers({ ...query, limit: PAGE, ...position }, { signal });
        guests.push(...found.data);
        after = found.page.next;
        if (after === null) break;
      }
      return { guests, hasMore: after !== null };
    },
    60,
  );
  const last = useRef(polled.value);
  if (polled.value !== undefined) last.current = polled.value;
  const isOld = polled.value === undefined && polled.problem === undefined;
  return { ...polled, value: isOld ? last.current : polled.value, isOld };
}

/** How a guest is named. */
export const nameOf = (guest: Pick<ListedCustomer, 'id' | 'name'>) => guest.name ?? guest.id;
