// Generated from src/console/messages/en by `npm run generate:messages`. Do not edit.
declare module 'messages:common' {
  export const close: string;
  export const cancel: string;
  export const save: string;
  export const loading: string;
  export const tryAgain: string;
  export const asTable: string;
  export function offline(values: { ago: string | number }): string;
  export function waits(values: { what: string | number }): string;
  export const skip: string;
  export const menu: string;
  export const nothingAllowed: string;
  export const notLoaded: string;
  export function signedInWith(values: { key: string | number }): string;
  export const signOut: string;
  export const language: string;
  export const venue: string;
  export function timesIn(values: { zone: string | number }): string;
  export const floor: string;
  export const calendar: string;
  export const guests: string;
  export const conversations: string;
  export const emotions: string;
  export const operations: string;
  export const settings: string;
}

declare module 'messages:problems' {
  export const unreachable: string;
  export const unavailable: string;
  export function internal(values: { request: string | number }): string;
  export const busy: string;
  export const scopeMissing: string;
  export const versionStale: string;
  export const bookingState: string;
  export const full: string;
  export const slotTaken: string;
  export const closed: string;
  export const outsideHours: string;
  export const notASlot: string;
  export const tooLate: string;
  export const tooEarly: string;
  export const beyondHorizon: string;
  export const partyTooLarge: string;
  export const partyTooSmall: string;
  export const resourcesUnfit: string;
  export const stayOverlaps: string;
  export const stayEnded: string;
  export const guestRefused: string;
  export const guestOverlap: string;
  export function bookingsInBlock(values: { count: number }): string;
  export const nothingToUndo: string;
  export const undoExpired: string;
  export function limitReached(values: { limit: string | number; most: string | number }): string;
  export const resourceNameTaken: string;
}

declare module 'messages:sign-in' {
  export const key: string;
  export const hint: string;
  export const signIn: string;
  export const ended: string;
  export const refused: string;
  export const unreachable: string;
  export function failed(values: { status: string | number }): string;
}
