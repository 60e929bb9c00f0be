/** One line of text. What stands between backticks is code. */
export type Text = string;

export interface Table {
  readonly kind: 'table';
  /** What the figures are, with their period. */
  readonly caption: Text;
  readonly head: readonly Text[];
  readonly rows: readonly (readonly Text[])[];
}

export interface Bar {
  readonly label: Text;
  /** Null: not measured, which has no bar. */
  readonly value: number | null;
  /** The value with its unit. */
  readonly shown: Text;
  /** A line at this value, such as a target. */
  readonly mark?: number | undefined;
  /** Whether the bar stands out from the others. */
  readonly isToday?: boolean;
}

/** A chart. Markdown leaves it out, so each of its figures is also in a table or a sentence. */
export interface Bars {
  readonly kind: 'bars';
  readonly caption: Text;
  readonly bars: readonly Bar[];
}

export type Block =
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | Table
  | Bars;

export interface Section {
  readonly title: Text;
  readonly blocks: readonly Block[];
}

/** A report before it is written as Markdown or HTML. */
export interface Report {
  readonly title: Text;
  readonly sections: readonly Section[];
}

export const text = (...sentences: readonly Text[]): Block => ({
  kind: 'text',
  text: sentences.join(' '),
});
export const list = (items: readonly Text[]): Block => ({ kind: 'list', items });
export const table = (
  caption: Text,
  head: readonly Text[],
  rows: readonly (readonly Text[])[],
): Block => ({ kind: 'table', caption, head, rows });
export const bars = (caption: Text, all: readonly Bar[]): Block => ({
  kind: 'bars',
  caption,
  bars: all,
});

/** A text that the service or a person has written, in one line and without code. */
export const foreign = (given: string): Text => given.replaceAll('`', "'").replace(/\s+/g, ' ');

/** The parts of a text: code, and what is not. */
export function partsOf(line: Text): { readonly text: string; readonly isCode: boolean }[] {
  return line
    .split('`')
    .map((part, at) => ({ text: part, isCode: at % 2 === 1 }))
    .filter((part) => part.text !== '');
}
