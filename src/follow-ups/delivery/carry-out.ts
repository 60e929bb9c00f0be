import { html } from 'hono/html';
import type { StoredBooking } from '../../bookings/booking.ts';
import { Refused } from '../../platform/database-errors.ts';
import { fromHex } from '../../platform/digest.ts';
import { showId, type WorkspaceId } from '../../platform/ids.ts';
import { isProblemCode } from '../../platform/problem.ts';
import { ABOUT_ENDPOINT, TEST_EVENT } from '../../webhooks/event.ts';
import { ownerOf } from '../../webhooks/new-secret.ts';
import { admitEmail } from '../addresses/store.ts';
import { unsubscribeUrl } from '../addresses/unsubscribe-links.ts';
import { bookingCalendar, bookingsCalendar } from '../channels/calendar.ts';
import type { CalendarBooking } from '../channels/calendar-entry.ts';
import { linkedText } from '../channels/linked-text.ts';
import { sendWebhook } from '../channels/webhook.ts';
import type { Attempt, JobContent } from '../job.ts';
import type { FollowUpPorts } from '../ports.ts';
import { challengeEndpoint } from './challenge-endpoint.ts';
import { endingOf } from './email-ending.ts';
import { showEventData } from './event-data.ts';
import { markNoShow } from './outcome-store.ts';
import type { TakenJob } from './taken-job.ts';
import { tryEndpoint } from './try-endpoint.ts';

type CarrierPorts = Pick<
  FollowUpPorts,
  | 'database'
  | 'now'
  | 'cipher'
  | 'mailer'
  | 'publicUrl'
  | 'unsubscribeLinks'
  | 'fetchOutside'
  | 'endpointRules'
  | 'enqueueFollowUp'
>;

/**
 * Carries out one job on its channel.
 * @param content the text to send; null for a job without one
 * @throws Error for the channel `conversation`, whose texts are posted together in one statement
 */
export function carryOut(
  deps: CarrierPorts,
  job: TakenJob,
  content: JobContent | null,
): Promise<Attempt> {
  switch (job.channel) {
    case 'webhook':
      return callWebhook(deps, job);
    case 'email':
      return sendEmail(deps, job, content);
    case 'booking':
      return checkNoShow(deps, job);
    case 'conversation':
      throw new Error('texts in conversations are posted together');
  }
}

async function callWebhook(deps: CarrierPorts, job: TakenJob): Promise<Attempt> {
  const { endpoint, event, data, webhookId } = job;
  const hasData = data !== null || ABOUT_ENDPOINT.includes(event);
  if (endpoint === null || webhookId === null || !hasData) {
    return { outcome: 'suppressed', reason: 'nothing_to_tell' };
  }
  const sealed = [endpoint.secret, endpoint.previousSecret].filter((each) => each !== null);
  const secrets = await Promise.all(
    sealed.map((secret) => deps.cipher.decrypt(ownerOf(webhookId), secret)),
  );
  if (event === TEST_EVENT) return tryEndpoint(deps, job, endpoint, secrets);
  if (data === null) return challengeEndpoint(deps, job, endpoint, secrets);
  return sendWebhook(deps, {
    id: showId('job', job.id),
    url: endpoint.url,
    secrets,
    // The body is the same at each attempt, unless the guest is erased or the venue's time zone
    // changes between them. Receivers recognise a repetition by its id.
    body: JSON.stringify({ type: event, timestamp: data.at, data: showEventData(data) }),
  });
}

/** The kinds whose email brings the guest's calendar up to date. */
const CALENDAR_METHOD: Partial<Record<TakenJob['kind'], 'REQUEST' | 'CANCEL'>> = {
  confirmation: 'REQUEST',
  moved: 'REQUEST',
  cancellation: 'CANCEL',
  restored: 'REQUEST',
};

/**
 * The kinds whose email withdraws the calendar entry of a booking that was approved before, and is no
 * longer. A guest who has got no entry gets nothing to withdraw.
 */
const WITHDRAWING: readonly TakenJob['kind'][] = [
  'request_withdrawn',
  'request_declined',
  'request_expired',
  'request_reopened',
];

