import * as m from 'messages:guests';
import type { Customer } from '../../../client/index.ts';
import { api } from '../api.ts';
import { guestsChanged, nameOf } from '../guest-search.ts';
import { act } from '../parts/act.ts';
import { Confirmed } from '../parts/confirmed.tsx';
import { Field } from '../parts/field.tsx';
import { goTo, hrefOf } from '../router.ts';
import { may } from '../session.ts';

interface GuestActsProps {
  readonly guest: Customer;
  readonly onChange: () => Promise<void>;
}

/** What is seldom done to a guest: an end of bookings, an export, an erasure. */
export function GuestActs({ guest, onChange }: GuestActsProps) {
  return (
    <div class="buttons">
      {may('bookings:read') && (
        <button type="button" onClick={() => void act(m.exported, () => download(guest.id))}>
          {m.exportAll}
        </button>
      )}
      {may('bookings:staff') && <Refusal {...{ guest, onChange }} />}
      {may('admin') && <Erasure guest={guest} />}
    </div>
  );
}

/** Reads everything about a guest, page by page, and saves it as one file. */
async function download(customerId: string): Promise<void> {
  const whole: Record<string, unknown> = {};
  for (let position: { after?: string } = {}; ; ) {
    const { page, ...part } = await api.exportCustomer({ customerId, limit: 200, ...position });
    for (const [name, value] of Object.entries(part)) {
      const before = whole[name];
      whole[name] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
    }
    if (page.next === null) break;
    position = { after: page.next };
  }
  const file = new Blob([JSON.stringify(whole, null, 2)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `guest-${customerId.replaceAll(/[^\w.-]/g, '_')}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Refusal({ guest, onChange }: GuestActsProps) {
  const { id: customerId, refusal } = guest;
  if (refusal) {
    return (
      <button
        type="button"
        onClick={async () => {
          await act(m.admit, (idempotencyKey) => api.admitCustomer({ customerId, idempotencyKey }));
          await onChange();
        }}
      >
        {m.admit}
      </button>
    );
  }
  return (
    <Confirmed
      label={m.refuse}
      run={(idempotencyKey, form) => {
        const reason = String(form.get('reason')).trim();
        return api.refuseCustomer({ customerId, body: { reason }, idempotencyKey });
      }}
      onDone={() => void onChange()}
    >
      <p>{m.refuseMeans}</p>
      <Field {...{ label: m.reason, name: 'reason', required: true, maxLength: 200 }} />
    </Confirmed>
  );
}

/** Erases a guest once the name has been typed. */
function Erasure({ guest }: { readonly guest: Customer }) {
  const name = nameOf(guest).trim();
  return (
    <Confirmed
      label={m.erase}
      check={(form) => (String(form.get('typed')).trim() === name ? undefined : m.otherName)}
      run={(idempotencyKey) => api.eraseCustomer({ customerId: guest.id, idempotencyKey })}
      onDone={() => {
        guestsChanged();
        goTo(hrefOf(['guests']));
      }}
    >
      <p>{m.eraseMeans}</p>
      <Field {...{ label: m.typeName({ name }), name: 'typed', autocomplete: 'off' }} />
    </Confirmed>
  );
}
