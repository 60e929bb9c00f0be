import * as m from 'messages:floor';
import { useMemo } from 'preact/hooks';
import type { Floor, FloorBooking } from '../../../client/index.ts';
import { api } from '../api.ts';
import { usePolled } from '../polled.ts';
import { hrefOf } from '../router.ts';
import { may } from '../session.ts';
import { dayOf, momentOf } from '../time.ts';
import { moodText } from './words.ts';

interface GuestFactsProps {
  readonly booking: FloorBooking;
  readonly zone: string;
  readonly withheld: Floor['withheld'];
}

/** What a host should know about a guest before greeting the party. */
export function GuestFacts({ booking, zone, withheld }: GuestFactsProps) {
  const { guest, notes, tags, area, expectedAt, late } = booking;
  const known = guest?.attendance;
  const customerId = may('messages:read') ? (guest?.customerId ?? undefined) : undefined;
  const load = useMemo(
    () => async (signal: AbortSignal) =>
      customerId === undefined ? null : (await api.showCustomer({ customerId }, { signal })).phone,
    [customerId],
  );
  const phone = usePolled(`phone ${customerId}`, load, 0).value;
  const all = [...(guest?.tags ?? []), ...tags];
  const facts: [name: string, text: string | false | null | undefined][] = [
    [m.visits, known && m.visitCount({ count: known.visits })],
    [m.lastVisit, known?.lastVisitAt && dayOf(known.lastVisitAt, zone)],
    [m.noShows, known && String(known.noShows)],
    [m.lateCancellations, known && String(known.lateCancellations)],
    [m.mood, guest && guest.mood !== null && moodText(guest.mood)],
    [m.area, area && (area.required ? m.onlyArea({ name: area.name }) : area.name)],
    [m.expected, late && expectedAt && momentOf(expectedAt, zone)],
    [m.notes, notes],
    [m.staffNotes, guest?.staffNotes],
  ];
  return (
    <>
      {all.length > 0 && (
        <p class="row">
          {[...new Set(all)].map((tag) => (
            <span key={tag} class="badge">
              {tag}
            </span>
          ))}
        </p>
      )}
      {customerId !== undefined && (
        <p class="row">
          {phone && (
            <a href={`tel:${phone}`} dir="ltr">
              {phone}
            </a>
          )}
          <a href={hrefOf(['guests', customerId])}>{m.guestPage}</a>
        </p>
      )}
      <dl class="facts">
        {facts.map(
          ([name, text]) =>
            text && (
              <div key={name}>
                <dt>{name}</dt>
                <dd dir="auto">{text}</dd>
              </div>
            ),
        )}
      </dl>
      {guest === null && <p class="quiet">{m.unknownGuest}</p>}
      {guest !== null && withheld.length > 0 && <p class="quiet">{m.withheld}</p>}
    </>
  );
}
