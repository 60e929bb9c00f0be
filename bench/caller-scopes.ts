import type { Scope } from '../src/platform/auth/scopes.ts';

/** The scopes of the key that every variant writes with. */
export const KEY_SCOPES: readonly Scope[] = [
  'messages:write',
  'messages:read',
  'bookings:write',
  'bookings:read',
];

/** The same as the text of a PostgreSQL array. */
export const CALLER_SCOPES = `{${KEY_SCOPES.join(',')}}`;
