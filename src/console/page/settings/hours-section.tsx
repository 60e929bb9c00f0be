import * as m from 'messages:settings';
import { useState } from 'preact/hooks';
import type { AffectedBookings, Venue } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Form } from '../parts/form.tsx';
import { WithVenue } from '../parts/venue-bar.tsx';
import { dateIn, shortDate } from '../time.ts';
import { useVenues } from '../venues.ts';
import { Affected } from './affected.tsx';
import { weeklyOf, weekOf } from './hours.ts';
import { NoVenue } from './no-venue.tsx';
import { PeriodsEditor, WeekEditor } from './week-editor.tsx';

/** The opening hours of a venue, with exceptions by date. */
export function HoursSection() {
  const { reload } = useVenues();
  return (
    <WithVenue none={<NoVenue />}>
      {(venue, bar) => (
        <>
          <div class="bar">{bar}</div>
          <HoursForm key={venue.id} venue={venue} onSaved={() => void reload()} />
        </>
      )}
    </WithVenue>
  );
}

function HoursForm({ venue, onSaved }: { readonly venue: Venue; readonly onSaved: () => void }) {
  const [week, setWeek] = useState(weekOf(venue.hours));
  const [exceptions, setExceptions] = useState(venue.hours.exceptions);
  const [affected, setAffected] = useState<AffectedBookings>();
  const [date, setDate] = useState('');
  const today = dateIn(venue.timeZone);
  return (
    <>
      <Affected affected={affected} />
      <Form
        label={m.savedHours}
        submit={m.saveHours}
        run={(idempotencyKey) =>
          api.setHours({
            ...{ idempotencyKey, venueId: venue.id },
            body: { weekly: weeklyOf(week), exceptions: [...exceptions] },
          })
        }
        onDone={(changed) => {
          setAffected(changed.affectedBookings);
          onSaved();
        }}
      >
        {() => (
          <>
            <h2>{m.week}</h2>
            <WeekEditor week={week} onChange={setWeek} />
            <h2>{m.exceptions}</h2>
            <p class="quiet">{m.exceptionsHint}</p>
            {exceptions
              .filter((each) => each.date >= today)
              .map((exception) => (
                <fieldset key={exception.date}>
                  <legend>{shortDate(exception.date)}</legend>
                  <PeriodsEditor
                    periods={exception.periods}
                    onChange={(periods) =>
                      setExceptions(
                        exceptions.map((each) =>
                          each.date === exception.date ? { ...each, periods: [...periods] } : each,
                        ),
                      )
                    }
                  />
                  <button
                    type="button"
                    class="plain"
                    aria-label={m.removeException({ date: shortDate(exception.date) })}
                    onClick={() =>
                      setExceptions(exceptions.filter((each) => each.date !== exception.date))
                    }
                  >
                    {m.remove}
                  </button>
                </fieldset>
              ))}
            <div class="row">
              <label>
                {m.date}{' '}
                <input
                  type="date"
                  min={today}
                  value={date}
                  onInput={(event) => setDate(event.currentTarget.value)}
                />
              </label>
              <button
                type="button"
                disabled={date === '' || exceptions.some((each) => each.date === date)}
                onClick={() => {
                  setExceptions(
                    [...exceptions, { date, periods: [] }].sort((a, b) =>
                      a.date.localeCompare(b.date),
                    ),
                  );
                  setDate('');
                }}
              >
                {m.addException}
              </button>
            </div>
          </>
        )}
      </Form>
    </>
  );
}
