import * as m from 'messages:floor';
import { useMemo, useState } from 'preact/hooks';
import { api, type MaitredProblem } from '../api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { usePolled } from '../polled.ts';
import { problemText } from '../problem-text.ts';
import { type ActName, actsFor, canMove, canShift, mayAsStaff } from './acts.ts';
import { MoveForm, NotesForm, PartyForm, StayForm } from './card-forms.tsx';
import type { DialogProps } from './dialog-props.ts';
import { markOf, seatsShort } from './floor-data.ts';
import { GuestFacts } from './guest-facts.tsx';
import { History } from './history.tsx';
import { markText, nameOf, placeText, SIGNS, shortText, spanText, stateText } from './words.ts';

interface GuestCardProps extends DialogProps {
  readonly id: string;
  /** Why the last act was refused. */
  readonly problem: MaitredProblem | undefined;
}

type FormName = 'move' | 'stay' | 'party' | 'notes';

/** What is known about a booking and its guest, and what can be done with it. */
export function GuestCard({ id, problem, floor, venue, acts, now, onClose }: GuestCardProps) {
  const [form, setForm] = useState<FormName>();
  const booking = floor.bookings.find((each) => each.id === id);
  const version = booking?.version;
  const load = useMemo(
    () => (signal: AbortSignal) => api.showTimeline({ bookingId: id, limit: 100 }, { signal }),
    [id],
  );
  const { value: timeline } = usePolled(`timeline ${id} ${version}`, load, 0);
  const zone = floor.venue.timeZone;
  if (booking === undefined) {
    return (
      <Dialog title={m.guest} place="side" onClose={onClose}>
        {problem && <p role="alert">{problemText(problem)}</p>}
        <p>{m.notHere}</p>
      </Dialog>
    );
  }
  const mark = markOf(booking, now);
  const seats = seatsShort(floor, booking);
  const forms: Readonly<Record<FormName, boolean>> = {
    move: canMove(booking),
    stay: canMove(booking) && mayAsStaff(),
    party: canMove(booking),
    notes: canMove(booking),
  };
  const isBad = (name: ActName) => name === 'cancel' || name === 'decline' || name === 'noShow';
  const done = { floor, venue, acts, booking, onDone: () => setForm(undefined) };
  return (
    <Dialog title={nameOf(booking)} place="side" onClose={onClose}>
      {problem && (
        <p class="error" role="alert">
          {problemText(problem)}
        </p>
      )}
      <p class="row">
        <span class={`badge state ${booking.state}`}>
          {SIGNS[booking.state]} {stateText(booking.state)}
        </span>
        {mark && <span class="badge warn">{markText(mark)}</span>}
        {seats !== undefined && <span class="badge warn">{shortText(booking, seats)}</span>}
      </p>
      <p>
        <b>{spanText(booking, zone)}</b> · {m.guests({ count: booking.partySize })} ·{' '}
        {placeText(booking)}
        {booking.reference && ` · ${booking.reference}`}
      </p>
      <div class="buttons">
        {actsFor(booking, venue, now, timeline?.data).map((name, n) => (
          <button
            key={name}
            type="button"
            class={isBad(name) ? 'danger' : n === 0 ? 'main' : ''}
            onClick={() => {
              onClose();
              void acts.act(booking, name);
            }}
          >
            {m.act({ act: name })}
          </button>
        ))}
      </div>
      <div class="buttons">
        {(['move', 'stay', 'party', 'notes'] as const)
          .filter((name) => forms[name])
          .map((name) => (
            <button
              key={name}
              type="button"
              aria-expanded={form === name}
              onClick={() => setForm(form === name ? undefined : name)}
            >
              {m.change({ what: name })}
            </button>
          ))}
      </div>
      {form === 'move' && forms.move && <MoveForm {...done} withTime={canShift(booking)} />}
      {form === 'stay' && forms.stay && <StayForm {...done} />}
      {form === 'party' && forms.party && <PartyForm {...done} />}
      {form === 'notes' && forms.notes && <NotesForm {...done} />}
      <GuestFacts {...{ booking, zone }} withheld={floor.withheld} />
      {timeline && <History events={timeline.data} zone={zone} resources={floor.resources} />}
    </Dialog>
  );
}
