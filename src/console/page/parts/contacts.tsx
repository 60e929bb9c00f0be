import type { ListedCustomer } from '../../../client/index.ts';

interface ContactsProps {
  readonly guest: Pick<ListedCustomer, 'phone' | 'email'>;
}

/** The phone number and the email address of a guest, which are read from the left in every language. */
export function Contacts({ guest: { phone, email } }: ContactsProps) {
  return (
    <span class="quiet">
      {phone && <bdi dir="ltr">{phone}</bdi>}
      {phone && email && ' · '}
      {email && <bdi dir="ltr">{email}</bdi>}
    </span>
  );
}
