import * as m from 'messages:bookings';
import { useState } from 'preact/hooks';
import type { ListedCustomer } from '../../../client/index.ts';
import { nameOf, useGuests, useSettled } from '../guest-search.ts';
import { Contacts } from './contacts.tsx';
import { Field } from './field.tsx';
import { Loaded } from './state.tsx';

interface GuestPickerProps {
  readonly label: string;
  readonly onPick: (guest: ListedCustomer) => void;
  /** A guest who cannot be chosen. */
  readonly not?: string;
}

/** Finds a guest to be chosen. */
export function GuestPicker({ label, onPick, not }: GuestPickerProps) {
  const [text, setText] = useState('');
  const settled = useSettled(text.trim());
  return (
    <div class="picker">
      <Field {...{ label, type: 'search', value: text, hint: m.searchHint, onInput: setText }} />
      {settled !== '' && <Found {...{ text: settled, onPick, not }} />}
    </div>
  );
}

function Found({
  text,
  onPick,
  not,
}: Pick<GuestPickerProps, 'onPick'> & { text: string; not: string | undefined }) {
  const polled = useGuests(text, { count: 10 });
  return (
    <Loaded polled={polled}>
      {({ guests }) => (
        <ul class="list" aria-label={m.found}>
          {guests
            .filter(({ id }) => id !== not)
            .slice(0, 10)
            .map((guest) => (
              <li key={guest.id}>
                <button type="button" class="plain" onClick={() => onPick(guest)}>
                  <bdi>{nameOf(guest)}</bdi> <Contacts guest={guest} />
                </button>
              </li>
            ))}
          {guests.length === 0 && <li class="quiet">{m.noGuest}</li>}
        </ul>
      )}
    </Loaded>
  );
}
