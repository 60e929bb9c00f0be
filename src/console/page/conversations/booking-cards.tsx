import * as b from 'messages:bookings';
import * as m from 'messages:conversations';
import type { Booking } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Loaded } from '../parts/state.tsx';
import { type Polled, usePolled } from '../polled.ts';
import { momentOf } from '../time.ts';

const LOOKS: Record<string, string> = {
  ...{ confirmed: 'good', seated: 'good', finished: 'good', held: 'warn', requested: 'warn' },
  ...{ cancelled: 'bad', declined: 'bad', no_show: 'bad', expired: 'bad' },
};

/** The bookings of a conversation, the newest first. */
export const useBookings = (conversation: string, isAllowed: boolean) =>
  usePolled(
    `bookings of conversation ${conversation} ${isAllowed}`,
    async (signal): Promise<readonly Booking[]> => {
      if (!isAllowed) return [];
      const { data } = await api.listBookings({ conversation, limit: 20 }, { signal });
      return data.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
    },
    15,
  );

/** What became of the bookings of a conversation, event by event. */
export function BookingCards({ polled }: { readonly polled: Polled<readonly Booking[]> }) {
  return (
    <>
      <h3>{m.bookings}</h3>
      <Loaded {...{ polled }}>
        {(bookings) =>
          bookings.length === 0 ? (
            <p class="quiet">{m.noBookings}</p>
          ) : (
            bookings.map((each) => <BookingCard key={each.id} booking={each} />)
          )
        }
      </Loaded>
    </>
  );
}

function BookingCard({ booking }: { readonly booking: Booking }) {
  const { id, timeZone, partySize, resources, messageSeq, state, version } = booking;
  const timeline = usePolled(
    `booking timeline ${id} ${version}`,
    (signal) => api.showTimeline({ bookingId: id, limit: 50 }, { signal }),
    60,
  );
  const facts = [
    b.guests({ count: partySize }),
    resources.map(({ name }) => name).join(' + '),
    booking.reference ?? '',
    messageSeq === null ? '' : m.madeAfter({ seq: messageSeq }),
  ];
  return (
    <article class="talk-booking">
      <div class="row spread">
        <strong>{momentOf(booking.start, timeZone)}</strong>
        <span class={`badge ${LOOKS[state] ?? ''}`}>{b.state({ state })}</span>
      </div>
      <small>{facts.filter((each) => each !== '').join(' · ')}</small>
      <Loaded polled={timeline}>
        {({ data }) => (
          <ol class="talk-timeline">
            {data.map((each) => (
              <li key={each.version} class="talk-timeline-event">
                <small>{momentOf(each.at, timeZone)}</small>
                <span>
                  {m.event({ event: each.event })}
                  {each.undoneBy !== null && ` (${m.undone})`}
                  {[each.actor, each.reason].map(
                    (text) =>
                      text !== null && (
                        <>
                          {' '}
                          · <bdi>{text}</bdi>
                        </>
                      ),
                  )}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </article>
  );
}
