import { createStore, useStore } from './store.ts';

/** A place in the console, such as `#/guests/anna?q=an`: the path's parts, and the query. */
export interface Place {
  readonly parts: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

function read(): Place {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter((each) => each !== '');
  return {
    parts: parts.map(decode),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** A part of the path; a malformed one is taken as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const place = createStore(read());
addEventListener('hashchange', () => place.set(read()));

export const usePlace = () => useStore(place);

/** The address of a place, for a link. */
export function hrefOf(parts: readonly string[], query: Record<string, string | undefined> = {}) {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  const text = new URLSearchParams(given).toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

/** Goes to a place. @param replace does not leave the present place in the history */
export function goTo(href: string, { replace = false } = {}): void {
  if (!replace) {
    location.hash = href;
    return;
  }
  history.replaceState(null, '', href);
  place.set(read());
}
