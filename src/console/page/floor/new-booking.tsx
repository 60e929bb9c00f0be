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
import { TableField } from './walk-in.tsx';
import { placeText } from './words.ts';

interface NewBookingProps extends DialogProps {
  /** The free place that was chosen on the floor. */
  readonly resourceId: string | undefined;
  readonly at: number | undefined;
}

const MOST_TIMES = 8;

/** Books a table for a guest who rings up. */
export function NewBooking({ floor, acts, now, resourceId, at, onClose }: NewBookingProps) {
  const { id: venueId, timeZone: zone } = floor.venue;
  const [date, setDate] = useState(floor.date);
  const [time, setTime] = useState(at === undefined ? '' : timeOf(at, zone));
  const [partySize, setPartySize] = useState('2');
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
  const wanted = start === undefined ? now : Date.parse(start);
  const away = (slot: { start: string }) => Math.abs(Date.parse(slot.start) - wanted);
  const nearest = [...free]
    .sort((one, other) => away(one) - away(other))
    .slice(0, MOST_TIMES)
    .sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
  async function send(idempotencyKey: string, form: FormData) {
    const resource = String(form.get('resource'));
    const notes = String(form.get('notes') ?? '').trim();
    return api.createBooking({
      idempotencyKey,
      body: {
        ...{ venueId, start: startOf(), partySize: Number(partySize) },
        ...(resource === '' ? {} : { resourceIds: [resource] }),
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
                {...{ label: m.partySize, type: 'number', required: true, min: 1 }}
                {...{ value: partySize, onInput: setPartySize }}
                error={errorOf(problem, 'body.partySize')}
              />
            </div>
            <div class="row times">
              <small>{nearest.length === 0 ? m.noFreeTimes : m.freeTimes}</small>
              {nearest.map((slot) => {
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
            <GuestFields floor={floor} problem={problem} resourceId={resourceId} />
            <AreaField {...{ label: m.notes, name: 'notes', rows: 2 }} />
            <Anyway {...{ problem, sent }} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

interface GuestFieldsProps extends Pick<DialogProps, 'floor'> {
  readonly problem: Parameters<typeof errorOf>[0];
  readonly resourceId: string | undefined;
}

function GuestFields({ floor, problem, resourceId }: GuestFieldsProps) {
  return (
    <div class="fields">
      <Field
        {...{ label: m.name, name: 'name', required: true, autocomplete: 'off' }}
        error={errorOf(problem, 'body.customer.name')}
      />
      <Field
        {...{ label: m.phone, name: 'phone', type: 'tel', autocomplete: 'off' }}
        error={errorOf(problem, 'body.customer.phone')}
      />
      <TableField floor={floor} {...(resourceId === undefined ? {} : { value: resourceId })} />
    </div>
  );
}
