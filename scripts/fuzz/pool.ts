import type { Draw } from './draw.ts';

/** The prefixes of shown ids, by the name of the parameter that takes such an id. */
const PREFIXES: Readonly<Record<string, string>> = {
  venueId: 'ven_',
  resourceId: 'res_',
  combinationId: 'cmb_',
  bookingId: 'bkg_',
  entryId: 'wtl_',
  webhookId: 'whk_',
  jobId: 'job_',
  keyId: 'key_',
  messageId: 'msg_',
};

/** How many ids of a kind are kept. Older ones are forgotten, as many of them are deleted by then. */
const MOST = 25;

/** Ids, cursors and tags that answers have shown, so that requests can name existing things. */
export interface Pool {
  /** Remembers what an answer shows. */
  learn(operationId: string, body: unknown, headers: Headers): void;
  /** Remembers a value under the name of a parameter. */
  add(name: string, value: string): void;
  /** A known value for this parameter, undefined when there is none. */
  draw(draw: Draw, name: string): string | undefined;
}

/** @param excluded ids that no request may name, such as that of the key in use */
export function createPool(excluded: readonly string[]): Pool {
  const known = new Map<string, string[]>();
  const add = (name: string, value: string) => {
    if (excluded.includes(value)) return;
    const values = (known.get(name) ?? []).filter((each) => each !== value);
    known.set(name, [...values, value].slice(-MOST));
  };
  return {
    add,
    learn(operationId, body, headers) {
      const text = JSON.stringify(body) ?? '';
      for (const [name, prefix] of Object.entries(PREFIXES)) {
        for (const [id] of text.matchAll(new RegExp(`\\b${prefix}[0-9a-f]{32}\\b`, 'g'))) {
          add(name, id);
        }
      }
      for (const [, cursor] of text.matchAll(/"(?:next|previous)":"([^"]+)"/g)) {
        add(`${operationId} cursor`, cursor ?? '');
      }
      const tag = headers.get('ETag');
      if (tag !== null) add(tag.length > 12 ? 'if-none-match' : 'if-match', tag);
    },
    draw(draw, name) {
      const values = known.get(name) ?? [];
      if (values.length === 0) return undefined;
      // The newest things belong together, such as a venue and its tables.
      return draw.chance(0.5) ? values.at(-1) : draw.oneOf(values);
    },
  };
}
