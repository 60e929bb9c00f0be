import * as m from 'messages:settings';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api.ts';
import { Field, SelectField } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { usePlace } from '../router.ts';
import { may } from '../session.ts';
import { chooseVenue, useVenues } from '../venues.ts';
import { FirstBooking } from './first-booking.tsx';
import { proposedWeek, weeklyOf } from './hours.ts';
import { TableFiller } from './table-filler.tsx';
import { WeekEditor } from './week-editor.tsx';
import { timeZones } from './zones.ts';

const STEPS = [m.stepVenue, m.stepHours, m.stepTables, m.stepBooking];

/**
 * The first set-up: from an empty workspace to the first booking. Each step is stored when it is done,
 * so it can be left, and goes on where it was.
 */
export function SetUp() {
  const { query } = usePlace();
  const { venues, venue: chosen, reload } = useVenues();
  const [madeId, setMadeId] = useState<string>();
  const isNew = query['new'] === 'yes' && madeId === undefined;
  const venue = isNew ? undefined : (venues?.find(({ id }) => id === madeId) ?? chosen);
  const [tables, setTables] = useState<number>();
  const [step, setStep] = useState<number>();
  const heading = useRef<HTMLHeadingElement>(null);
  const hasHours = venue !== undefined && venue.hours.weekly.length > 0;
  const reached = venue === undefined ? 0 : !hasHours ? 1 : (tables ?? 0) === 0 ? 2 : 3;
  const shown = step === undefined ? reached : Math.min(step, reached);
  useEffect(() => {
    if (venue === undefined) return;
    void api.listResources({ venueId: venue.id }).then(({ data }) => setTables(data.length));
  }, [venue?.id]);
  // A screen reader goes on at the heading of the new step.
  const isReady = venues !== undefined && (venue === undefined || tables !== undefined);
  useEffect(() => heading.current?.focus(), [shown, isReady]);
  if (!may('admin', 'bookings:read', 'bookings:write')) return <p class="empty">{m.askAdmin}</p>;
  if (!isReady) return <p class="empty">{m.loading}</p>;
  return (
    <div class="set-up">
      <h1>{m.setUp}</h1>
      <ol class="steps">
        {STEPS.map((title, n) => (
          <li key={title} aria-current={n === shown ? 'step' : undefined}>
            {n < reached ? '✓ ' : ''}
            {title}
          </li>
        ))}
      </ol>
      <section class="card">
        <h2 ref={heading} tabIndex={-1}>
          {STEPS[shown]}
        </h2>
        {shown === 0 && (
          <VenueStep
            onDone={async (id) => {
              setMadeId(id);
              setTables(0);
              chooseVenue(id);
              await reload();
            }}
          />
        )}
        {shown === 1 && venue && <HoursStep venueId={venue.id} onDone={() => void reload()} />}
        {shown === 2 && venue && (
          <TableFiller
            venueId={venue.id}
            existing={[]}
            onAdded={async () => {
              setTables((await api.listResources({ venueId: venue.id })).data.length);
              setStep(undefined);
            }}
          />
        )}
        {shown === 3 && venue && <FirstBooking venue={venue} onMoreTables={() => setStep(2)} />}
      </section>
    </div>
  );
}

function VenueStep({ onDone }: { readonly onDone: (id: string) => void }) {
  const zones = timeZones();
  const [zone, setZone] = useState(zones[0] ?? 'UTC');
  return (
    <Form
      label={m.savedVenue}
      submit={m.goOn}
      run={(idempotencyKey, form) => {
        const name = String(form.get('name') ?? '').trim();
        return api.createVenue({ idempotencyKey, body: { name, timeZone: zone } });
      }}
      onDone={({ id }) => onDone(id)}
    >
      {(problem) => (
        <>
          <Field
            {...{ name: 'name', label: m.venueName, required: true }}
            error={errorOf(problem, 'body.name')}
          />
          <SelectField
            {...{ label: m.timeZone, hint: m.timeZoneHint, value: zone, onInput: setZone }}
            error={errorOf(problem, 'body.timeZone')}
          >
            {zones.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </SelectField>
        </>
      )}
    </Form>
  );
}

interface HoursStepProps {
  readonly venueId: string;
  readonly onDone: () => void;
}

function HoursStep({ venueId, onDone }: HoursStepProps) {
  const [week, setWeek] = useState(proposedWeek);
  return (
    <Form
      label={m.savedHours}
      submit={m.goOn}
      run={(idempotencyKey) =>
        api.setHours({ idempotencyKey, venueId, body: { weekly: weeklyOf(week) } })
      }
      onDone={onDone}
    >
      {() => (
        <>
          <p class="quiet">{m.hoursHint}</p>
          <WeekEditor week={week} onChange={setWeek} />
        </>
      )}
    </Form>
  );
}