async function sendEmail(
  deps: CarrierPorts,
  job: TakenJob,
  content: JobContent | null,
): Promise<Attempt> {
  const { email, calendarBooking, venue } = job;
  if (deps.mailer === undefined) return { outcome: 'suppressed', reason: 'email_not_set_up' };
  if (content === null || email === null || calendarBooking === null) {
    return { outcome: 'suppressed', reason: 'no_address' };
  }
  const values = { job: job.id, email, isFirst: job.failures === 0, now: deps.now() };
  const [admitted] = await deps.database.run(admitEmail, values);
  if (admitted === undefined) return { outcome: 'suppressed', reason: 'nothing_to_tell' };
  if (admitted.refused !== null) return { outcome: 'suppressed', reason: admitted.refused };
  const started = deps.now();
  const elapsed = () => ({ latencyMs: deps.now() - started });
  const place = { venueName: venue?.name ?? '', venueAddress: venue?.address };
  const told = job.together?.bookings ?? [];
  // A text about several bookings has the reference of each beside its time.
  const reference = told.length > 1 ? null : (told[0] ?? calendarBooking).reference;
  const ending = venue === null ? '' : endingOf(job.kind, venue, reference, content.locale);
  const replyTo = venue?.replyTo ?? undefined;
  try {
    await deps.mailer.send({
      to: email,
      fromName: venue?.name ?? '',
      replyTo,
      subject: content.subject,
      text: [content.text, ending].filter((part) => part !== '').join('\n\n'),
      html: htmlOf(content, ending),
      calendar: calendarOf(job, calendarBooking, place, replyTo ?? deps.mailer.from, email),
      unsubscribeUrl: await unsubscribeUrlOf(deps, admitted),
    });
    return { outcome: 'delivered', ...elapsed() };
  } catch {
    // The error is not kept, because its message may contain the address.
    return { outcome: 'retry', reason: 'email_refused', ...elapsed() };
  }
}

/** The link by which the guest ends email; undefined where the service does not know its own URL. */
async function unsubscribeUrlOf(
  { publicUrl, unsubscribeLinks }: CarrierPorts,
  { workspaceId, address }: { workspaceId: WorkspaceId; address: string },
): Promise<string | undefined> {
  if (publicUrl === undefined) return undefined;
  const token = await unsubscribeLinks.sign({ workspaceId, address: fromHex(address) });
  return unsubscribeUrl(publicUrl, token);
}

function calendarOf(
  { kind, together, isInvited }: TakenJob,
  booking: StoredBooking,
  place: Pick<CalendarBooking, 'venueName' | 'venueAddress'>,
  organizer: string,
  guest: string,
) {
  const isWithdrawn = isInvited && WITHDRAWING.includes(kind);
  const method = isWithdrawn ? 'CANCEL' : CALENDAR_METHOD[kind];
  if (method === undefined) return undefined;
  const placed = (each: StoredBooking): CalendarBooking => ({ ...each, ...place });
  const told = together?.bookings.flatMap((each) => each.booking ?? []) ?? [];
  const [first = placed(booking), ...others] = told.map(placed);
  return others.length === 0
    ? bookingCalendar(first, { method, organizer, guest })
    : bookingsCalendar([first, ...others], organizer);
}

/**
 * The text as an HTML page in which links can be followed. A venue may write its offers in a language
 * of the other direction, so each paragraph takes its direction from its first letter.
 */
function htmlOf({ locale, direction, subject, text }: JobContent, ending: string): string {
  const paragraphs = [text, ...ending.split('\n\n')]
    .filter((part) => part !== '')
    .map((part) => html`<p dir="auto" style="white-space: pre-line">${linkedText(part)}</p>`);
  return String(
    html`<!doctype html><html lang="${locale}" dir="${direction}"><head><meta charset="utf-8"><title>${subject}</title></head><body>${paragraphs}</body></html>`,
  );
}

async function checkNoShow(deps: CarrierPorts, job: TakenJob): Promise<Attempt> {
  try {
    const [marked] = await deps.database.run(markNoShow, { id: job.id });
    if (marked !== undefined) deps.enqueueFollowUp({ bookingId: marked.bookingId });
    return { outcome: 'delivered' };
  } catch (error) {
    // The database's clock is behind, or the party has just been marked late: the verdict decides again.
    if (error instanceof Refused && error.reason === 'too_early')
      return { outcome: 'retry', reason: error.reason };
    // The booking is no longer confirmed.
    if (error instanceof Refused && isProblemCode(error.reason))
      return { outcome: 'suppressed', reason: error.reason };
    throw error;
  }
}
