import * as b from 'messages:bookings';
import { api } from '../api.ts';
import { nameOf } from '../guest-search.ts';
import { usePolled } from '../polled.ts';
import { hrefOf } from '../router.ts';
import { may } from '../session.ts';

/** A guest, read once; undefined without one, for keys that may not read it, and until it is read. */
function useGuest(customerId: string | null) {
  const isRead = customerId !== null && may('messages:read');
  const { value } = usePolled(
    `guest ${customerId} ${isRead}`,
    async (signal) => (isRead ? await api.showCustomer({ customerId }, { signal }) : undefined),
    0,
  );
  return value;
}

interface BookingGuestProps {
  readonly customerId: string;
  /** Whether to show the contacts and the visits too. */
  readonly isWhole?: boolean;
}

/** The guest of a booking or a series: the name, and a link to the card for keys that may read it. */
export function BookingGuest({ customerId, isWhole = false }: BookingGuestProps) {
  const guest = useGuest(customerId);
  if (!may('messages:read')) return <strong dir="auto">{customerId}</strong>;
  const visits = guest?.attendance?.visits;
  return (
    <>
      <a href={hrefOf(['guests', customerId])} dir="auto">
        {guest === undefined ? customerId : nameOf(guest)}
      </a>
      {isWhole && guest?.phone && (
        <div>
          <bdi dir="ltr">{guest.phone}</bdi>
        </div>
      )}
      {isWhole && visits !== undefined && <div class="quiet">{b.visits({ count: visits })}</div>}
    </>
  );
}
