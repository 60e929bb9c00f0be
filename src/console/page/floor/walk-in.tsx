import * as m from 'messages:floor';
import type { FloorWaitlistEntry } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, SelectField } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { timeOf } from '../time.ts';
import { Anyway, overrideIn } from './anyway.tsx';
import type { DialogProps } from './dialog-props.ts';
import { nameOf, placeText, sizeText } from './words.ts';

interface WalkInProps extends DialogProps {
  /** The party on the waitlist that is seated. */
  readonly entry: FloorWaitlistEntry | undefined;
}

/** Seats a party that is there without a booking. */
export function WalkIn({ floor, acts, entry, onClose }: WalkInProps) {
  const venueId = floor.venue.id;
  async function send(idempotencyKey: string, form: FormData) {
    const name = String(form.get('name') ?? '').trim();
    const resourceId = String(form.get('resource'));
    const id = entry?.customerId ?? idempotencyKey;
    const isKnown = entry?.customerId != null;
    const made = await api.createBooking({
      idempotencyKey,
      body: {
        ...{ venueId, walkIn: true as const, partySize: Number(form.get('partySize')) },
        ...(resourceId === '' ? {} : { resourceIds: [resourceId] }),
        ...(isKnown ? { customer: { id } } : name === '' ? {} : { customer: { id, name } }),
        ...overrideIn(form),
      },
    });
    if (entry !== undefined) await api.leaveWaitlist({ venueId, entryId: entry.id });
    return made;
  }
  const name = entry === undefined ? m.walkInName : nameOf(entry);
  return (
    <Dialog title={entry === undefined ? m.walkIn : nameOf(entry)} onClose={onClose}>
      <Form
        label={m.doing({ act: 'seat', name })}
        done={(made) => {
          const time = timeOf(made.end, floor.venue.timeZone);
          return m.walkInDone({ name, place: placeText(made), time });
        }}
        submit={m.act({ act: 'seat' })}
        run={send}
        onDone={() => {
          onClose();
          void acts.refresh();
        }}
      >
        {(problem, sent) => (
          <>
            <div class="fields">
              <Field
                {...{ label: m.partySize, name: 'partySize', type: 'number', required: true }}
                {...{ min: 1, initial: entry?.partySize ?? 2 }}
                error={errorOf(problem, 'body.partySize')}
              />
              {entry === undefined && (
                <Field {...{ label: m.nameIfKnown, name: 'name', autocomplete: 'off' }} />
              )}
              <TableField floor={floor} />
            </div>
            <Anyway {...{ problem, sent }} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

/** Chooses a resource, or leaves it to the service. */
export function TableField({ floor, value }: Pick<DialogProps, 'floor'> & { value?: string }) {
  return (
    <SelectField label={m.table} name="resource">
      <option value="">{m.anyTable}</option>
      {floor.resources.map((resource) => (
        <option key={resource.id} value={resource.id} selected={resource.id === value}>
          {resource.name} ({sizeText(resource)})
        </option>
      ))}
    </SelectField>
  );
}
