import * as m from 'messages:settings';
import { useState } from 'preact/hooks';
import type { Venue } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Field, SelectField } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { goTo, hrefOf } from '../router.ts';
import { addDays, dateIn, momentOf } from '../time.ts';

interface FirstBookingProps {
  readonly venue: Venue;
  readonly onMoreTables: () => void;
}

const DAYS = 7;

/** Books the first table, at one of the next free times, and ends on the floor of that day. */
export function FirstBooking({ venue, onMoreTables }: FirstBookingProps) {
  const [party, setParty] = useState('2');
  const [start, setStart] = useState('');
  const today = dateIn(venue.timeZone);
  const partySize = Math.max(1, Number(party) || 1);
  const polled = usePolled(
    `first booking ${venue.id} ${today} ${partySize}`,
    (signal) => {
      const range = { from: today, to: addDays(today, DAYS) };
      return api.searchAvailability({ venueId: venue.id, partySize, ...range }, { signal });
    },
    0,
  );
  return (
    <Form
      label={m.firstBooked}
      submit={m.book}
      run={(idempotencyKey, form) => {
        const name = String(form.get('guest') ?? '').trim();
        const customer = { id: `guest-${idempotencyKey}`, ...(name === '' ? {} : { name }) };
        const chosen = String(form.get('start'));
        const body = { venueId: venue.id, start: chosen, partySize, customer };
        return api.createBooking({ idempotencyKey, body });
      }}
      onDone={(booking) =>
        goTo(hrefOf(['floor'], { date: booking.start.slice(0, 10), booking: booking.id }))
      }
      more={
        <>
          <button type="button" onClick={onMoreTables}>
            {m.moreTables}
          </button>
          <a href={hrefOf(['floor'])}>{m.withoutBooking}</a>
        </>
      }
    >
      {(problem) => (
        <div class="fields">
          <Field {...{ name: 'guest', label: m.guestName }} required />
          <Field
            {...{ name: 'party', label: m.partySize, type: 'number', min: 1 }}
            {...{ value: party, onInput: setParty, error: errorOf(problem, 'body.partySize') }}
          />
          <Loaded polled={polled}>
            {({ days }) => {
              const free = days
                .flatMap(({ slots }) => slots)
                .filter(({ status }) => status === 'free');
              return free.length === 0 ? (
                <p role="alert">{m.nothingFree}</p>
              ) : (
                <SelectField
                  {...{ name: 'start', label: m.start, hint: venue.timeZone }}
                  value={start === '' ? free[0]?.start : start}
                  onInput={setStart}
                >
                  {free.map((slot) => (
                    <option key={slot.start} value={slot.start}>
                      {momentOf(slot.start, venue.timeZone)}
                    </option>
                  ))}
                </SelectField>
              );
            }}
          </Loaded>
        </div>
      )}
    </Form>
  );
}
