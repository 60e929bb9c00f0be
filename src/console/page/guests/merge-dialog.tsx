import * as b from 'messages:bookings';
import * as common from 'messages:common';
import * as m from 'messages:guests';
import { useState } from 'preact/hooks';
import type { Customer, ListedCustomer } from '../../../client/index.ts';
import { api } from '../api.ts';
import { guestsChanged, nameOf } from '../guest-search.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Facts } from '../parts/facts.tsx';
import { Form } from '../parts/form.tsx';
import { GuestPicker } from '../parts/guest-picker.tsx';
import { goTo, hrefOf } from '../router.ts';
import { agoOf, datedDayOf } from '../time.ts';

interface MergeDialogProps {
  readonly guest: Customer;
  readonly onClose: () => void;
}

/** Makes one guest of two: the other one is searched for, both are shown, and one of them stays. */
export function MergeDialog({ guest, onClose }: MergeDialogProps) {
  const [other, setOther] = useState<ListedCustomer>();
  const [stays, setStays] = useState(guest.id);
  const gone = other?.id === stays ? guest.id : other?.id;
  return (
    <Dialog title={m.merge} onClose={onClose}>
      {other === undefined || gone === undefined ? (
        <GuestPicker label={m.other} not={guest.id} onPick={setOther} />
      ) : (
        <Form
          {...{ label: m.areMerged, submit: m.mergeBoth }}
          run={(idempotencyKey) =>
            api.mergeCustomers({ customerId: gone, body: { into: stays }, idempotencyKey })
          }
          onDone={(kept) => {
            guestsChanged();
            onClose();
            goTo(hrefOf(['guests', kept.id]));
          }}
          more={
            <button type="button" onClick={onClose}>
              {common.cancel}
            </button>
          }
        >
          {() => (
            <>
              <fieldset class="pair">
                <legend>{m.whoStays}</legend>
                {[guest, other].map((each) => (
                  <label key={each.id} class="card">
                    <input
                      type="radio"
                      name="stays"
                      checked={each.id === stays}
                      onChange={() => setStays(each.id)}
                    />{' '}
                    <strong dir="auto">{nameOf(each)}</strong>
                    <Facts
                      facts={[
                        [b.phone, each.phone],
                        [m.email, each.email],
                        [m.tags, each.tags.join(', ')],
                        [m.lastSeen, agoOf(each.lastSeenAt)],
                        [m.since, datedDayOf(each.createdAt, 'UTC')],
                        [m.id, each.id],
                      ]}
                    />
                  </label>
                ))}
              </fieldset>
              <p>{m.mergeMeans}</p>
              <p>
                <strong>{m.noUndo}</strong>
              </p>
            </>
          )}
        </Form>
      )}
    </Dialog>
  );
}
