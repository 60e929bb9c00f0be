import * as m from 'messages:floor';
import { useMemo, useState } from 'preact/hooks';
import { api } from '../api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { AreaField, Field } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { usePolled } from '../polled.ts';
import { instantIn, momentOf, timeOf } from '../time.ts';
import { Anyway, overrideIn } from './anyway.tsx';
import type { DialogProps } from './dialog-props.ts';
import { instantOf } from './floor-data.ts';
import { guestIn } from './guest-in.ts';
import { placesFor, turnOf } from './places.ts';
import { resourcesIn, TableField, usePlaces } from './table-field.tsx';
import { placeText } from './words.ts';

interface NewBookingProps extends DialogProps {
  /** The free place that was chosen on the floor. */
  readonly resourceId: string | undefined;
  readonly at: number | undefined;
}

const MOST_TIMES = 8;
const MOST_OF_DAY = 16;

/** Books a table for a guest who rings up. */
export function NewBooking({ floor, venue, acts, resourceId, at, onClose }: NewBookingProps) {
  const { id: venueId, timeZone: zone } = floor.venue;
  const [date, setDate] = useState(floor.date);
  const [time, setTime] = useState(at === undefined ? '' : timeOf(at, zone));
  const [partySize, setPartySize] = useState('2');
  const [table, setTable] = useState(resourceId ?? '');
  const start = time === '' ? undefined : startOf();
  function startOf(): string {
    return date === floor.date ? instantOf(floor, time) : instantIn(zone, date, time);
  }
  const load = useMemo(
    () => async (signal: AbortSignal) => {
      if (date === '' || !(Number(partySize) >= 1)) return [];
      const asked = { venueId, from: date, to: date, partySize: Number(partySize) };
      const { days } = await api.searchAvailability(asked, { signal });
      return days.flatMap(({ slots }) => slots.filter(({ status }) => status === 'free'));
    },
    [venueId, date, partySize],
  );
  const free = usePolled(`free ${venueId} ${date} ${partySize}`, load, 30).value ?? [];
  const askedAt = (from: number) => ({
    ...{
      partySize: Number(partySize),
      span: { from, to: from + turnOf(venue, Number(partySize)) },
    },
  });
  // What is taken on another day is not known here.
  const isShown = date === floor.date;
  const asked = start && isShown ? askedAt(Date.parse(start)) : { partySize: Number(partySize) };
  const places = usePlaces(floor, venue, asked);
  const isFreeThere = (slot: { start: string }) =>
    !isShown ||
    floor.resources.every(({ id }) => id !== table) ||
    placesFor(floor, venue, askedAt(Date.parse(slot.start))).some(
      ({ value, fit }) => value === table && fit !== 'taken' && fit !== 'until',
    );
  const times = timesAround(free.filter(isFreeThere), start);
  async function send(idempotencyKey: string, form: FormData) {
    const notes = String(form.get('notes') ?? '').trim();
    return api.createBooking({
      idempotencyKey,
      body: {
        ...{ venueId, start: startOf(), partySize: Number(partySize) },
        ...resourcesIn(form),
        ...(notes === '' ? {} : { notes }),
        ...overrideIn(form),
        customer: await guestIn(form, idempotencyKey),
      },
    });
  }
  return (
    <Dialog title={m.newBooking} onClose={onClose}>
      <Form
        label={m.newBooking}
        done={(made) => m.booked({ place: placeText(made), time: momentOf(made.start, zone) })}
        submit={m.book}
        run={send}
        onDone={() => {
          onClose();
          void acts.refresh();
        }}
      >
        {(problem, sent) => (
          <>
            <div class="fields">
              <Field
                {...{ label: m.date, type: 'date', required: true, value: date }}
                onInput={setDate}
              />
              <Field
                {...{ label: m.time, type: 'time', required: true, value: time }}
                onInput={setTime}
                error={errorOf(problem, 'body.start')}
              />
              <Field
                {...{
                  label: m.partySize,
                  type: 'number',
                  required: true,
                  min: 1,
                  'data-first': true,
                }}
                {...{ value: partySize, onInput: setPartySize }}
                error={errorOf(problem, 'body.partySize')}
              />
            </div>
            <div class="row times">
              <small>{times.length === 0 ? m.noFreeTimes : m.freeTimes}</small>
              {times.map((slot) => {
                const text = timeOf(slot.start, zone);
                return (
                  <button
                    key={slot.start}
                    type="button"
                    aria-pressed={text === time}
                    onClick={() => setTime(text)}
                  >
                    {text}
                  </button>
                );
              })}
            </div>
            <div class="fields">
              <GuestFields problem={problem} />
              <TableField {...{ places, zone, value: table, onPick: setTable, none: m.anyTable }} />
            </div>
            <AreaField {...{ label: m.notes, name: 'notes', rows: 2 }} />
            <Anyway {...{ problem, sent }} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

/** The free times around the wanted one; without a wanted one those of the whole day, at wide intervals. */
function timesAround<Slot extends { start: string }>(
  free: readonly Slot[],
  wanted?: string,
): Slot[] {
  if (wanted === undefined) {
    const step = Math.max(1, Math.ceil(free.length / MOST_OF_DAY));
    return free.filter((_, n) => n % step === 0);
  }
  const away = (slot: Slot) => Math.abs(Date.parse(slot.start) - Date.parse(wanted));
  return [...free]
    .sort((one, other) => away(one) - away(other))
    .slice(0, MOST_TIMES)
    .sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
}

function GuestFields({ problem }: { readonly problem: Parameters<typeof errorOf>[0] }) {
  return (
    <>
      <Field
        {...{ label: m.name, name: 'name', required: true, autocomplete: 'off' }}
        error={errorOf(problem, 'body.customer.name')}
      />
      <Field
        {...{ label: m.phone, name: 'phone', type: 'tel', autocomplete: 'off' }}
        error={errorOf(problem, 'body.customer.phone')}
      />
    </>
  );
}
