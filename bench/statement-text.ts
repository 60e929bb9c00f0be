import type { Params, Statement } from '../src/platform/statement.ts';

export type Part = { raw: string } | { value: string | null };
export type TextValues = Record<string, string | null>;

/** A statement of the application, for other variants to run unchanged. */
export interface StatementText {
  /** Alternating parts: raw text and values. A value that is missing from `values` is null. */
  parts(values: TextValues): Part[];
  /** The text with numbered parameters, for PostgreSQL's drivers. */
  query(values: TextValues): { text: string; values: (string | null)[] };
  /**
   * One line of a pgbench script, with quoted values. Those in `computed` are SQL instead. A prepared
   * statement is run as the application runs it, which the other forms do not do.
   */
  script(values: TextValues, computed: Record<string, string>): string;
}

/** Splits a statement's text at its parameters. */
export function statementText(
  statement: Pick<Statement<Params, unknown>, 'text' | 'names' | 'isPrepared'>,
): StatementText {
  const { names, isPrepared } = statement;
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
    script(values, computed) {
      const written = (name: string) => {
        const value = values[name] ?? null;
        return computed[name] ?? (value === null ? 'null' : quoted(value));
      };
      if (isPrepared)
        return `select run_prepared_v1(${quoted(asOneLine(withoutComments(statement.text)))}, array[${names
          .map((name) => `(${written(name)})::text`)
          .join(', ')}])`;
      return asOneLine(
        pieces
          .map((piece, at) => (at % 2 === 0 ? withoutComments(piece) : written(nameAt(piece))))
          .join(''),
      );
    },
  };
}

const withoutComments = (sql: string) => sql.replaceAll(/--.*$/gm, '');
const asOneLine = (sql: string) => sql.replaceAll(/\s+/g, ' ').trim();

/** A literal in which pgbench sees no variable: it would take `:false` for one. */
const quoted = (value: string) =>
  `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'`;
