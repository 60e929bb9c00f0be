import * as m from 'messages:settings';
import { useState } from 'preact/hooks';
import type { AffectedBookings, Venue, VenueChange } from '../../../client/index.ts';
import { api, type MaitredProblem } from '../api.ts';
import { AreaField, Field, SelectField, Tick } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { WithVenue } from '../parts/venue-bar.tsx';
import { hrefOf } from '../router.ts';
import { useVenues } from '../venues.ts';
import { Affected } from './affected.tsx';
import { NoVenue } from './no-venue.tsx';
import { TurnTimes } from './turn-times.tsx';
import { GROUPS } from './venue-fields.ts';
import { timeZones } from './zones.ts';

/** The settings of a venue. Only what was changed is sent, so two people do not undo each other. */
export function VenueSection() {
  const { reload } = useVenues();
  return (
    <WithVenue none={<NoVenue />}>
      {(venue, bar) => (
        <>
          <div class="bar">
            {bar}
            <a href={hrefOf(['settings', 'set-up'], { new: 'yes' })}>{m.anotherVenue}</a>
          </div>
          <VenueForm key={venue.id} venue={venue} onSaved={() => void reload()} />
        </>
      )}
    </WithVenue>
  );
}

function VenueForm({ venue, onSaved }: { readonly venue: Venue; readonly onSaved: () => void }) {
  const [affected, setAffected] = useState<AffectedBookings>();
  // What was there when the form was drawn, or saved last.
  const [before, setBefore] = useState(venue);
  const [turnTimes, setTurnTimes] = useState(venue.turnTimes);
  return (
    <>
      <Affected affected={affected} />
      <Form
        label={m.savedVenue}
        submit={m.saveVenue}
        run={(idempotencyKey, form) => {
          const body = changeOf(before, form, turnTimes);
          return api.changeVenue({ idempotencyKey, venueId: venue.id, body });
        }}
        onDone={(changed) => {
          setBefore(changed);
          setAffected(changed.affectedBookings);
          onSaved();
        }}
      >
        {(problem) => (
          <>
            {GROUPS.map(({ title, texts, numbers }) => (
              <fieldset key={title} class="card">
                <legend>{title}</legend>
                <div class="fields">
                  {texts.map(({ name, label, hint, isLong }) => {
                    const Part = isLong === true ? AreaField : Field;
                    return (
                      <Part
                        key={name}
                        {...{ name, label, hint, error: errorOf(problem, `body.${name}`) }}
                        initial={String(venue[name] ?? '')}
                      />
                    );
                  })}
                  {numbers.map(({ name, label, hint }) => (
                    <Field
                      key={name}
                      {...{ type: 'number', min: 0, name, label, hint }}
                      error={errorOf(problem, `body.${name}`)}
                      initial={venue[name] === null ? '' : Number(venue[name])}
                    />
                  ))}
                  {title === m.profile && <Zone venue={venue} problem={problem} />}
                </div>
                {title === m.bookingRules && <TurnTimes {...{ turnTimes, setTurnTimes }} />}
                {title === m.guestLimits && (
                  <Tick
                    name="overlapAllowed"
                    label={m.overlapAllowed}
                    initial={venue.guestOverlap === 'allow'}
                  />
                )}
                {title === m.service && (
                  <Tick
                    name="waitlistFirst"
                    label={m.waitlistFirst}
                    initial={venue.waitlistFirst}
                  />
                )}
              </fieldset>
            ))}
          </>
        )}
      </Form>
    </>
  );
}

interface ZoneProps {
  readonly venue: Venue;
  readonly problem: MaitredProblem | undefined;
}

function Zone({ venue, problem }: ZoneProps) {
  const [zone, setZone] = useState(venue.timeZone);
  return (
    <SelectField
      {...{ name: 'timeZone', label: m.timeZone, value: zone, onInput: setZone }}
      error={errorOf(problem, 'body.timeZone')}
    >
      {[...new Set([venue.timeZone, ...timeZones()])].map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </SelectField>
  );
}

/** The settings of the form that differ from those before. */
function changeOf(before: Venue, form: FormData, turnTimes: Venue['turnTimes']): VenueChange {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const all: Record<string, unknown> = {
    timeZone: text('timeZone'),
    guestOverlap: form.has('overlapAllowed') ? 'allow' : 'refuse',
    waitlistFirst: form.has('waitlistFirst'),
    turnTimes,
  };
  // People write telephone numbers with gaps; E.164 has none.
  const stored = (name: string) =>
    name === 'phone' ? text(name).replace(/[\s().-]/g, '') : text(name);
  for (const { texts, numbers } of GROUPS) {
    for (const { name } of texts) all[name] = stored(name) || (name === 'name' ? '' : null);
    for (const { name } of numbers) all[name] = text(name) === '' ? null : Number(text(name));
  }
  return Object.fromEntries(
    Object.entries(all).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, name)),
    ),
  );
}
