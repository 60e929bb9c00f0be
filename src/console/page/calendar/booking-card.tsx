import * as b from 'messages:bookings';
import * as m from 'messages:calendar';
import type { Booking, BookingWithMood } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Confirmed } from '../parts/confirmed.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Facts } from '../parts/facts.tsx';
import { Field } from '../parts/field.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { hrefOf } from '../router.ts';
import { may } from '../session.ts';
import { dateIn, longDate, momentOf, timeOf } from '../time.ts';
import { BookingGuest } from './booking-guest.tsx';
import { ruleText } from './rule-text.ts';

interface BookingCardProps {
  readonly bookingId: string;
  readonly onClose: () => void;
  /** Called when the booking was changed. */
  readonly onChange: () => Promise<void>;
}

/** The card of a booking: its facts, its guest, and where to go from here. */
export function BookingCard({ bookingId, onClose, onChange }: BookingCardProps) {
  const booking = usePolled(
    `booking ${bookingId}`,
    (signal) => api.showBooking({ bookingId }, { signal }),
    30,
  );
  return (
    <Dialog title={m.booking} place="side" onClose={onClose}>
      {booking.problem?.status === 404 ? (
        <Empty>{m.gone}</Empty>
      ) : (
        <Loaded polled={booking}>
          {(known) => (
            <>
              <BookingFacts booking={known} />
              <CancelBooking
                booking={known}
                onDone={async () => {
                  await Promise.all([booking.reload(), onChange()]);
                }}
              />
            </>
          )}
        </Loaded>
      )}
    </Dialog>
  );
}

function BookingFacts({ booking }: { readonly booking: BookingWithMood }) {
  const { start, end, timeZone, partySize, state, reference, notes, tags, area, late } = booking;
  const { seriesId, conversationId, customerId, expectedAt } = booking;
  const series = usePolled(
    `series of ${seriesId}`,
    async (signal) =>
      seriesId === null ? undefined : await api.showSeries({ seriesId }, { signal }),
    0,
  );
  const date = dateIn(timeZone, start);
  return (
    <>
      <p>
        <strong>{longDate(date)}</strong>
        <br />
        {timeOf(start, timeZone)}–{timeOf(end, timeZone)}{' '}
        <span class="zone">{timeZone.replaceAll('_', ' ')}</span>
      </p>
      <p class="row">
        <span class={isGood(state) ? 'badge good' : 'badge'}>{b.state({ state })}</span>
        {late && (
          <span class="badge warn">
            {m.late} {expectedAt !== null && timeOf(expectedAt, timeZone)}
          </span>
        )}
        {tags.map((tag) => (
          <span key={tag} class="badge">
            {tag}
          </span>
        ))}
      </p>
      <Facts
        facts={[
          [m.guest, customerId && <BookingGuest customerId={customerId} isWhole />],
          [m.party, b.guests({ count: partySize })],
          [m.places, booking.resources.map(({ name }) => name).join(', ')],
          [m.area, area?.name],
          [b.notes, notes],
          [m.reference, reference],
          [m.series, series.value && ruleText(series.value.repeat)],
          [m.cancelBefore, state === 'confirmed' && momentOf(booking.cancelBefore, timeZone)],
        ]}
      />
      <p class="row">
        <a href={hrefOf(['floor'], { date })}>{m.toFloor}</a>
        {conversationId !== null && may('messages:read') && (
          <a href={hrefOf(['conversations', conversationId])}>{m.conversation}</a>
        )}
      </p>
    </>
  );
}

const isGood = (state: Booking['state']) => state === 'confirmed' || state === 'seated';

function CancelBooking({
  booking,
  onDone,
}: {
  readonly booking: Booking;
  readonly onDone: () => Promise<void>;
}) {
  const { id: bookingId, state, version } = booking;
  const isOpen = state === 'held' || state === 'requested' || state === 'confirmed';
  if (!isOpen || !may('bookings:write')) return null;
  return (
    <Confirmed
      label={m.cancelBooking}
      run={async (idempotencyKey, form) => {
        const reason = String(form.get('reason')).trim();
        try {
          return await api.cancelBooking({
            ...{ bookingId, idempotencyKey, ifMatch: `"${version}"` },
            body: reason === '' ? {} : { reason },
          });
        } catch (error) {
          // Somebody else may have changed it, which the card then shows.
          await onDone();
          throw error;
        }
      }}
      onDone={() => void onDone()}
    >
      <Field {...{ label: m.reason, name: 'reason', maxLength: 200 }} />
    </Confirmed>
  );
}
