import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Caller } from '../platform/auth/key.ts';
import type { Database } from '../platform/database.ts';
import { Refused } from '../platform/database-errors.ts';
import { digestOf, toHex } from '../platform/digest.ts';
import { id, json, texts } from '../platform/parameter-kinds.ts';
import { PROBLEMS, Problem, type ProblemCode } from '../platform/problem.ts';
import {
  type Params,
  type Placeholders,
  preparedStatement,
  type Statement,
  type Values,
} from '../platform/statement.ts';

/** The parameters that name the caller; {@link runAsCaller} fills them in. */
export const callerParams = {
  callerKey: id<'key'>(),
  callerWorkspace: id<'workspace'>(),
  /** The scopes that the key claims. */
  callerScopes: texts,
};
export type CallerParams = typeof callerParams;

/** The values of {@link callerParams}. */
export function callerValues(caller: Caller): Values<CallerParams> {
  const { keyId, workspaceId, scopes } = caller;
  return { callerKey: keyId, callerWorkspace: workspaceId, callerScopes: scopes };
}

/** A claim of an Idempotency-Key, as claim_answer_v1 takes it. */
interface Claim {
  readonly key: string;
  /** The SHA-256 of the request, in hexadecimal. */
  readonly digest: string;
  readonly operation: string;
  /** The status of a success. */
  readonly status: number;
}

/** The parameter that claims the Idempotency-Key; {@link runAsCaller} fills it in. */
export const onceParams = { once: json<Claim>() };
export type OnceParams = typeof onceParams;

const liveWorkspace = (p: Placeholders<CallerParams>) => sql`select workspace_id from api_keys
   where id = ${p.callerKey} and workspace_id = ${p.callerWorkspace} and revoked_at is null
     and (expires_at is null or expires_at > now()) and scopes @> ${p.callerScopes}`;

/**
 * The CTE `caller`: the workspace of the caller's key, and no row if the key has been revoked, has
 * expired or claims a scope that its row lacks. Every {@link callerStatement} begins with it, so that
 * authentication needs no additional request. Calls of one function ask caller_refusal_v1 instead.
 */
export const callerCte = (p: Placeholders<CallerParams>) => sql`caller as materialized (
  ${liveWorkspace(p)}
)`;

/** A scalar expression: null for a live key, otherwise the code of the problem. */
const keyRefusalIfNone = (live: SQL, p: Placeholders<CallerParams>) =>
  sql`case when not exists (select from ${live})
           then key_refusal_v1(${p.callerKey}, ${p.callerWorkspace}) end`;

/** Why the key is refused, for a statement that has the CTE `caller`; null for a live key. */
export const keyRefusal = (p: Placeholders<CallerParams>) => keyRefusalIfNone(sql`caller`, p);

/** The result of {@link keyRefusal}. */
export const keyRefusalSchema = z.enum(['key_invalid', 'key_revoked', 'key_expired']).nullable();
export type KeyRefusal = z.infer<typeof keyRefusalSchema>;

/**
 * The body of a statement that refuses the request, in the form that refusal_v1 gives to a raised
 * exception. Only a refusal with 409 is kept for an Idempotency-Key, except
 * limit_reached.
 */
export const refusal = (code: ProblemCode) =>
  sql.raw(`jsonb_build_object('refused', '${code}', 'sqlstate', 'MT${PROBLEMS[code][0]}')`);

/** Reads a refusal as the exception that the database would have raised. */
export const refusalSchema = z
  .strictObject({ refused: z.string(), sqlstate: z.string(), detail: z.unknown().optional() })
  .transform(
    ({ refused, sqlstate, detail }) =>
      new Refused(sqlstate, refused, detail === undefined ? undefined : JSON.stringify(detail)),
  );

/** How a write keeps its answer for an Idempotency-Key. */
interface OnceDefinition<P extends Params> {
  /** The HTTP status of its success. */
  readonly status: 200 | 201 | 204;
  /** A scalar query for the customer that the answer is about. It reads from the CTEs. */
  readonly customer?: (p: Placeholders<P & CallerParams>) => SQL;
}

/** A statement on a caller's behalf. Its body is null when the requested row does not exist. */
export interface CallerStatement<P extends Params, Body>
  extends Statement<
    P & CallerParams,
    {
      keyRefusal: KeyRefusal;
      body: Body | Refused | null;
      cacheFactor?: number | null | undefined;
    }
  > {
  /** The form of a write for a request with an Idempotency-Key. */
  readonly keyed?: {
    readonly status: number;
    readonly statement: Statement<
      P & CallerParams & OnceParams,
      { keyRefusal: KeyRefusal; outcome: { replayed: boolean; body: Body | Refused } | null }
    >;
  };
}

