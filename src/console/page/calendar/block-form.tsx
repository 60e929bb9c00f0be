import * as m from 'messages:calendar';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { NewBlock, Resource, Venue } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Field, SelectField, Tick } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { hrefOf } from '../router.ts';
import { RepeatFields, ruleOf } from './repeat-fields.tsx';

interface BlockFormProps {
  readonly venue: Venue;
  readonly resources: readonly Resource[];
  readonly date: string;
  readonly onDone: () => void;
  readonly more: ComponentChildren;
}

/** What is blocked: `all`, `some` resources, or an area, whose name follows a colon. */
function placesOf(form: FormData): Pick<NewBlock, 'all' | 'area' | 'resourceIds'> {
  const place = String(form.get('place'));
  if (place === 'all') return { all: true };
  if (place === 'some') return { resourceIds: form.getAll('resource').map(String) };
  return { area: place.slice(1) };
}

function blockOf(form: FormData): NewBlock {
  const text = (name: string) => String(form.get(name) ?? '');
  const repeat = ruleOf(form);
  const reason = text('reason').trim();
  return {
    ...placesOf(form),
    from: `${text('fromDate')}T${text('fromTime')}`,
    to: `${text('toDate')}T${text('toTime')}`,
    ...(repeat === undefined ? {} : { repeat }),
    ...(reason === '' ? {} : { reason }),
    ...(form.has('keep') ? { keepBookings: true } : {}),
  };
}

/** Makes a block, once or repeatedly. */
export function BlockForm({ venue, resources, date, onDone, more }: BlockFormProps) {
  const [place, setPlace] = useState('all');
  const [from, setFrom] = useState(date);
  const areas = [...new Set(resources.flatMap(({ area }) => area ?? []))];
  return (
    <Form
      {...{ label: m.newBlock, submit: m.block, onDone, more }}
      run={(idempotencyKey, form) =>
        api.createBlock({ venueId: venue.id, body: blockOf(form), idempotencyKey })
      }
    >
      {(problem) => (
        <>
          <SelectField
            {...{ label: m.place, name: 'place', value: place, onInput: setPlace }}
            error={errorOf(problem, 'body.resourceIds')}
          >
            <option value="all">{m.wholeVenue}</option>
            {areas.map((area) => (
              <option key={area} value={`:${area}`}>
                {area}
              </option>
            ))}
            {resources.length > 0 && <option value="some">{m.chosenPlaces}</option>}
          </SelectField>
          {place === 'some' && (
            <fieldset class="row">
              <legend>{m.chosenPlaces}</legend>
              {resources.map(({ id, name }) => (
                <label key={id}>
                  <input type="checkbox" name="resource" value={id} /> {name}
                </label>
              ))}
            </fieldset>
          )}
          <div class="fields">
            <Field
              {...{ label: m.fromDate, name: 'fromDate', type: 'date', value: from }}
              {...{ onInput: setFrom, required: true, error: errorOf(problem, 'body.from') }}
            />
            <Field
              {...{ label: m.fromTime, name: 'fromTime', type: 'time', initial: '00:00' }}
              required
            />
            <Field
              {...{ label: m.toDate, name: 'toDate', type: 'date', initial: date, min: from }}
              {...{ required: true, error: errorOf(problem, 'body.to') }}
            />
            <Field
              {...{ label: m.toTime, name: 'toTime', type: 'time', initial: '23:59' }}
              required
            />
          </div>
          <RepeatFields error={errorOf(problem, 'body.repeat')} isSeries={false} />
          <Field
            {...{ label: m.reason, name: 'reason', hint: m.reasonHint, maxLength: 200 }}
            error={errorOf(problem, 'body.reason')}
          />
          {problem?.code === 'bookings_in_block' && (
            <p>
              <a href={hrefOf(['floor'], { date: from })}>{m.toFloor}</a>
            </p>
          )}
          <Tick label={m.keepBookings} name="keep" hint={m.keepHint} />
        </>
      )}
    </Form>
  );
}
