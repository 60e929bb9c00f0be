import * as b from 'messages:bookings';
import { guests as title } from 'messages:common';
import * as m from 'messages:guests';
import { useEffect, useState } from 'preact/hooks';
import type { ListedCustomer } from '../../../client/index.ts';
import { nameOf, useGuests, useSettled } from '../guest-search.ts';
import { Contacts } from '../parts/contacts.tsx';
import { Field, Tick } from '../parts/field.tsx';
import { SetUpLink } from '../parts/set-up-link.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { goTo, hrefOf, usePlace } from '../router.ts';
import { may } from '../session.ts';
import { dayAgoOf } from '../time.ts';
import { useZone } from '../venues.ts';
import { GuestCard } from './guest-card.tsx';
import { Tags } from './tags.tsx';

/** The guest book: a search, and the card of the chosen guest beside it. */
export function Page() {
  const { parts, query } = usePlace();
  const [text, setText] = useState(query['q'] ?? '');
  const settled = useSettled(text.trim());
  const customerId = parts[1];
  const kept = { q: settled, refused: query['refused'] };
  useEffect(() => {
    if (settled !== (query['q'] ?? '')) goTo(hrefOf(parts, kept), { replace: true });
  }, [settled]);
  const setRefused = (isOn: boolean) =>
    goTo(hrefOf(parts, { ...kept, refused: isOn ? 'true' : undefined }), { replace: true });
  return (
    <div class={customerId === undefined ? 'guest-book' : 'guest-book chosen'}>
      <div class="found">
        {/* The name of an open guest is the heading of the page. */}
        {customerId === undefined ? <h1>{title}</h1> : <h2>{title}</h2>}
        <search>
          <Field
            {...{ label: m.search, type: 'search', value: text, onInput: setText }}
            {...{ hint: b.searchHint, autocomplete: 'off' }}
          />
          {may('bookings:staff') && (
            <Tick
              label={m.onlyRefused}
              checked={query['refused'] === 'true'}
              onChange={setRefused}
            />
          )}
        </search>
        <Results
          key={query['refused']}
          {...{ text: settled, chosen: customerId, isRefused: query['refused'] === 'true' }}
          href={(id) => hrefOf(['guests', id], kept)}
        />
      </div>
      {customerId === undefined ? (
        <p class="empty choose">{m.choose}</p>
      ) : (
        <section class="card guest" aria-label={m.guest}>
          <a class="back" href={hrefOf(['guests'], kept)}>
            {m.back}
          </a>
          <GuestCard key={customerId} customerId={customerId} />
        </section>
      )}
    </div>
  );
}

interface ResultsProps {
  readonly text: string;
  readonly isRefused: boolean;
  readonly chosen: string | undefined;
  readonly href: (id: string) => string;
}

function Results({ text, isRefused, chosen, href }: ResultsProps) {
  const [count, setCount] = useState(50);
  const found = useGuests(text, { count, refused: isRefused });
  if (found.problem?.code === 'invalid_field' && found.value === undefined) {
    return <p class="empty">{m.whole}</p>;
  }
  return (
    <Loaded polled={found}>
      {({ guests, hasMore }) => (
        <div aria-busy={found.isOld} class={found.isOld ? 'old' : undefined}>
          <p class="quiet" role="status">
            {(hasMore ? m.shown : m.found)({ count: guests.length })}
          </p>
          {guests.length === 0 && (
            <Empty>
              {text === '' && !isRefused ? m.none : b.noGuest}
              <SetUpLink />
            </Empty>
          )}
          <ul class="list">
            {guests.map((guest) => (
              <li key={guest.id}>
                <a
                  class="result"
                  href={href(guest.id)}
                  aria-current={guest.id === chosen ? 'true' : undefined}
                >
                  <Result guest={guest} />
                </a>
              </li>
            ))}
          </ul>
          {hasMore && (
            <button type="button" onClick={() => setCount(count + 50)}>
              {m.more}
            </button>
          )}
        </div>
      )}
    </Loaded>
  );
}

function Result({ guest }: { readonly guest: ListedCustomer }) {
  const zone = useZone();
  return (
    <>
      <span class="row spread">
        <strong dir="auto">{nameOf(guest)}</strong>
        {zone !== undefined && <small>{m.seen({ when: dayAgoOf(guest.lastSeenAt, zone) })}</small>}
      </span>
      <Contacts guest={guest} />
      <Tags tags={guest.tags} />
    </>
  );
}
