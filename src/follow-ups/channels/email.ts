import type { SendEmail } from '@cloudflare/workers-types';
import { mailbox } from '../../platform/email-address.ts';
import { type CalendarFile, mediaTypeOf } from './calendar-file.ts';

/** An email to a guest. */
export interface Mail {
  readonly to: string;
  readonly fromName: string;
  /** The address to which answers go; undefined: the one that the email comes from. */
  readonly replyTo?: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly calendar?: CalendarFile | undefined;
  /** Ends all email to the address when it is sent a POST (RFC 8058). */
  readonly unsubscribeUrl?: string | undefined;
}

export interface Mailer {
  /** The address that email comes from. */
  readonly from: string;
  /** Hands an email over, and rejects when it was not accepted. There is no deduplication. */
  send(mail: Mail): Promise<void>;
}

/**
 * A name or a subject as the value of a header. Cloudflare encodes characters outside ASCII (RFC
 * 2047). A line break would begin another header (RFC 5322, 2.2), so it becomes a blank. A name that
 * was stored before names had to be one line may have one.
 */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** The headers by which mail programs offer to unsubscribe with one click (RFC 8058, 3.1). */
function unsubscribeHeaders(url: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${url}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/**
 * The address to which answers go, as a header takes it. An email address has no blanks and no control
 * characters, so a text that is none is left out.
 */
function replyAddress(replyTo: string | undefined): { replyTo?: string } {
  const address = replyTo === undefined ? undefined : mailbox(replyTo);
  return address === undefined ? {} : { replyTo: address };
}

/** Sends email through Cloudflare Email Sending; undefined where it is not set up. */
export function createMailer(binding: SendEmail | undefined, from: string): Mailer | undefined {
  if (binding === undefined || from === '') return undefined;
  return {
    from,
    async send({ to, fromName, replyTo, subject, text, html, calendar, unsubscribeUrl }) {
      await binding.send({
        to: mailbox(to) ?? to,
        from: { name: oneLine(fromName), email: mailbox(from) ?? from },
        ...replyAddress(replyTo),
        subject: oneLine(subject),
        text,
        html,
        ...(unsubscribeUrl === undefined ? {} : { headers: unsubscribeHeaders(unsubscribeUrl) }),
        ...(calendar === undefined
          ? {}
          : {
              attachments: [
                {
                  disposition: 'attachment' as const,
                  filename: 'booking.ics',
                  type: mediaTypeOf(calendar),
                  // Bytes, because Cloudflare takes a string for Base64.
                  content: new TextEncoder().encode(calendar.text),
                },
              ],
            }),
      });
    },
  };
}
