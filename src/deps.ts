// For rooms that are not converted yet.
export type { Deps } from './compose.ts';
export type { Delivery } from './follow-ups/ports.ts';
