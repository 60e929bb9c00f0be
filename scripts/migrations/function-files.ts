import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { hashOf, splitStatements } from './migration-files.ts';
import { MigrationRefused } from './migration-refused.ts';

export type RoutineKind = 'function' | 'aggregate' | 'trigger';

/** One `create or replace` statement of a function file. */
export interface Routine {
  readonly kind: RoutineKind;
  readonly name: string;
  readonly statement: string;
}

/** A file of drizzle/functions, which is applied again whenever its text changes. */
export interface FunctionFile {
  /** The path below drizzle/functions, such as `bookings/book.sql`. */
  readonly file: string;
  readonly hash: string;
  readonly routines: readonly Routine[];
}

const CREATE = /^create or replace (function|aggregate|trigger) ([a-z0-9_]+)/;
const COMMENTS = /^(\s*--[^\n]*\n|\s+)*/;

/**
 * The function files of a drizzle folder, ordered by path.
 * @throws MigrationRefused invalid_file: a statement that could not be applied twice, or a name that
 *   is defined twice
 */
export function readFunctions(folder: string): FunctionFile[] {
  const root = join(folder, 'functions');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql'))
    .sort()
    .map((path) => parseFunctionFile(path, readFileSync(join(root, path), 'utf8')));
  const homes = new Map<string, string>();
  for (const { file, routines } of files) {
    for (const { name } of routines) {
      const other = homes.get(name);
      if (other !== undefined) {
        throw new MigrationRefused(
          'invalid_file',
          `${name} is defined in ${other} and again in ${file}. Keep one of the two.`,
        );
      }
      homes.set(name, file);
    }
  }
  return files;
}

/** Reads one function file. @throws MigrationRefused invalid_file */
export function parseFunctionFile(path: string, text: string): FunctionFile {
  const file = path.split(sep).join('/');
  const routines = splitStatements(text).map((statement) => {
    const [, kind, name] = CREATE.exec(statement.replace(COMMENTS, '')) ?? [];
    if (!isKind(kind) || name === undefined) {
      throw new MigrationRefused(
        'invalid_file',
        `A statement of drizzle/functions/${file} does not begin with "create or replace function", ` +
          '"aggregate" or "trigger". Move it into a versioned migration.',
      );
    }
    return { kind, name, statement };
  });
  return { file, hash: hashOf(text), routines };
}

function isKind(kind: string | undefined): kind is RoutineKind {
  return kind === 'function' || kind === 'aggregate' || kind === 'trigger';
}
