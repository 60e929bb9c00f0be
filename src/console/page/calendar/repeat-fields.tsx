import * as m from 'messages:calendar';
import { useState } from 'preact/hooks';
import { Field, SelectField } from '../parts/field.tsx';
import { weekdayName } from '../time.ts';
import { WEEKDAYS } from './occurrences.ts';

interface RepeatFieldsProps {
  /** Why the rule is refused. */
  readonly error: string | undefined;
  /** Whether it must repeat, and must end. */
  readonly isSeries: boolean;
}

/** The fields of a rule, which {@link ruleOf} reads. */
export function RepeatFields({ error, isSeries }: RepeatFieldsProps) {
  const [unit, setUnit] = useState(isSeries ? 'WEEKLY' : '');
  const [end, setEnd] = useState(isSeries ? 'COUNT' : '');
  return (
    <fieldset>
      <legend>{m.repeats}</legend>
      <div class="fields">
        <SelectField {...{ label: m.repeats, name: 'unit', value: unit, onInput: setUnit, error }}>
          {!isSeries && <option value="">{m.never}</option>}
          {['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].map((each) => (
            <option key={each} value={each}>
              {m.every({ unit: each, count: 1 })}
            </option>
          ))}
        </SelectField>
        {unit !== '' && (
          <>
            <Field
              {...{ label: m.interval, name: 'interval', type: 'number', initial: 1 }}
              {...{ min: 1, max: 99, required: true }}
            />
            <SelectField {...{ label: m.ends, name: 'end', value: end, onInput: setEnd }}>
              {!isSeries && <option value="">{m.never}</option>}
              <option value="COUNT">{m.endsAfter}</option>
              <option value="UNTIL">{m.endsOn}</option>
            </SelectField>
            {end === 'COUNT' && (
              <Field
                {...{ label: m.howOften, name: 'count', type: 'number', initial: 4 }}
                {...{ min: 1, max: isSeries ? 52 : 999, required: true }}
              />
            )}
            {end === 'UNTIL' && (
              <Field {...{ label: m.lastDay, name: 'until', type: 'date', required: true }} />
            )}
          </>
        )}
      </div>
      {unit === 'WEEKLY' && (
        <div class="row">
          {WEEKDAYS.map((day, n) => (
            <label key={day}>
              <input type="checkbox" name="weekday" value={day} /> {weekdayName(n)}
            </label>
          ))}
          <small>{m.weekdaysHint}</small>
        </div>
      )}
    </fieldset>
  );
}

/** The rule that the fields say; undefined for something that happens once. */
export function ruleOf(form: FormData): string | undefined {
  const text = (name: string) => String(form.get(name) ?? '');
  const [unit, end] = [text('unit'), text('end')];
  if (unit === '') return undefined;
  const weekdays = form.getAll('weekday');
  return [
    `FREQ=${unit}`,
    text('interval') !== '1' && `INTERVAL=${text('interval')}`,
    weekdays.length > 0 && `BYDAY=${weekdays.join()}`,
    end === 'COUNT' && `COUNT=${text('count')}`,
    end === 'UNTIL' && `UNTIL=${text('until').replaceAll('-', '')}`,
  ]
    .filter(Boolean)
    .join(';');
}
