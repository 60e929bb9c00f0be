/** From which states an act leads to which, as the guide's table says. Null: the state stays. */
export const TRANSITIONS: Readonly<
  Record<string, { readonly from: readonly string[]; readonly to: string | null }>
> = {
  confirm: { from: ['held'], to: 'confirmed' },
  cancel: { from: ['held', 'confirmed'], to: 'cancelled' },
  reschedule: { from: ['held', 'confirmed'], to: null },
  seat: { from: ['confirmed'], to: 'seated' },
  finish: { from: ['seated'], to: 'finished' },
  late: { from: ['confirmed'], to: null },
  no_show: { from: ['confirmed'], to: 'no_show' },
  change: { from: ['held', 'confirmed', 'seated'], to: null },
  expired: { from: ['held'], to: 'expired' },
};

/** The events with which a booking begins, with its first state. */
export const BEGINNINGS: Readonly<Record<string, string>> = {
  held: 'held',
  confirmed: 'confirmed',
  walk_in: 'seated',
};

/** The acts that `undo` takes back. */
export const UNDOABLE: readonly string[] = ['seat', 'finish', 'no_show', 'cancel', 'expired'];

/** The states in which a booking holds its place. */
export const isLive = (state: string): boolean => ['held', 'confirmed', 'seated'].includes(state);
