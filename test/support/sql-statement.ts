import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import type { ParameterKind } from '../../src/platform/parameter-kinds.ts';
import type { Statement } from '../../src/platform/statement.ts';

type Sent = string | number | null | readonly (string | number | null)[];
const asItIs: ParameterKind<Sent> = {
  write: (placeholder) => placeholder,
  encode: (value) => value,
};
const dialect = new PgDialect();

/**
 * A statement of a test, with drizzle's placeholders and explicit casts. Tests use it for queries
 * for which the service has no statement.
 */
export function statement<Row>(
  sql: SQL,
  row: z.ZodType<Row>,
): Statement<Readonly<Record<string, ParameterKind<Sent>>>, Row> {
  const query = dialect.sqlToQuery(sql);
  const params: Record<string, ParameterKind<Sent>> = {};
  const names = query.params.map((parameter, at) => {
    const isNamed = typeof parameter === 'object' && parameter !== null && 'name' in parameter;
    const name = isNamed ? String(parameter.name) : `value ${at}`;
    params[name] = isNamed ? asItIs : { ...asItIs, encode: () => parameter as Sent };
    return name;
  });
  return { text: query.sql, params, names, row, isPrepared: false };
}
