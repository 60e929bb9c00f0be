// Generated from src/console/messages/en by `npm run generate:messages`. Do not edit.
declare module 'messages:bookings' {
  export function state(values: { state: string | number }): string;
  export function guests(values: { count: number }): string;
  export function visits(values: { count: number }): string;
  export const notes: string;
  export const phone: string;
  export const searchHint: string;
  export const found: string;
  export const noGuest: string;
}

declare module 'messages:calendar' {
  export const noVenue: string;
  export const view: string;
  export const week: string;
  export const month: string;
  export const previousWeek: string;
  export const nextWeek: string;
  export const previousMonth: string;
  export const nextMonth: string;
  export const today: string;
  export const keys: string;
  export function figures(values: { count: number; covers: number }): string;
  export function parties(values: { count: number }): string;
  export function covers(values: { count: number }): string;
  export const closed: string;
  export const showGone: string;
  export const noBookings: string;
  export const inSeries: string;
  export const blocked: string;
  export const blocks: string;
  export const newBlock: string;
  export const noBlocks: string;
  export const endBlock: string;
  export const endsNow: string;
  export const endsAll: string;
  export const block: string;
  export const place: string;
  export const wholeVenue: string;
  export const chosenPlaces: string;
  export const fromDate: string;
  export const fromTime: string;
  export const toDate: string;
  export const toTime: string;
  export const reason: string;
  export const reasonHint: string;
  export const keepBookings: string;
  export const keepHint: string;
  export const repeats: string;
  export const never: string;
  export function every(values: { unit: string | number; count: number }): string;
  export function onDays(values: { days: string | number }): string;
  export function onDates(values: { dates: string | number }): string;
  export function nthDay(values: { nth: string | number; day: string | number }): string;
  export function times(values: { count: number }): string;
  export function untilDate(values: { date: string | number }): string;
  export const interval: string;
  export const ends: string;
  export const endsAfter: string;
  export const endsOn: string;
  export const howOften: string;
  export const lastDay: string;
  export const weekdaysHint: string;
  export const series: string;
  export const newSeries: string;
  export const noSeries: string;
  export function left(values: { count: number }): string;
  export function missing(values: { count: number }): string;
  export const cancelSeries: string;
  export function cancelsLeft(values: { count: number }): string;
  export function made(values: { count: number }): string;
  export const book: string;
  export const guest: string;
  export const newGuest: string;
  export const another: string;
  export const firstDay: string;
  export const time: string;
  export const party: string;
  export const report: string;
  export const reportHint: string;
  export const booking: string;
  export const late: string;
  export const places: string;
  export const area: string;
  export const reference: string;
  export const cancelBefore: string;
  export const toFloor: string;
  export const conversation: string;
  export const cancelBooking: string;
}

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
