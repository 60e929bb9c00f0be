import * as b from 'messages:bookings';
import * as m from 'messages:guests';
import { api } from '../api.ts';
import { Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { hrefOf } from '../router.ts';
import { may } from '../session.ts';
import { agoOf, datedDayOf, dateIn, timeOf } from '../time.ts';
import { useVenues } from '../venues.ts';

const NEWEST = 20;

/** The newest bookings and conversations of a guest. */
export function GuestHistory({ customerId }: { readonly customerId: string }) {
  return (
    <>
      {may('bookings:read') && <Bookings customerId={customerId} />}
      <Conversations customerId={customerId} />
    </>
  );
}

function Bookings({ customerId }: { readonly customerId: string }) {
  const { venues } = useVenues();
  const bookings = usePolled(
    `bookings of ${customerId}`,
    (signal) => api.listBookings({ customer: customerId, limit: NEWEST }, { signal }),
    30,
  );
  return (
    <section aria-labelledby="guest-bookings">
      <h2 id="guest-bookings">{m.bookings}</h2>
      <Loaded polled={bookings}>
        {({ data, page }) => (
          <>
            {data.length === 0 && <p class="quiet">{m.noBookings}</p>}
            {data.length > 0 && <p class="zone">{m.venueTimes}</p>}
            <ul class="list">
              {data.map(({ id, start, timeZone, partySize, state, venueId }) => {
                const place = { date: dateIn(timeZone, start), booking: id };
                return (
                  <li key={id} class="row">
                    <a href={hrefOf(['calendar'], place)}>
                      {datedDayOf(start, timeZone)}, {timeOf(start, timeZone)}
                    </a>
                    <span>{b.guests({ count: partySize })}</span>
                    <span class={state === 'no_show' ? 'badge bad' : 'badge'}>
                      {b.state({ state })}
                    </span>
                    <span class="quiet">{venues?.find((each) => each.id === venueId)?.name}</span>
                  </li>
                );
              })}
            </ul>
            {page.next !== null && <p class="quiet">{m.newestOnly({ count: data.length })}</p>}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Conversations({ customerId }: { readonly customerId: string }) {
  const conversations = usePolled(
    `conversations of ${customerId}`,
    (signal) => api.listConversations({ customer: customerId, limit: NEWEST }, { signal }),
    30,
  );
  return (
    <section aria-labelledby="guest-conversations">
      <h2 id="guest-conversations">{m.conversations}</h2>
      <Loaded polled={conversations}>
        {({ data, page }) => (
          <>
            {data.length === 0 && <p class="quiet">{m.noConversations}</p>}
            <ul class="list">
              {data.map(({ id, channel, messages, lastMessageAt, attention }) => (
                <li key={id} class="row">
                  <a href={hrefOf(['conversations', id])}>
                    {channel}, {agoOf(lastMessageAt)}
                  </a>
                  <span class="quiet">{m.messages({ count: messages })}</span>
                  {attention.needed && <span class="badge bad">{m.attention}</span>}
                </li>
              ))}
            </ul>
            {page.next !== null && <p class="quiet">{m.newestOnly({ count: data.length })}</p>}
          </>
        )}
      </Loaded>
    </section>
  );
}
