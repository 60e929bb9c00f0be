import type { Params, Statement } from '../src/platform/statement.ts';

export type Part = { raw: string } | { value: string | null };
export type TextValues = Record<string, string | null>;

/** A statement of the application, for other variants to run unchanged. */
export interface StatementText {
  /** Alternating parts: raw text and values. A value that is missing from `values` is null. */
  parts(values: TextValues): Part[];
  /** The text with numbered parameters, for PostgreSQL's drivers. */
  query(values: TextValues): { text: string; values: (string | null)[] };
  /** One line of a pgbench script, with quoted values. Those in `computed` are SQL instead. */
  script(values: TextValues, computed: Record<string, string>): string;
}

/** Splits a statement's text at its parameters. */
export function statementText(
  statement: Pick<Statement<Params, unknown>, 'text' | 'names'>,
): StatementText {
  const { names } = statement;
  // Alternating parts: text and positions of parameters.
  const pieces = statement.text.split(/\$(\d+)/);
  const nameAt = (position: string) => names[Number(position) - 1] ?? '';
  return {
    parts: (values) =>
      pieces.map((piece, at) =>
        at % 2 === 0 ? { raw: piece } : { value: values[nameAt(piece)] ?? null },
      ),
    query: (values) => ({
      text: statement.text,
      values: names.map((name) => values[name] ?? null),
    }),
    script: (values, computed) =>
      pieces
        .map((piece, at) => {
          if (at % 2 === 0) return piece.replaceAll(/--.*$/gm, '');
          const name = nameAt(piece);
          const value = values[name] ?? null;
          return computed[name] ?? (value === null ? 'null' : quoted(value));
        })
        .join('')
        .replaceAll(/\s+/g, ' ')
        .trim(),
  };
}

/** A literal in which pgbench sees no variable: it would take `:false` for one. */
const quoted = (value: string) =>
  `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'`;
