import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { inDatabaseMs, type Params, type Placeholders, statement } from '../platform/statement.ts';
import {
  type CallerParams,
  type CallerStatement,
  callerParams,
  keyRefusalSchema,
  type OnceParams,
  onceParams,
  refusalSchema,
} from './caller-store.ts';

/**
 * A write that is the call of one function on the caller's behalf. The function keeps its plans for the
 * connection, and PostgreSQL plans the call itself faster than it finds a prepared statement.
 *
 * @param call the call; its function trusts the workspace that it is given
 * @param once the call of the function that claims the Idempotency-Key and keeps the answer
 */
export function callerFunction<P extends Params, Body>(definition: {
  params: P;
  body: z.ZodType<Body>;
  call: (p: Placeholders<P & CallerParams>) => SQL;
  once: {
    readonly status: 200 | 201 | 204;
    readonly call: (p: Placeholders<P & CallerParams & OnceParams>) => SQL;
  };
}): CallerStatement<P, Body> {
  const { params, call, once } = definition;
  const body = z.union([refusalSchema, definition.body]);
  const plain = statement({
    params: { ...params, ...callerParams },
    row: resultOf({ keyRefusal: keyRefusalSchema, body: body.nullable() }),
    sql: (p) => ifLive(p, 'body', call(p)),
  });
  const keyed = statement({
    params: { ...params, ...callerParams, ...onceParams },
    row: resultOf({
      keyRefusal: keyRefusalSchema,
      outcome: z.object({ replayed: z.boolean(), body }).nullable(),
    }),
    sql: (p) => ifLive(p, 'outcome', once.call(p)),
  });
  return { ...plain, keyed: { status: once.status, statement: keyed } };
}

const ifLive = (p: Placeholders<CallerParams>, name: 'body' | 'outcome', call: SQL) =>
  sql`select json_build_object('keyRefusal', k.refusal,
         '${sql.raw(name)}', case when k.refusal is null then ${call} end) as result, ${inDatabaseMs}
    from caller_refusal_v1(${p.callerKey}, ${p.callerWorkspace}, ${p.callerScopes}) k (refusal)`;

/** The row of a statement whose one column `result` has this JSON. */
const resultOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ result: z.object(shape) }).transform(({ result }) => result);
