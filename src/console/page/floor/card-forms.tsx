import { save } from 'messages:common';
import * as m from 'messages:floor';
import { useRef, useState } from 'preact/hooks';
import type { Booking, BookingChange, Floor, FloorBooking, Venue } from '../../../client/index.ts';
import { api, problemOf } from '../api.ts';
import { AreaField, Field } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { timeOf } from '../time.ts';
import { Anyway, overrideIn } from './anyway.tsx';
import { instantOf } from './floor-data.ts';
import { resourcesIn, TableField, usePlaces } from './table-field.tsx';
import { asMine, type FloorActs, seenOf } from './use-acts.ts';
import { nameOf, placeText } from './words.ts';

interface CardFormProps {
  readonly floor: Floor;
  readonly venue: Venue;
  readonly acts: FloorActs;
  readonly booking: FloorBooking;
  readonly onDone: () => void;
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').trim();

/**
 * Changes a booking, and shows the floor as it is then, also after a refusal. `seen` is the booking as it
 * was when the form was opened, however often the floor is read meanwhile: who has changed it since is
 * not overwritten. After such a refusal it is the booking as it is then.
 */
function useChange({ acts, booking, onDone }: CardFormProps) {
  const [seen, setSeen] = useState(booking);
  const newest = useRef(booking);
  newest.current = booking;
  return {
    seen,
    submit: save,
    onDone,
    run: async (send: (key: string) => Promise<Booking>, key: string) => {
      try {
        const changed = await asMine(seenOf(seen, key).ifMatch, send(key));
        void acts.refresh();
        return changed;
      } catch (error) {
        const isStale = problemOf(error).code === 'version_stale';
        await acts.refresh();
        if (isStale) setSeen(newest.current);
        throw error;
      }
    },
    change: (key: string, body: BookingChange) => api.changeBooking({ ...seenOf(seen, key), body }),
  };
}

/** Gives a booking another place or time. */
export function MoveForm({ withTime, ...props }: CardFormProps & { readonly withTime: boolean }) {
  const { floor } = props;
  const { seen: booking, run, change, ...form } = useChange(props);
  const zone = floor.venue.timeZone;
  const send = (key: string, data: FormData) => {
    const at = textOf(data, 'time');
    const body = { ...resourcesIn(data), ...overrideIn(data) };
    const isSame = !withTime || at === timeOf(booking.start, zone);
    if (isSame) return change(key, body);
    const sent = { ...body, start: instantOf(floor, at) };
    return api.rescheduleBooking({ ...seenOf(booking, key), body: sent });
  };
  const [only, ...others] = booking.resources;
  const [picked, pick] = useState<string>();
  const [time, setTime] = useState<string>();
  const start = time ? Date.parse(instantOf(floor, time)) : Date.parse(booking.start);
  const stay = Date.parse(booking.end) - Date.parse(booking.start);
  const isSeated = booking.state === 'seated';
  const span = { from: isSeated ? Math.max(start, Date.now()) : start, to: start + stay };
  const asked = { partySize: booking.partySize, span, except: booking.id };
  const places = usePlaces(floor, props.venue, asked);
  return (
    <Form
      {...form}
      label={m.movedForm({ name: nameOf(booking) })}
      done={(moved: Booking) => {
        const to = { place: placeText(moved), time: timeOf(moved.start, zone) };
        return m.moved({ name: nameOf(booking), ...to });
      }}
      run={(key, data) => run((id) => send(id, data), key)}
    >
      {(problem, sent) => (
        <>
          <div class="fields">
            <TableField
              {...{ places, zone, none: m.asItIs, onPick: pick }}
              value={picked ?? (others.length === 0 ? (only?.id ?? '') : '')}
            />
            {withTime && (
              <Field
                {...{ label: m.time, name: 'time', type: 'time', required: true }}
                initial={timeOf(booking.start, zone)}
                onInput={setTime}
                error={errorOf(problem, 'body.start')}
              />
            )}
          </div>
          <Anyway {...{ problem, sent }} />
        </>
      )}
    </Form>
  );
}

/** Lets a party stay longer, or shorter. */
export function StayForm(props: CardFormProps) {
  const { floor } = props;
  const { seen: booking, run, change, ...form } = useChange(props);
  return (
    <Form
      {...form}
      label={m.staying({ name: nameOf(booking) })}
      done={({ end }: Booking) =>
        m.stayed({ name: nameOf(booking), time: timeOf(end, floor.venue.timeZone) })
      }
      run={(key, data) =>
        run((id) => change(id, { end: instantOf(floor, textOf(data, 'end')) }), key)
      }
    >
      {(problem) => (
        <Field
          {...{ label: m.until, name: 'end', type: 'time', required: true }}
          initial={timeOf(booking.end, floor.venue.timeZone)}
          error={errorOf(problem, 'body.end')}
        />
      )}
    </Form>
  );
}

/** Changes how many guests come. */
export function PartyForm(props: CardFormProps) {
  const { seen: booking, run, change, ...form } = useChange(props);
  return (
    <Form
      {...form}
      label={m.resizing({ name: nameOf(booking) })}
      done={({ partySize: count }: Booking) => m.resized({ name: nameOf(booking), count })}
      run={(key, data) =>
        run(
          (id) => change(id, { partySize: Number(data.get('partySize')), ...overrideIn(data) }),
          key,
        )
      }
    >
      {(problem, sent) => (
        <>
          <Field
            {...{ label: m.partySize, name: 'partySize', type: 'number', required: true, min: 1 }}
            initial={booking.partySize}
            error={errorOf(problem, 'body.partySize')}
          />
          <Anyway {...{ problem, sent }} />
        </>
      )}
    </Form>
  );
}

/** Changes the notes of a booking. */
export function NotesForm(props: CardFormProps) {
  const { seen: booking, run, change, ...form } = useChange(props);
  return (
    <Form
      {...form}
      label={m.noting({ name: nameOf(booking) })}
      done={m.noted({ name: nameOf(booking) })}
      run={(key, data) => run((id) => change(id, { notes: textOf(data, 'notes') || null }), key)}
    >
      {(problem) => (
        <AreaField
          {...{ label: m.notes, name: 'notes', initial: booking.notes ?? '' }}
          error={errorOf(problem, 'body.notes')}
        />
      )}
    </Form>
  );
}
