import * as b from 'messages:bookings';
import * as m from 'messages:calendar';
import * as common from 'messages:common';
import { useState } from 'preact/hooks';
import type { Guest, MadeSeries, NewSeries, Venue } from '../../../client/index.ts';
import { api, type MaitredProblem } from '../api.ts';
import { nameOf } from '../guest-search.ts';
import { AreaField, Field, Tick } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { GuestPicker } from '../parts/guest-picker.tsx';
import { problemText } from '../problem-text.ts';
import { may } from '../session.ts';
import { momentOf } from '../time.ts';
import { RepeatFields, ruleOf } from './repeat-fields.tsx';

interface SeriesFormProps {
  readonly venue: Venue;
  readonly date: string;
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** Makes a series, and then says which occurrences could not be had. */
export function SeriesForm({ venue, date, onMade, onClose }: SeriesFormProps) {
  const [guest, setGuest] = useState<Guest & { name: string | null }>();
  const [made, setMade] = useState<MadeSeries>();
  const seriesOf = (form: FormData): NewSeries => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const [name, phone, notes] = [text('name'), text('phone'), text('notes')];
    return {
      venueId: venue.id,
      partySize: Number(text('party')),
      start: `${text('date')}T${text('time')}`,
      repeat: ruleOf(form) ?? '',
      missing: form.has('report') ? 'report' : 'refuse',
      customer:
        guest === undefined
          ? { id: crypto.randomUUID(), name, ...(phone === '' ? {} : { phone }) }
          : { id: guest.id },
      ...(notes === '' ? {} : { notes }),
    };
  };
  if (made !== undefined) {
    return (
      <>
        <p role="status">{m.made({ count: made.bookings.length })}</p>
        <Missing {...{ missing: made.missing, venue }} />
        <button type="button" class="main" onClick={onClose}>
          {common.close}
        </button>
      </>
    );
  }
  return (
    <Form
      {...{ label: m.newSeries, submit: m.book }}
      run={(idempotencyKey, form) => api.createSeries({ body: seriesOf(form), idempotencyKey })}
      onDone={(series) => {
        setMade(series);
        onMade();
      }}
      more={
        <button type="button" onClick={onClose}>
          {common.cancel}
        </button>
      }
    >
      {(problem) => (
        <>
          {guest === undefined ? (
            <>
              {may('messages:read') && <GuestPicker label={m.guest} onPick={setGuest} />}
              <div class="fields">
                <Field
                  {...{ label: m.newGuest, name: 'name', required: true, maxLength: 200 }}
                  error={errorOf(problem, 'body.customer.name')}
                />
                <Field
                  {...{ label: b.phone, name: 'phone', type: 'tel', maxLength: 32 }}
                  error={errorOf(problem, 'body.customer.phone')}
                />
              </div>
            </>
          ) : (
            <p class="row">
              {m.guest}: <strong>{nameOf(guest)}</strong>
              <button type="button" onClick={() => setGuest(undefined)}>
                {m.another}
              </button>
            </p>
          )}
          <div class="fields">
            <Field
              {...{ label: m.firstDay, name: 'date', type: 'date', initial: date, required: true }}
              error={errorOf(problem, 'body.start')}
            />
            <Field {...{ label: m.time, name: 'time', type: 'time', initial: '19:00' }} required />
            <Field
              {...{ label: m.party, name: 'party', type: 'number', initial: 2, min: 1 }}
              {...{ required: true, error: errorOf(problem, 'body.partySize') }}
            />
          </div>
          <RepeatFields error={errorOf(problem, 'body.repeat')} isSeries />
          <AreaField {...{ label: b.notes, name: 'notes', rows: 2, maxLength: 1000 }} />
          <Tick label={m.report} name="report" hint={m.reportHint} />
          <Missing {...{ missing: problem?.missing ?? [], venue }} />
        </>
      )}
    </Form>
  );
}

/** The occurrences that cannot be had, and why. */
function Missing({ missing, venue }: Pick<MaitredProblem, 'missing'> & { venue: Venue }) {
  if (missing.length === 0) return null;
  return (
    <>
      <p>{m.missing({ count: missing.length })}:</p>
      <ul>
        {missing.map(({ start, code }) => (
          <li key={start}>
            {momentOf(start, venue.timeZone)}: {problemText({ code, title: code })}
          </li>
        ))}
      </ul>
    </>
  );
}
