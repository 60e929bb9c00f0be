import { type SQL, sql } from 'drizzle-orm';
import { toHex } from './digest.ts';
import type { Id } from './ids.ts';

/** A value as the driver sends it: text, a number, an array of them, or null. */
export type Wire = string | number | null | readonly (string | number | null)[];

/** How values of one type go into a statement. */
export interface ParameterKind<Value> {
  /** The placeholder with its cast, as SQL. */
  write(placeholder: SQL): SQL;
  /** The value as the driver takes it. The HTTP layer has validated it. */
  encode(value: Value): Wire;
}

/** A kind of any type; `never` because a kind only takes values. */
export type AnyKind = ParameterKind<never>;

/** A kind whose cast is a PostgreSQL type, and whose values the driver takes as they are. */
function cast<Value extends Wire>(type: string): ParameterKind<Value> {
  const suffix = sql.raw(`::${type}`);
  return { write: (placeholder) => sql`${placeholder}${suffix}`, encode: (value) => value };
}

/** The UUID of one kind of thing. */
export const id = <Kind extends string>() => cast<Id<Kind>>('uuid');
/** The UUIDs of several things of one kind. */
export const ids = <Kind extends string>() => cast<readonly Id<Kind>[]>('uuid[]');
/** UUIDs of things of any kind. */
export const uuids = cast<readonly string[]>('uuid[]');

export const text = cast<string>('text');
export const texts = cast<readonly string[]>('text[]');
export const integer = cast<number>('int');
export const integers = cast<readonly number[]>('int[]');
export const smallint = cast<number>('smallint');
export const bigint = cast<number>('bigint');
/** An instant as ISO 8601 text with an offset. */
export const instant = cast<string>('timestamptz');
/** A local date, `2026-11-26`. */
export const date = cast<string>('date');
/** A length of time as PostgreSQL writes it, `1 minute`. */
export const interval = cast<string>('interval');

export const boolean: ParameterKind<boolean> = {
  write: (placeholder) => sql`${placeholder}::boolean`,
  encode: String,
};

/** An instant as milliseconds since 1970, on the Worker's clock. */
export const milliseconds: ParameterKind<number> = {
  write: (placeholder) => sql`to_timestamp(${placeholder}::double precision / 1000)`,
  encode: (value) => value,
};

/** Bytes, sent as hexadecimal text. */
export const bytes: ParameterKind<Uint8Array> = {
  write: (placeholder) => sql`decode(${placeholder}::text, 'hex')`,
  encode: toHex,
};

/** A JSON document of a known shape. Fields that are undefined are left out. */
export function json<Value>(): ParameterKind<Value> {
  return {
    write: (placeholder) => sql`${placeholder}::jsonb`,
    encode: (value) => JSON.stringify(value),
  };
}

/** The same kind, for a value that may be absent: null and undefined are both SQL's null. */
export function orNull<Value>(kind: ParameterKind<Value>): ParameterKind<Value | null | undefined> {
  return {
    write: (placeholder) => kind.write(placeholder),
    encode: (value) => (value === null || value === undefined ? null : kind.encode(value)),
  };
}

/**
 * A PostgreSQL array of texts as a literal. Each value becomes the text that PostgreSQL casts to the
 * type of the parameter; a value that is an array itself becomes the literal of that array.
 * @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function arrayLiteral(values: readonly Wire[]): string {
  return `{${values.map(element).join(',')}}`;
}

function element(value: Wire): string {
  if (value === null) return 'NULL';
  const text = isArray(value) ? arrayLiteral(value) : String(value);
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

const isArray = (value: Wire): value is Extract<Wire, readonly unknown[]> => Array.isArray(value);
