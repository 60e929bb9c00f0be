import { RUN_PREPARED } from '../src/platform/database.ts';
import { arrayLiteral } from '../src/platform/parameter-kinds.ts';
import type { Params, Statement } from '../src/platform/statement.ts';

export type Part = { raw: string } | { value: string | null };
export type TextValues = Record<string, string | null>;

/** A text with its values, as it goes to the SQL endpoint. */
export interface SentStatement {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

/** A statement of the application, for other variants to run unchanged. */
export interface StatementText {
  /** Alternating parts: raw text and values. A value that is missing from `values` is null. */
  parts(values: TextValues): Part[];
  /** The text with numbered parameters, for PostgreSQL's drivers. */
  query(values: TextValues): { text: string; values: (string | null)[] };
  /** The statement as the application sends it. Only a prepared one goes through run_prepared_v1. */
  sent(values: TextValues): SentStatement;
  /**
   * One line of a pgbench script, which runs the statement as the application does. Its values are
   * quoted. Those in `computed` are SQL instead.
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
  const inOrder = (values: TextValues) => names.map((name) => values[name] ?? null);
  return {
    parts: (values) =>
      pieces.map((piece, at) =>
        at % 2 === 0 ? { raw: piece } : { value: values[nameAt(piece)] ?? null },
      ),
    query: (values) => ({ text: statement.text, values: inOrder(values) }),
    sent: (values) =>
      isPrepared
        ? { text: RUN_PREPARED, values: [statement.text, arrayLiteral(inOrder(values))] }
        : { text: statement.text, values: inOrder(values) },
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
