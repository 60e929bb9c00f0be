import { z } from 'zod';

/** A value of the database that may not have the form that the code expects. */
export type Salvaged<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `at`: the path of the first field that is wrong. It contains no value of the row. */
  | { readonly ok: false; readonly at: string };

/**
 * Parses a part of a row, and never fails: a row that cannot be read becomes `ok: false`, so that it
 * does not stop the other rows of its statement. The key of the row is a field beside this part.
 */
export function salvaged<Value>(schema: z.ZodType<Value>) {
  return z.unknown().transform((given): Salvaged<Value> => {
    const read = schema.safeParse(given);
    if (read.success) return { ok: true, value: read.data };
    const [issue] = read.error.issues;
    return { ok: false, at: issue === undefined ? '' : issue.path.join('.') };
  });
}
