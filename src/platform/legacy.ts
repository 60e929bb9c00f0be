import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import type { ParameterKind } from './parameter-kinds.ts';
import type { Statement } from './statement.ts';

// The untyped statements of rooms that are not converted yet.

type Legacy = string | number | null | readonly (string | number | null)[];
export type LegacyParams = Readonly<Record<string, ParameterKind<Legacy>>>;
export type LegacyValues = Readonly<Record<string, Legacy>>;
const kind: ParameterKind<Legacy> = { write: (p) => p, encode: (value) => value };
const dialect = new PgDialect();

export function statement<Row>(text: SQL, row: z.ZodType<Row>): Statement<LegacyParams, Row> {
  const query = dialect.sqlToQuery(text);
  const names: string[] = [];
  const params: Record<string, ParameterKind<Legacy>> = {};
  const merged = query.sql.replace(/\$(\d+)/g, (_, position: string) => {
    const parameter = query.params[Number(position) - 1] as { name: string } | Legacy;
    const isNamed = typeof parameter === 'object' && parameter !== null && 'name' in parameter;
    const name = isNamed ? parameter.name : `constant ${position}`;
    params[name] = isNamed ? kind : { ...kind, encode: () => parameter };
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text: merged, params, names, row };
}
export type LegacyBody<Row> = Statement<LegacyParams, Row>;
