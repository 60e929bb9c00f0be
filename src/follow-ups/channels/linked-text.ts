import { html } from 'hono/html';
import { LinkifyIt } from 'linkify-it';

/** Finds URLs that begin with `https:`, and nothing else. */
const links = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, urlAuth: true });
for (const schema of ['http:', 'ftp:', 'mailto:', '//']) links.add(schema, null);

/** The characters that set the direction of a text. They are not part of a URL beside them. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text as HTML in which its `https:` URLs are links, without the punctuation that follows them. */
export function linkedText(text: string) {
  const parts: unknown[] = [];
  let end = 0;
  // Blanks of the same length keep the positions.
  for (const { url, index, lastIndex } of links.match(text.replace(DIRECTIONS, ' ')) ?? []) {
    parts.push(text.slice(end, index), html`<a href="${url}">${url}</a>`);
    end = lastIndex;
  }
  return html`${[...parts, text.slice(end)]}`;
}
