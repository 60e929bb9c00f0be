import type { z } from 'zod';

/** Why a row, or one field of it, was not taken. It contains nothing of the row but its id. */
export interface Refusal {
  readonly file: 'guests' | 'bookings';
  readonly line: number;
  /** The id in the other system, if it could be read. */
  readonly id: string | undefined;
  /** `left_out`: the row was taken without this field. */
  readonly outcome: 'refused' | 'differs' | 'left_out';
  readonly field: string | undefined;
  readonly reason: string;
}

/** A row that cannot be read. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';
  readonly field: string | undefined;
  constructor(reason: string, field?: string) {
    super(reason);
    this.field = field;
  }
}

/** Parses the value of a field. @throws RowRefused */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  field: string,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new RowRefused(result.error.issues[0]?.message ?? 'is not valid', field);
}
