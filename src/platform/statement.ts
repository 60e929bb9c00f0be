import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import type { z } from 'zod';
import type { AnyKind, ParameterKind, Wire } from './parameter-kinds.ts';

/** The parameters of a statement by name, each with its kind. */
export type Params = Readonly<Record<string, AnyKind>>;

/** One SQL expression for each parameter: the placeholder with its cast. */
export type Placeholders<P extends Params> = { readonly [Name in keyof P]: SQL };

/** One value for each parameter, of the type that its kind takes. */
export type Values<P extends Params> = {
  readonly [Name in keyof P]: P[Name] extends ParameterKind<infer Value> ? Value : never;
};

/** A statement whose text drizzle has written once; a run only encodes its values. */
export interface Statement<P extends Params, Row> {
  readonly text: string;
  readonly params: P;
  /** The parameter behind `$1`, `$2`, … */
  readonly names: readonly string[];
  readonly row: z.ZodType<Row>;
  /** Whether the database prepares the statement; see {@link preparedStatement}. */
  readonly isPrepared: boolean;
}

/**
 * The rules by which drizzle writes SQL for PostgreSQL. PgDialect has the same rules, but would add
 * drizzle's query builders to the Worker.
 */
const POSTGRESQL = {
  casing: new CasingCache(),
  escapeName: (name: string) => `"${name.replaceAll('"', '""')}"`,
  escapeParam: (index: number) => `$${index + 1}`,
  escapeString: (value: string) => `'${value.replaceAll("'", "''")}'`,
};

interface Definition<P extends Params, Row> {
  readonly params: P;
  readonly row: z.ZodType<Row>;
  readonly sql: (p: Placeholders<P>) => SQL;
}

/**
 * Writes a statement with drizzle when the module loads. PostgreSQL plans it for each request.
 *
 * @param params the kind of each parameter; the kind writes the cast, so the SQL never does
 * @param row parses each row that comes back; a row that it refuses is a fault of the service
 * @param sql the statement; a parameter that is used twice is sent once
 * @throws when the SQL leaves a parameter out, or contains a value that is not a parameter
 */
export function statement<P extends Params, Row>(
  definition: Definition<P, Row>,
): Statement<P, Row> {
  const { params, row } = definition;
  const query = definition.sql(placeholders(params)).toQuery(POSTGRESQL);
  const names: string[] = [];
  const text = query.sql.replace(/\$(\d+)/g, (_, position: string) => {
    const name = nameOf(query.params[Number(position) - 1]);
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  const unused = Object.keys(params).filter((name) => !names.includes(name));
  if (unused.length > 0) throw new Error(`parameters that the statement never uses: ${unused}`);
  return { text, params, names, row, isPrepared: false };
}

/**
 * Writes a statement that each connection to the database prepares once; see run_prepared_v1. Most
 * statements of a request take PostgreSQL longer to plan than to execute.
 *
 * @param row parses the JSON of the one column of the one row that the statement returns
 */
export function preparedStatement<P extends Params, Row>(
  definition: Definition<P, Row>,
): Statement<P, Row> {
  return { ...statement(definition), isPrepared: true };
}

/**
 * The column of a statement with the milliseconds that PostgreSQL has executed it so far. It is written
 * last, so everything before it is included. Planning, commit and the network are not.
 */
export const IN_DATABASE_MS =
  'extract(epoch from clock_timestamp() - statement_timestamp())::float8 * 1000 as "inDatabaseMs"';

/** {@link IN_DATABASE_MS} for the text of a statement. */
export const inDatabaseMs = sql.raw(IN_DATABASE_MS);

/** The values of a statement in the order of `$1`, `$2`, …, as the driver takes them. */
export function encodeValues<P extends Params>(
  { params, names }: Pick<Statement<P, unknown>, 'params' | 'names'>,
  values: Values<P>,
): Wire[] {
  return names.map((name) => {
    const kind = params[name];
    if (kind === undefined) throw new Error(`no parameter ${name}`);
    // `Values<P>` matches each value with its kind, but a loop over the names loses that type.
    return kind.encode(values[name] as never);
  });
}

function placeholders<P extends Params>(params: P): Placeholders<P> {
  const written = Object.entries(params).map(([name, kind]) => [
    name,
    kind.write(sql`${sql.placeholder(name)}`),
  ]);
  return Object.fromEntries(written) as Placeholders<P>;
}

function nameOf(parameter: unknown): string {
  if (isPlaceholder(parameter)) return parameter.name;
  throw new Error(
    'a value in the text of a statement: make it a parameter, or write it with sql.raw',
  );
}

function isPlaceholder(parameter: unknown): parameter is Placeholder {
  return typeof parameter === 'object' && parameter !== null && 'name' in parameter;
}
