// For rooms that are not converted yet.
export type { Caller } from '../platform/auth/key.ts';
