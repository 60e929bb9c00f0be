/**
 * The permissions of a key. `operator` is for signals about the whole platform, which belong to no
 * tenant. The order is part of the key's format: append, never reorder.
 */
export const SCOPES = [
  'messages:write',
  'messages:read',
  'bookings:write',
  'bookings:read',
  'admin',
  'operator',
  'customers:write',
  'bookings:staff',
  'customers:notes',
] as const;

export type Scope = (typeof SCOPES)[number];

/** The scopes as a number of 32 bits, bit n for the nth of {@link SCOPES}. */
export function scopesToBits(scopes: readonly Scope[]): number {
  return scopes.reduce((bits, scope) => bits | (1 << SCOPES.indexOf(scope)), 0);
}

/** The scopes that such a number stands for, in the order of {@link SCOPES}. */
export function bitsToScopes(bits: number): Scope[] {
  return SCOPES.filter((_, index) => (bits & (1 << index)) !== 0);
}
