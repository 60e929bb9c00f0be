import * as m from 'messages:floor';
import { api } from '../api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { dateIn, timeOf } from '../time.ts';
import type { DialogProps } from './dialog-props.ts';
import { instantOf, MINUTE, snap } from './floor-data.ts';
import { guestIn } from './guest-in.ts';

/** Puts a party on the waitlist of the day. */
export function NewEntry({ floor, acts, now, onClose }: DialogProps) {
  const { id: venueId, timeZone: zone } = floor.venue;
  const step = floor.venue.slotInterval * MINUTE;
  const first = Date.parse(floor.periods[0]?.opens ?? floor.now);
  const isToday = dateIn(zone) === floor.date || now > first;
  const from = snap(floor, isToday ? Math.max(now + step / 2, first) : first);
  async function send(idempotencyKey: string, form: FormData) {
    const notes = String(form.get('notes') ?? '').trim();
    return api.joinWaitlist({
      ...{ idempotencyKey, venueId },
      body: {
        earliest: instantOf(floor, String(form.get('earliest'))),
        latest: instantOf(floor, String(form.get('latest'))),
        partySize: Number(form.get('partySize')),
        customer: await guestIn(form, idempotencyKey),
        ...(notes === '' ? {} : { notes }),
      },
    });
  }
  return (
    <Dialog title={m.addEntry} onClose={onClose}>
      <Form
        label={m.addEntry}
        done={m.entryAdded}
        submit={m.addEntry}
        run={send}
        onDone={() => {
          onClose();
          void acts.refresh();
        }}
      >
        {(problem) => (
          <div class="fields">
            <Field
              {...{ label: m.name, name: 'name', required: true, autocomplete: 'off' }}
              error={errorOf(problem, 'body.customer.name')}
            />
            <Field
              {...{ label: m.phone, name: 'phone', type: 'tel', autocomplete: 'off' }}
              error={errorOf(problem, 'body.customer.phone')}
            />
            <Field
              {...{ label: m.partySize, name: 'partySize', type: 'number', required: true }}
              {...{ min: 1, initial: 2 }}
              error={errorOf(problem, 'body.partySize')}
            />
            <Field
              {...{ label: m.earliest, name: 'earliest', type: 'time', required: true }}
              initial={timeOf(from, zone)}
              error={errorOf(problem, 'body.earliest')}
            />
            <Field
              {...{ label: m.latest, name: 'latest', type: 'time', required: true }}
              initial={timeOf(from + 60 * MINUTE, zone)}
              error={errorOf(problem, 'body.latest')}
            />
            <Field {...{ label: m.notes, name: 'notes' }} />
          </div>
        )}
      </Form>
    </Dialog>
  );
}
