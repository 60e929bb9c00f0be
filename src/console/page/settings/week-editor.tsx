import * as m from 'messages:settings';
import { type Period, WEEKDAYS, type Week, type Weekday, weekdayName } from './hours.ts';

interface WeekEditorProps {
  readonly week: Week;
  readonly onChange: (week: Week) => void;
}

/** The opening hours of a week: several periods for each day, and a day copied to all others. */
export function WeekEditor({ week, onChange }: WeekEditorProps) {
  const set = (weekday: Weekday, periods: readonly Period[]) =>
    onChange({ ...week, [weekday]: periods });
  return (
    <div class="week">
      {WEEKDAYS.map((weekday) => (
        <fieldset key={weekday}>
          <legend>{weekdayName(weekday)}</legend>
          <PeriodsEditor periods={week[weekday]} onChange={(periods) => set(weekday, periods)} />
          <button
            type="button"
            aria-label={`${m.toAllDays}: ${weekdayName(weekday)}`}
            onClick={() =>
              onChange({
                ...week,
                ...Object.fromEntries(WEEKDAYS.map((each) => [each, week[weekday]])),
              })
            }
          >
            {m.toAllDays}
          </button>
        </fieldset>
      ))}
    </div>
  );
}

interface PeriodsEditorProps {
  readonly periods: readonly Period[];
  readonly onChange: (periods: readonly Period[]) => void;
}

/** The opening periods of one day. */
export function PeriodsEditor({ periods, onChange }: PeriodsEditorProps) {
  const set = (n: number, change: Partial<Period>) =>
    onChange(periods.map((each, k) => (k === n ? { ...each, ...change } : each)));
  return (
    <div class="periods">
      {periods.length === 0 && <span class="quiet">{m.closed}</span>}
      {periods.map((period, n) => (
        <span key={n} class="period">
          <input
            type="time"
            aria-label={m.opens}
            value={period.opens}
            required
            onInput={(event) => set(n, { opens: event.currentTarget.value })}
          />
          –
          <input
            type="time"
            aria-label={m.closes}
            value={period.closes}
            required
            onInput={(event) => set(n, { closes: event.currentTarget.value })}
          />
          <button
            type="button"
            class="plain"
            aria-label={m.removePeriod}
            onClick={() => onChange(periods.filter((_, k) => k !== n))}
          >
            ✕
          </button>
        </span>
      ))}
      <button
        type="button"
        onClick={() => onChange([...periods, { opens: '17:00', closes: '23:00' }])}
      >
        {m.addPeriod}
      </button>
    </div>
  );
}
