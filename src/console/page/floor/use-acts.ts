import * as m from 'messages:floor';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Floor, FloorBooking, Venue } from '../../../client/index.ts';
import { api, type MaitredProblem } from '../api.ts';
import { problemText } from '../problem-text.ts';
import { timeOf } from '../time.ts';
import { notice, type Outcome, write } from '../writes.ts';
import { type ActName, type Rule, rulesOf, SEND } from './acts.ts';
import type { Opened } from './opened.ts';
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

type Run<Value> = (idempotencyKey: string) => Promise<Value>;

export type FloorActs = ReturnType<typeof useActs>;

const versionOf = ({ version }: FloorBooking) => `"${version}"`;

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
    async function perform<Value>(label: string, run: Run<Value>): Promise<Outcome<Value>> {
      const outcome = await write(label, run);
      notice.set(
        outcome.ok
          ? { text: label, isError: false }
          : { text: `${label}: ${problemText(outcome.problem)}`, isError: true },
      );
      await current.current.reload();
      return outcome;
    }

    const fail = (id: string, problem: MaitredProblem) =>
      current.current.setOpened({ kind: 'card', id, problem });

    async function act(booking: FloorBooking, name: ActName): Promise<void> {
      const label = m.done({ act: name, name: nameOf(booking) });
      const sent = { bookingId: booking.id, ifMatch: versionOf(booking) };
      const outcome = await perform(label, (idempotencyKey) =>
        SEND[name]({ ...sent, idempotencyKey }),
      );
      if (!outcome.ok) fail(booking.id, outcome.problem);
    }

    async function move(
      booking: FloorBooking,
      ghost: Ghost,
      override: readonly Rule[] = [],
    ): Promise<void> {
      const { floor: seen } = current.current;
      const place = seen.resources.find(({ id }) => id === ghost.to)?.name ?? '';
      const time = timeOf(ghost.start, venue.timeZone);
      const label = m.moved({ name: nameOf(booking), place, time });
      const resourceIds = [
        ...new Set(booking.resources.map(({ id }) => (id === ghost.from ? ghost.to : id))),
      ];
      const body = { resourceIds, ...(override.length === 0 ? {} : { override: [...override] }) };
      const sent = { bookingId: booking.id, ifMatch: versionOf(booking) };
      const start = new Date(ghost.start).toISOString();
      setGhosts((all) => [...all, ghost]);
      const outcome = await perform(label, (idempotencyKey) =>
        ghost.start === Date.parse(booking.start)
          ? api.changeBooking({ ...sent, idempotencyKey, body })
          : api.rescheduleBooking({ ...sent, idempotencyKey, body: { ...body, start } }),
      );
      setGhosts((all) => all.filter((each) => each !== ghost));
      if (outcome.ok) return;
      const rules = rulesOf(outcome.problem).filter((rule) => !override.includes(rule));
      if (rules.length === 0) return fail(booking.id, outcome.problem);
      const again = () => move(booking, ghost, [...override, ...rules]);
      current.current.setOpened({ kind: 'anyway', label, problem: outcome.problem, again });
    }

    return { perform, act, move, refresh: () => current.current.reload() };
  }, [venue.timeZone]);
  return { ...acts, ghosts };
}

/** The version of a booking that the host has seen, and the key of the request. */
export const seenOf = (booking: FloorBooking, idempotencyKey: string) => ({
  ...{ bookingId: booking.id, ifMatch: versionOf(booking), idempotencyKey },
});
