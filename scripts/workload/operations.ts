import * as acts from './operations/act-operations.ts';
import { block, unblock } from './operations/block-operations.ts';
import * as bookings from './operations/booking-operations.ts';
import * as guests from './operations/guest-operations.ts';
import * as waitlist from './operations/waitlist-operations.ts';
import type { Visitor } from './visitor.ts';

/** One kind of work that a client of the workload draws. */
export interface Operation {
  readonly run: (visitor: Visitor) => Promise<void>;
  /** How often it is drawn, compared with the others. */
  readonly weight: number;
}

/**
 * All operations of the workload. A new one is one entry here. If it adds an act to the timeline, the
 * checker needs its transition too (TRANSITIONS in checker/life-cycle.ts).
 */
export const OPERATIONS: readonly Operation[] = [
  { weight: 16, run: bookings.book },
  { weight: 6, run: bookings.bookWithOverride },
  { weight: 6, run: bookings.walkIn },
  { weight: 1, run: bookings.bookWithoutScope },
  { weight: 5, run: acts.confirm },
  { weight: 4, run: acts.approve },
  { weight: 2, run: acts.decline },
  { weight: 7, run: acts.cancel },
  { weight: 6, run: acts.seat },
  { weight: 6, run: acts.finish },
  { weight: 3, run: acts.noShow },
  { weight: 2, run: acts.late },
  { weight: 6, run: acts.reschedule },
  { weight: 3, run: acts.rescheduleWithOverride },
  { weight: 4, run: acts.changeParty },
  { weight: 2, run: acts.changePartyWithOverride },
  { weight: 6, run: acts.changeTables },
  { weight: 6, run: acts.changeEnd },
  { weight: 2, run: acts.changeArea },
  { weight: 1, run: acts.changeNotes },
  { weight: 10, run: acts.undo },
  { weight: 2, run: acts.undoApproval },
  { weight: 2, run: block },
  { weight: 1, run: unblock },
  { weight: 0.3, run: guests.merge },
  { weight: 0.6, run: guests.refuse },
  { weight: 3, run: guests.message },
  { weight: 1, run: guests.read },
  { weight: 2, run: waitlist.join },
  { weight: 2, run: waitlist.accept },
  { weight: 1, run: waitlist.leave },
];
