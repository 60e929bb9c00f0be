const AHEAD = ['held', 'requested', 'confirmed'];

/**
 * From which states an act leads to which, as the guide's table says. Null: the state stays. A
 * booking that is confirmed may be requested instead (approval.ts).
 */
export const TRANSITIONS: Readonly<
  Record<string, { readonly from: readonly string[]; readonly to: string | null }>
> = {
  confirm: { from: ['held'], to: 'confirmed' },
  cancel: { from: AHEAD, to: 'cancelled' },
  reschedule: { from: AHEAD, to: null },
  seat: { from: ['confirmed'], to: 'seated' },
  finish: { from: ['seated'], to: 'finished' },
  late: { from: ['confirmed'], to: null },
  no_show: { from: ['confirmed'], to: 'no_show' },
  change: { from: [...AHEAD, 'seated'], to: null },
  approve: { from: ['requested'], to: 'confirmed' },
  decline: { from: ['requested'], to: 'declined' },
  expired: { from: ['held', 'requested'], to: 'expired' },
};

/** The events with which a booking begins, with its first state. */
export const BEGINNINGS: Readonly<Record<string, string>> = {
  held: 'held',
  requested: 'requested',
  confirmed: 'confirmed',
  walk_in: 'seated',
};

/** The acts that `undo` takes back. */
export const UNDOABLE: readonly string[] = [
  ...['seat', 'finish', 'no_show', 'cancel', 'approve', 'decline', 'expired', 'walk_in'],
];

/** The states in which a booking holds its place. */
export const isLive = (state: string): boolean => [...AHEAD, 'seated'].includes(state);
