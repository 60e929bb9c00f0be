import * as m from 'messages:floor';
import { useState } from 'preact/hooks';
import type { FloorWaitlistEntry } from '../../../client/index.ts';
import { api, type MaitredProblem } from '../api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, Tick } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { timeOf } from '../time.ts';
import { Anyway, overrideIn } from './anyway.tsx';
import type { DialogProps } from './dialog-props.ts';
import { MINUTE } from './floor-data.ts';
import { turnOf } from './places.ts';
import { placeHint, resourcesIn, TableField, usePlaces } from './table-field.tsx';
import { nameOf, placeText } from './words.ts';

interface WalkInProps extends DialogProps {
  /** The party on the waitlist that is seated. */
  readonly entry: FloorWaitlistEntry | undefined;
}

/** The shortest stay that is worth to be seated for, in minutes. */
const SHORTEST = 15;

/** Seats a party that is there without a booking. */
export function WalkIn({ floor, venue, acts, entry, now, onClose }: WalkInProps) {
  const { id: venueId, timeZone: zone } = floor.venue;
  const [partySize, setPartySize] = useState(String(entry?.partySize ?? 2));
  const [table, setTable] = useState('');
  const span = { from: now, to: now + turnOf(venue, Number(partySize)) };
  const places = usePlaces(floor, venue, { partySize: Number(partySize), span });
  const chosen = places.find(({ value }) => value === table);
  const isAnyFree = places.some(({ fit }) => fit === 'free' || fit === 'other');
  const closes = floor.periods.find((each) => Date.parse(each.closes) > now)?.closes;
  /** Until when a party could stay that stays less than its time; undefined when that does not help. */
  function shorterUntil(problem: MaitredProblem | undefined): number | undefined {
    if (problem?.code === 'outside_hours' && closes) return Date.parse(closes);
    if (chosen !== undefined) return chosen.fit === 'taken' ? undefined : chosen.until;
    const ends = places.flatMap(({ fit, until }) => (fit === 'until' && until ? [until] : []));
    return places.some(({ fit }) => fit === 'free') || ends.length === 0
      ? undefined
      : Math.max(...ends);
  }
  function explain({ code }: MaitredProblem): string | undefined {
    if (code === 'slot_taken') return chosen && placeHint(chosen, zone);
    return code === 'full' && !isAnyFree ? m.noneFree : undefined;
  }
  async function send(idempotencyKey: string, form: FormData) {
    const name = String(form.get('name') ?? '').trim();
    const id = entry?.customerId ?? idempotencyKey;
    const isKnown = entry?.customerId != null;
    const until = form.get('shorter');
    const rest = Math.floor((Number(until) - Date.now()) / MINUTE);
    const made = await api.createBooking({
      idempotencyKey,
      body: {
        ...{ venueId, walkIn: true as const, partySize: Number(form.get('partySize')) },
        ...(until === null ? {} : { minStay: Math.max(5, Math.min(SHORTEST, rest)) }),
        ...(isKnown ? { customer: { id } } : name === '' ? {} : { customer: { id, name } }),
        ...resourcesIn(form),
        ...overrideIn(form),
      },
    });
    if (entry !== undefined) await api.leaveWaitlist({ venueId, entryId: entry.id });
    return made;
  }
  const who = entry === undefined ? m.walkInName : nameOf(entry);
  return (
    <Dialog title={entry === undefined ? m.walkIn : nameOf(entry)} onClose={onClose}>
      <Form
        label={m.doing({ act: 'seat', name: who })}
        done={(made) => {
          const time = timeOf(made.end, zone);
          return m.walkInDone({ name: who, place: placeText(made), time });
        }}
        submit={m.act({ act: 'seat' })}
        run={send}
        explain={explain}
        onDone={({ id }) => {
          onClose();
          acts.offerUndo(id);
          void acts.refresh();
        }}
      >
        {(problem, sent) => {
          const until = shorterUntil(problem);
          // Where no table is free, no rule of the venue is in the way.
          const isHelped = problem?.code !== 'full' || (chosen === undefined && isAnyFree);
          return (
            <>
              <div class="fields">
                <Field
                  {...{ label: m.partySize, name: 'partySize', type: 'number', required: true }}
                  {...{ min: 1, value: partySize, onInput: setPartySize }}
                  error={errorOf(problem, 'body.partySize')}
                />
                {entry === undefined && (
                  <Field {...{ label: m.nameIfKnown, name: 'name', autocomplete: 'off' }} />
                )}
                <TableField
                  {...{ places, zone, value: table, onPick: setTable, none: m.anyTable }}
                />
              </div>
              {until !== undefined && <Shorter until={until} zone={zone} />}
              {isHelped && <Anyway {...{ problem, sent }} />}
            </>
          );
        }}
      </Form>
    </Dialog>
  );
}

/** Offers a stay that is shorter than the usual one. */
function Shorter({ until, zone }: { readonly until: number; readonly zone: string }) {
  const [isOn, setOn] = useState(false);
  return (
    <>
      <Tick label={m.shorterStay({ time: timeOf(until, zone) })} checked={isOn} onChange={setOn} />
      {isOn && <input type="hidden" name="shorter" value={until} />}
    </>
  );
}
