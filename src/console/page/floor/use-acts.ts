import * as m from 'messages:floor';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Booking, Floor, FloorBooking, Venue } from '../../../client/index.ts';
import { api, type MaitredProblem } from '../api.ts';
import { problemText } from '../problem-text.ts';
import { timeOf } from '../time.ts';
import { type Notice, notice, type Outcome, write } from '../writes.ts';
import { type ActName, isTakenBack, type Rule, rulesOf, SEND } from './acts.ts';
import { MINUTE } from './floor-data.ts';
import type { Opened } from './opened.ts';
import { focusBooking } from './use-kept-focus.ts';
import { nameOf } from './words.ts';

/** Where a booking is to be moved. It is shown at its target until the service has answered. */
export interface Ghost {
  readonly id: string;
  /** The booking as it was when the move began. */
  readonly booking: FloorBooking;
  /** The resource from which it is taken. */
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly end: number;
}

/** Who is seated so long before the booking is asked for first. */
const EARLY = 60 * MINUTE;

type Run<Value> = (idempotencyKey: string) => Promise<Value>;

export type FloorActs = ReturnType<typeof useActs>;

/** The versions to which this page has changed bookings, by the booking and its version before. */
const mine = new Map<string, number>();

/** The version of a booking that the host has seen, with what the host has done since. */
function versionOf(booking: Pick<FloorBooking, 'id' | 'version'>): string {
  const next = mine.get(`${booking.id} ${booking.version}`);
  return next === undefined ? `"${booking.version}"` : versionOf({ id: booking.id, version: next });
}

/** Changes a booking, and notes that the host has made the version that comes of it. */
export async function asMine(seen: string, sent: Promise<Booking>): Promise<Booking> {
  const changed = await sent;
  mine.set(`${changed.id} ${seen.replaceAll('"', '')}`, changed.version);
  return changed;
}

/**
 * What can be done on the floor. Each act is sent with the version that the host has seen, and the floor
 * is read again when the service has answered. A refusal opens the guest's card with the new state.
 */
export function useActs(
  venue: Venue,
  floor: Floor,
  reload: () => Promise<void>,
  setOpened: (opened: Opened | undefined) => void,
) {
  const [ghosts, setGhosts] = useState<readonly Ghost[]>([]);
  const current = useRef({ floor, reload, setOpened });
  current.current = { floor, reload, setOpened };
  const acts = useMemo(() => {
    /** Does something, and says what came of it. @param done what is said of the value */
    async function perform<Value>(
      label: string,
      run: Run<Value>,
      done: (value: Value) => Omit<Notice, 'isError'>,
    ): Promise<Outcome<Value>> {
      const outcome = await write(label, run);
      notice.set(
        outcome.ok
          ? { ...done(outcome.value), isError: false }
          : { text: `${label}: ${problemText(outcome.problem)}`, isError: true },
      );
      await current.current.reload();
      return outcome;
    }

    const fail = (id: string, problem: MaitredProblem) =>
      current.current.setOpened({ kind: 'card', id, problem });

    async function act(booking: FloorBooking, name: ActName, isSure = false): Promise<void> {
      const who = nameOf(booking);
      if (name === 'seat' && !isSure && Date.parse(booking.start) - Date.now() > EARLY) {
        const text = m.seatNow({ time: timeOf(booking.start, venue.timeZone) });
        const again = () => act(booking, name, true);
        const yes = m.act({ act: name });
        current.current.setOpened({ kind: 'ask', title: who, text, yes, again });
        return;
      }
      const sent = { bookingId: booking.id, ifMatch: versionOf(booking) };
      const outcome = await perform(
        m.doing({ act: name, name: who }),
        (idempotencyKey) => asMine(sent.ifMatch, SEND[name]({ ...sent, idempotencyKey })),
        ({ version }) => ({
          text: m.done({ act: name, name: who }),
          ...(isTakenBack(name, venue) ? { undo: undoOf({ ...booking, version }) } : {}),
        }),
      );
      if (!outcome.ok) fail(booking.id, outcome.problem);
    }

    /** Undoes what was done last, unless somebody else has done something since. */
    const undoOf = (booking: FloorBooking) => ({
      label: m.act({ act: 'undo' }),
      run: () => void act(booking, 'undo').then(() => focusBooking(booking.id)),
    });

    /** Offers to undo what the status bar has just said: that a party was seated. */
    function offerUndo(id: string): void {
      const said = notice.get();
      if (said === undefined || said.isError || !isTakenBack('seat', venue)) return;
      const run = () => {
        const booking = current.current.floor.bookings.find((each) => each.id === id);
        if (booking !== undefined) undoOf(booking).run();
      };
      notice.set({ ...said, undo: { label: m.act({ act: 'undo' }), run } });
    }

    async function move(
      booking: FloorBooking,
      ghost: Ghost,
      override: readonly Rule[] = [],
    ): Promise<void> {
      const { floor: seen } = current.current;
      const place = seen.resources.find(({ id }) => id === ghost.to)?.name ?? '';
      const time = timeOf(ghost.start, venue.timeZone);
      const moved = { name: nameOf(booking), place, time };
      const label = m.moving(moved);
      const resourceIds = [
        ...new Set(booking.resources.map(({ id }) => (id === ghost.from ? ghost.to : id))),
      ];
      const body = { resourceIds, ...(override.length === 0 ? {} : { override: [...override] }) };
      const sent = { bookingId: booking.id, ifMatch: versionOf(booking) };
      const start = new Date(ghost.start).toISOString();
      setGhosts((all) => [...all, ghost]);
      const outcome = await perform(
        label,
        (idempotencyKey) =>
          asMine(
            sent.ifMatch,
            ghost.start === Date.parse(booking.start)
              ? api.changeBooking({ ...sent, idempotencyKey, body })
              : api.rescheduleBooking({ ...sent, idempotencyKey, body: { ...body, start } }),
          ),
        () => ({ text: m.moved(moved) }),
      );
      setGhosts((all) => all.filter((each) => each !== ghost));
      if (outcome.ok) return;
      const rules = rulesOf(outcome.problem).filter((rule) => !override.includes(rule));
      if (rules.length === 0) return fail(booking.id, outcome.problem);
      const again = () => move(booking, ghost, [...override, ...rules]);
      const text = problemText(outcome.problem);
      current.current.setOpened({ kind: 'ask', title: label, text, yes: m.anyway, again });
    }

    return { perform, act, move, offerUndo, refresh: () => current.current.reload() };
  }, [venue]);
  return { ...acts, ghosts };
}

/** The version of a booking that the host has seen, and the key of the request. */
export const seenOf = (booking: FloorBooking, idempotencyKey: string) => ({
  ...{ bookingId: booking.id, ifMatch: versionOf(booking), idempotencyKey },
});
