import * as b from 'messages:bookings';
import * as m from 'messages:guests';
import { useState } from 'preact/hooks';
import type { Customer } from '../../../client/index.ts';
import { api } from '../api.ts';
import { guestsChanged, nameOf } from '../guest-search.ts';
import { locale } from '../language.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Facts } from '../parts/facts.tsx';
import { feelingOf, Mood, moodOf } from '../parts/mood.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { hrefOf } from '../router.ts';
import { may } from '../session.ts';
import { agoOf, datedDayOf } from '../time.ts';
import { GuestActs } from './guest-acts.tsx';
import { GuestForm } from './guest-form.tsx';
import { GuestHistory } from './guest-history.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { Tags } from './tags.tsx';

/** The card of a guest: what is known, what happened, and what can be done. */
export function GuestCard({ customerId }: { readonly customerId: string }) {
  const guest = usePolled(
    `guest card ${customerId}`,
    (signal) => api.showCustomer({ customerId }, { signal }),
    30,
  );
  const [open, setOpen] = useState<'edit' | 'merge'>();
  const close = () => setOpen(undefined);
  const isGone = guest.problem?.status === 404 || guest.problem?.status === 410;
  if (isGone) return <Empty>{m.gone}</Empty>;
  return (
    <Loaded polled={guest}>
      {(known) => (
        <>
          <header>
            <h1 dir="auto">{nameOf(known)}</h1>
            <Tags tags={known.tags} />
          </header>
          {known.refusal && (
            <p class="badge bad">
              {m.refused}
              {known.refusal.reason !== null && (
                <>
                  : <bdi>{known.refusal.reason}</bdi>
                </>
              )}
            </p>
          )}
          {may('customers:write') && (
            <div class="buttons">
              <button type="button" onClick={() => setOpen('edit')}>
                {m.edit}
              </button>
              <button type="button" onClick={() => setOpen('merge')}>
                {m.merge}
              </button>
            </div>
          )}
          <GuestFacts guest={known} />
          <GuestHistory customerId={known.id} />
          <GuestActs guest={known} onChange={guest.reload} />
          {open === 'edit' && (
            <Dialog title={m.edit} onClose={close}>
              <GuestForm
                guest={known}
                onClose={close}
                onDone={() => {
                  close();
                  guestsChanged();
                  void guest.reload();
                }}
              />
            </Dialog>
          )}
          {open === 'merge' && <MergeDialog {...{ guest: known, onClose: close }} />}
        </>
      )}
    </Loaded>
  );
}

/** The name of a language, such as “German”. */
function languageName(tag: string): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
}

function GuestFacts({ guest }: { readonly guest: Customer }) {
  const { phone, email, attendance, recentMood, merged, unsubscribedAt, timeZone } = guest;
  return (
    <Facts
      facts={[
        [
          b.phone,
          phone && (
            <a href={`tel:${phone}`} dir="ltr">
              {phone}
            </a>
          ),
        ],
        [
          m.email,
          email && (
            <>
              <a href={`mailto:${email}`}>{email}</a>
              {unsubscribedAt !== null && <div class="quiet">{m.unsubscribed}</div>}
            </>
          ),
        ],
        [m.language, guest.locale && languageName(guest.locale)],
        [m.timeZone, timeZone?.replaceAll('_', ' ')],
        [m.preferences, guest.preferences],
        [m.staffNotes, may('customers:notes') && guest.staffNotes],
        [
          m.attendance,
          attendance && (
            <>
              {b.visits({ count: attendance.visits })}, {m.noShows({ count: attendance.noShows })},{' '}
              {m.lateCancellations({ count: attendance.lateCancellations })}
              {attendance.lastVisitAt !== null && (
                <div class="quiet">{m.lastVisit({ ago: agoOf(attendance.lastVisitAt) })}</div>
              )}
            </>
          ),
        ],
        [m.mood, recentMood && <RecentMood {...recentMood} />],
        [m.lastSeen, agoOf(guest.lastSeenAt)],
        [m.id, guest.id],
        [
          m.merged,
          merged.length > 0 &&
            merged.map((each) => (
              <div key={each.id} dir="auto">
                {[each.name, each.phone, each.email, each.id].filter(Boolean).join(' · ')}{' '}
                <span class="quiet">{datedDayOf(each.at, 'UTC')}</span>
              </div>
            )),
        ],
      ]}
    />
  );
}

/** The mood of the newest conversation, in words and as a number. */
function RecentMood({ mood, conversationId, at }: NonNullable<Customer['recentMood']>) {
  return (
    <a href={hrefOf(['conversations', conversationId])}>
      <Mood mood={moodOf(mood)} /> <bdi dir="ltr">{feelingOf(mood)}</bdi>, {agoOf(at)}
    </a>
  );
}
