import * as m from 'messages:floor';
import type { Floor, FloorWaitlistEntry } from '../../../client/index.ts';
import { api } from '../api.ts';
import { agoOf, timeOf } from '../time.ts';
import { mayAsStaff, mayWrite } from './acts.ts';
import type { Opened } from './opened.ts';
import type { FloorActs } from './use-acts.ts';
import { nameOf } from './words.ts';

interface WaitlistProps {
  readonly floor: Floor;
  readonly acts: FloorActs;
  readonly setOpened: (opened: Opened) => void;
}

/** The parties that wait for a place, in the order of joining. */
export function Waitlist({ floor, acts, setOpened }: WaitlistProps) {
  return (
    <aside class="card waitlist" aria-label={m.waitlist} data-part>
      <div class="row spread">
        <h2 tabIndex={-1}>
          {m.waitlist} ({floor.waitlist.length})
        </h2>
        {mayWrite() && (
          <button
            type="button"
            aria-label={m.addEntry}
            title={m.addEntry}
            onClick={() => setOpened({ kind: 'entry' })}
          >
            +
          </button>
        )}
      </div>
      {floor.waitlist.length === 0 ? (
        <p class="quiet">{m.nobodyWaits}</p>
      ) : (
        <ul class="list">
          {floor.waitlist.map((entry) => (
            <Entry key={entry.id} {...{ entry, floor, acts, setOpened }} />
          ))}
        </ul>
      )}
    </aside>
  );
}

function Entry({ entry, floor, acts, setOpened }: WaitlistProps & { entry: FloorWaitlistEntry }) {
  const { id: venueId, timeZone: zone } = floor.venue;
  const { id: entryId, offer } = entry;
  const name = nameOf(entry);
  const forWhom = <span class="hidden"> {name}</span>;
  return (
    <li data-entry={entryId} tabIndex={-1}>
      <b dir="auto">{name}</b> · {m.guests({ count: entry.partySize })}
      <small>
        {timeOf(entry.earliest, zone)}–{timeOf(entry.latest, zone)} · {agoOf(entry.createdAt)}
      </small>
      {entry.notes && <small dir="auto">{entry.notes}</small>}
      {offer && (
        <p>
          <span class="badge warn">{m.offered({ time: timeOf(offer.start, zone) })}</span>
          {offer.expiresAt && (
            <small>{m.offerUntil({ time: timeOf(offer.expiresAt, zone) })}</small>
          )}
        </p>
      )}
      {mayWrite() && (
        <div class="buttons">
          {offer && (
            <button
              type="button"
              class="main"
              onClick={() =>
                void acts.perform(
                  m.accepting({ name }),
                  (idempotencyKey) => api.acceptOffer({ idempotencyKey, venueId, entryId }),
                  () => ({ text: m.accepted({ name }) }),
                )
              }
            >
              {m.accept}
              {forWhom}
            </button>
          )}
          {!offer && mayAsStaff() && (
            <button type="button" onClick={() => setOpened({ kind: 'walkIn', entry })}>
              {m.act({ act: 'seat' })}
              {forWhom}
            </button>
          )}
          <button
            type="button"
            onClick={() =>
              void acts.perform(
                m.removing({ name }),
                (idempotencyKey) => api.leaveWaitlist({ idempotencyKey, venueId, entryId }),
                () => ({ text: m.removed({ name }) }),
              )
            }
          >
            {m.remove}
            {forWhom}
          </button>
        </div>
      )}
    </li>
  );
}