/**
 * A statement that also returns why the caller's key is refused, if it is.
 *
 * @param body parses the result
 * @param sql a scalar query that reads from `caller`, and from the CTEs if there are any. Its result
 *   may be a {@link refusal}
 * @param ctes further CTEs, each beginning with a comma
 * @param isCached set for a read whose answers are cached: the statement also says by how much they may
 *   be older than usual
 * @param once set for every write. The result is then JSON, of which `id` and `version` are kept
 *   longer than the rest
 */
export function callerStatement<P extends Params, Body>(definition: {
  params: P;
  body: z.ZodType<Body>;
  ctes?: (p: Placeholders<P & CallerParams>) => SQL;
  sql: (p: Placeholders<P & CallerParams>) => SQL;
  once?: OnceDefinition<P>;
  isCached?: true;
}): CallerStatement<P, Body> {
  const { params, body, ctes = () => sql``, once, isCached } = definition;
  const factor = isCached
    ? sql`, 'cacheFactor', (select cache_factor_v1(workspace_id) from caller)`
    : sql``;
  const answer = once === undefined ? body : z.union([refusalSchema, body]);
  const plain = preparedStatement({
    params: { ...params, ...callerParams },
    row: z.object({
      ...{ keyRefusal: keyRefusalSchema, body: answer.nullable() },
      cacheFactor: z.int().min(1).nullish(),
    }),
    sql: (p) => sql`with ${callerCte(p)}${ctes(p)}
      select json_build_object('keyRefusal', ${keyRefusal(p)}, 'body', (${definition.sql(p)})${factor})
        as result`,
  });
  if (once === undefined) return plain;
  const { customer = () => sql`null::uuid` } = once;
  const keyed = preparedStatement({
    params: { ...params, ...callerParams, ...onceParams },
    row: z.object({
      keyRefusal: keyRefusalSchema,
      outcome: z.object({ replayed: z.boolean(), body: answer }).nullable(),
    }),
    // The claim comes first: everything else reads from `caller`, which is empty on a replay.
    sql: (p) => sql`with live as materialized (${liveWorkspace(p)}),
      claim as materialized (
        select workspace_id, claim_answer_v1(workspace_id, ${p.once}) as known from live
      ),
      caller as materialized (select workspace_id from claim where known is null)${ctes(p)}
      select json_build_object(
        'keyRefusal', ${keyRefusalIfNone(sql`live`, p)},
        'outcome', coalesce(
           (select known from claim),
           (select keep_answer_v1(workspace_id, ${p.once}, (${definition.sql(p)}),
                                  (${customer(p)}))
              from caller))) as result`,
  });
  return { ...plain, keyed: { status: once.status, statement: keyed } };
}

/**
 * Runs a statement on the caller's behalf. With an Idempotency-Key, a repetition gets the answer that
 * was kept for the key, and changes nothing.
 * @param request what a repetition must have in common with the first request, where that is not
 *   the operation, the path, the body and If-Match
 * @returns the body; null when the requested row does not exist
 * @throws Problem key_revoked, key_expired, key_invalid
 * @throws Refused when the statement refuses the request, or did so for the same key
 */
export async function runAsCaller<P extends Params, Body>(
  database: Database,
  caller: Caller,
  wanted: CallerStatement<P, Body>,
  values: Values<P>,
  request?: object,
): Promise<Body | null> {
  const { once } = caller;
  const all = { ...callerValues(caller), ...values } as Values<P & CallerParams>;
  if (once === undefined) {
    const [row] = await database.run(wanted, all);
    if (row === undefined) throw new Error('the statement returned no row');
    if (row.keyRefusal !== null) throw new Problem(row.keyRefusal);
    if (row.body instanceof Refused) throw row.body;
    if (typeof row.cacheFactor === 'number') database.noteCacheFactor?.(row.cacheFactor);
    return row.body;
  }
  if (wanted.keyed === undefined) {
    throw new Error(
      `${once.operation} takes an Idempotency-Key, but its statement keeps no answer`,
    );
  }
  const { status, statement: keyed } = wanted.keyed;
  const digest = toHex(await digestOf(request ?? (await once.request())));
  const claim = { key: once.key, digest, operation: once.operation, status };
  const [row] = await database.run(keyed, { ...all, once: claim } as Values<
    P & CallerParams & OnceParams
  >);
  if (row === undefined) throw new Error('the statement returned no row');
  if (row.keyRefusal !== null) throw new Problem(row.keyRefusal);
  if (row.outcome === null) return null;
  once.isReplay = row.outcome.replayed;
  if (row.outcome.body instanceof Refused) throw row.outcome.body;
  return row.outcome.body;
}
