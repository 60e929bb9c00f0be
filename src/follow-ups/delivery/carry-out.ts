import { html } from 'hono/html';
import type { StoredBooking } from '../../bookings/booking.ts';
import { Refused } from '../../platform/database-errors.ts';
import { showId } from '../../platform/ids.ts';
import { bookingCalendar } from '../channels/calendar.ts';
import { sendWebhook } from '../channels/webhook.ts';
import type { Attempt, JobContent } from '../job.ts';
import type { Deliverer, TakenJob } from './deliver-jobs.ts';
import { markNoShow } from './store.ts';

/** Carries out one job that is meant, on its channel; conversations are spoken to elsewhere. */
export function carryOut(deps: Deliverer, job: TakenJob): Promise<Attempt> {
  switch (job.channel) {
    case 'webhook':
      return tell(deps, job);
    case 'email':
      return mail(deps, job);
    case 'booking':
      return noShow(deps, job);
    case 'conversation':
      throw new Error('conversations are spoken to in one statement');
  }
}

async function tell(deps: Deliverer, job: TakenJob): Promise<Attempt> {
  const { endpoint, event, data } = job;
  if (endpoint === null || data === null)
    return { outcome: 'suppressed', reason: 'nothing_to_tell' };
  const { at, ...told } = data;
  const secrets = [endpoint.secret, endpoint.previousSecret].filter((each) => each !== null);
  return sendWebhook(deps, {
    id: showId('job', job.id),
    url: endpoint.url,
    secrets: await Promise.all(secrets.map((secret) => deps.cipher.decrypt(secret))),
    // The same at each attempt, as nothing in it changes, unless its guest is erased or its venue
    // moves to another zone: receivers know it by its id.
    body: JSON.stringify({ type: event, timestamp: at, data: shown(told) }),
  });
}

const ID_FIELDS = { bookingId: 'booking', venueId: 'venue' } as const;

/** Ids as clients know them. */
function shown(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (name === 'resourceIds' && Array.isArray(value)) {
        return [name, value.map((id) => showId('resource', String(id)))];
      }
      const kind = ID_FIELDS[name as keyof typeof ID_FIELDS];
      return [name, kind === undefined ? value : showId(kind, String(value))];
    }),
  );
}

/** The kinds whose email brings the calendar up to date. */
const CALENDAR_METHOD: Partial<Record<TakenJob['kind'], 'REQUEST' | 'CANCEL'>> = {
  confirmation: 'REQUEST',
  moved: 'REQUEST',
  cancellation: 'CANCEL',
};

async function mail(deps: Deliverer, job: TakenJob): Promise<Attempt> {
  const { content, email, mailed, venue } = job;
  if (deps.mailer === undefined) return { outcome: 'suppressed', reason: 'email_not_set_up' };
  if (content === null || email === null || mailed === null) {
    return { outcome: 'suppressed', reason: 'no_address' };
  }
  const started = deps.now();
  const met = () => ({ latencyMs: deps.now() - started });
  try {
    await deps.mailer.send({
      to: email,
      fromName: venue ?? '',
      subject: content.subject,
      text: content.text,
      html: htmlOf(content),
      calendar: calendarOf(job, { ...mailed, venueName: venue ?? '' }, deps.mailer.from, email),
    });
    return { outcome: 'delivered', ...met() };
  } catch {
    // What it says may name the address.
    return { outcome: 'retry', reason: 'email_refused', ...met() };
  }
}

function calendarOf(
  job: TakenJob,
  booking: StoredBooking & { venueName: string },
  organizer: string,
  guest: string,
) {
  const method = CALENDAR_METHOD[job.kind];
  return method && { method, ics: bookingCalendar(booking, { method, organizer, guest }) };
}

/** The text as a page, its links followable. */
function htmlOf({ locale, subject, text }: JobContent): string {
  const parts = text
    .split(/(https:\/\/\S+)/)
    .map((part, at) => (at % 2 === 1 ? html`<a href="${part}">${part}</a>` : part));
  return String(
    html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${subject}</title></head><body><p style="white-space: pre-line">${parts}</p></body></html>`,
  );
}

async function noShow(deps: Deliverer, job: TakenJob): Promise<Attempt> {
  try {
    const [marked] = await deps.database.run(markNoShow, { id: job.id });
    if (marked !== undefined) deps.enqueueFollowUp({ bookingId: marked.bookingId });
    return { outcome: 'delivered' };
  } catch (error) {
    // The booking has moved on meanwhile.
    if (error instanceof Refused) return { outcome: 'suppressed', reason: error.reason };
    throw error;
  }
}
