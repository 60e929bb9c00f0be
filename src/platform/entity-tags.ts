import { invalidField } from './problem.ts';

/**
 * The condition of `If-Match` or `If-None-Match` (RFC 9110, 13.1.1 and 13.1.2): any current tag, or
 * a list of tags with their quotes.
 *
 * `W/` is left out. A tag of this API identifies one version or one text exactly, and networks that
 * compress answers make its tags weak on the way. So a weak tag is as good as the strong one.
 */
export type TagCondition = '*' | readonly string[];

/** An element of the list, which may be empty (RFC 9110, 5.6.1.2), with the comma that ends it. */
const ELEMENT = /[\t ]*(?:(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*"))?[\t ]*(?:,|$)/y;

/** Reads the value of `If-Match` or `If-None-Match`; undefined when it is malformed or empty. */
export function readTags(value: string): TagCondition | undefined {
  if (value.trim() === '*') return '*';
  const tags: string[] = [];
  for (ELEMENT.lastIndex = 0; ELEMENT.lastIndex < value.length; ) {
    const found = ELEMENT.exec(value);
    if (found === null) return undefined;
    if (found[1] !== undefined) tags.push(found[1]);
  }
  return tags.length === 0 ? undefined : tags;
}

/** The rule that a malformed value breaks. */
export const NOT_TAGS = 'must be * or a list of ETags, like "3"';

/**
 * Whether the client already has the answer with this ETag.
 * @param value the value of `If-None-Match`
 * @throws Problem invalid_field when the value is malformed
 */
export function isKnown(etag: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  const known = readTags(value);
  if (known === undefined) throw invalidField('header.if-none-match', NOT_TAGS);
  return known === '*' || known.includes(etag);
}

/** The ETag of a text: a digest of its bytes. */
export async function tagOf(text: Parameters<typeof crypto.subtle.digest>[1]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', text);
  return `"${btoa(String.fromCharCode(...new Uint8Array(digest).slice(0, 12)))}"`;
}
