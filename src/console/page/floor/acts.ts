import type { Booking, FloorBooking, TimelineEvent, Venue } from '../../../client/index.ts';
import { api, type MaitredProblem } from '../api.ts';
import { may } from '../session.ts';
import { MINUTE } from './floor-data.ts';

/** The acts that need no further input. */
export type ActName =
  | 'confirm'
  | 'approve'
  | 'decline'
  | 'seat'
  | 'finish'
  | 'late'
  | 'noShow'
  | 'cancel'
  | 'undo';

interface Sent {
  readonly bookingId: string;
  readonly ifMatch: string;
  readonly idempotencyKey: string;
}

export const SEND: Readonly<Record<ActName, (input: Sent) => Promise<Booking>>> = {
  confirm: api.confirmBooking,
  approve: api.approveBooking,
  decline: api.declineBooking,
  seat: api.seatBooking,
  finish: api.finishBooking,
  late: api.markLate,
  noShow: api.markNoShow,
  cancel: api.cancelBooking,
  undo: api.undoBooking,
};

/** The keys that act on the bar with the focus. */
export const ACT_KEYS: Readonly<Record<string, ActName>> = {
  c: 'confirm',
  a: 'approve',
  s: 'seat',
  f: 'finish',
  l: 'late',
  n: 'noShow',
  u: 'undo',
};

export const mayWrite = () => may('bookings:write');
export const mayAsStaff = () => may('bookings:write', 'bookings:staff');
export const mayBlock = () => may('bookings:staff');

/** The acts that leave something to be undone. */
const TAKEN_BACK: readonly ActName[] = ['approve', 'decline', 'seat', 'finish', 'noShow', 'cancel'];

/** Whether an act that has just been done can be undone. */
export const isTakenBack = (name: ActName, { undoMinutes }: Venue) =>
  undoMinutes > 0 && TAKEN_BACK.includes(name) && mayWrite();

/** The events of these names can be undone. */
const UNDONE = ['seat', 'finish', 'no_show', 'cancel', 'approve', 'decline', 'expired', 'walk_in'];

/**
 * Whether the newest act of a booking can still be undone.
 * @param events the booking's timeline; undefined while it is not known, when the state decides
 */
function canUndo(
  { state }: FloorBooking,
  { undoMinutes }: Venue,
  now: number,
  events: readonly TimelineEvent[] | undefined,
): boolean {
  if (events === undefined) {
    return ['seated', 'finished', 'no_show', 'cancelled', 'declined'].includes(state);
  }
  const last = events.findLast(
    ({ event, undoneBy }) => UNDONE.includes(event) && undoneBy === null,
  );
  if (last === undefined || Date.parse(last.at) + undoMinutes * MINUTE < now) return false;
  return last.event === 'approve' || last.event === 'decline' ? mayAsStaff() : true;
}

/** The acts that the state of a booking and the time allow, and the session's scopes. */
export function actsFor(
  booking: FloorBooking,
  venue: Venue,
  now: number,
  events?: readonly TimelineEvent[],
): readonly ActName[] {
  const { state, late, expectedAt } = booking;
  const start = Date.parse(booking.start);
  const expected = late && expectedAt !== null ? Date.parse(expectedAt) : start;
  const isConfirmed = state === 'confirmed';
  const write = mayWrite();
  const answer = mayBlock();
  const allowed: Readonly<Record<ActName, boolean>> = {
    confirm: write && state === 'held',
    approve: answer && state === 'requested',
    decline: answer && state === 'requested',
    seat: write && isConfirmed && now >= start - venue.seatingWindow * MINUTE,
    finish: write && state === 'seated',
    late: write && isConfirmed && !late,
    noShow: write && isConfirmed && now >= expected + venue.lateGrace * MINUTE,
    cancel: write && ['held', 'requested', 'confirmed'].includes(state),
    undo: write && canUndo(booking, venue, now, events),
  };
  return ACTS.filter((name) => allowed[name]);
}

const ACTS: readonly ActName[] = [
  ...(['confirm', 'approve', 'seat', 'finish', 'late', 'noShow', 'undo'] as const),
  ...(['decline', 'cancel'] as const),
];

/** Whether a booking can get another place, and whether it can get another time. */
export const canMove = ({ state }: FloorBooking) =>
  mayWrite() && ['held', 'requested', 'confirmed', 'seated'].includes(state);
export const canShift = ({ state }: FloorBooking) => state !== 'seated';

export type Rule =
  | 'hours'
  | 'slot'
  | 'lead_time'
  | 'horizon'
  | 'pacing'
  | 'party_size'
  | 'guest_overlap';

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  closed: ['hours'],
  outside_hours: ['hours'],
  not_a_slot: ['slot', 'hours'],
  too_late: ['lead_time'],
  beyond_horizon: ['horizon'],
  full: ['pacing', 'party_size'],
  party_too_large: ['party_size'],
  party_too_small: ['party_size'],
  resources_unfit: ['party_size'],
  guest_overlap: ['guest_overlap'],
};

/** The rules of the venue that the staff would break to do it anyway; none if that does not help. */
export const rulesOf = (problem: MaitredProblem | undefined): readonly Rule[] =>
  (mayAsStaff() && problem !== undefined && RULES[problem.code]) || [];
