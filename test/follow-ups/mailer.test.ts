import type { SendEmail } from '@cloudflare/workers-types';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMailer, type Mail } from '../../src/follow-ups/channels/email.ts';

const messageSchema = z.object({
  from: z.object({ name: z.string(), email: z.string() }),
  to: z.string(),
  replyTo: z.string().optional(),
  subject: z.string(),
});
type Message = z.infer<typeof messageSchema>;

/** Sends an email, and returns what the binding was given. */
async function send(mail: Partial<Mail>, from = 'bookings@maitred.example'): Promise<Message> {
  const sent: Message[] = [];
  const binding: SendEmail = {
    async send(message: unknown) {
      sent.push(messageSchema.parse(message));
      return { messageId: 'sent' };
    },
  };
  const mailer = createMailer(binding, from);
  await mailer?.send({
    to: 'maya@example.com',
    fromName: 'Chez Nous',
    subject: 'Confirmed',
    text: 'Hello',
    html: '<p>Hello</p>',
    ...mail,
  });
  const [message] = sent;
  if (message === undefined) throw new Error('nothing was sent');
  return message;
}

/** The names of the headers, if a program writes the values into a message as they are. */
const headersOf = ({ from, to, subject }: Message) =>
  `From: "${from.name}" <${from.email}>\r\nTo: ${to}\r\nSubject: ${subject}`
    .split(/[\r\n\v\f\u0085\u2028\u2029]+/)
    .map((line) => line.split(':')[0]);

describe('an email', () => {
  it.each(['\r\n', '\n', '\r', '\u0085', '\v', '\f', '\u2028', '\u2029', '\0'])(
    'has three headers when the name of the venue contains %j',
    async (lineBreak) => {
      const name = `Chez${lineBreak}Bcc: x@example.com${lineBreak}`;
      const message = await send({ fromName: name, subject: `Confirmed: ${name}, 19:00` });
      expect(headersOf(message)).toEqual(['From', 'To', 'Subject']);
      expect(message.from.name).toBe('Chez Bcc: x@example.com');
      expect(message.subject).toBe('Confirmed: Chez Bcc: x@example.com , 19:00');
    },
  );

  it.each(['a@b.example\r\nBcc: x@example.com', 'a@b.example\0', 'a b@c.example', 'Chez Nous', ''])(
    'has no reply-to address that is %j',
    async (replyTo) => {
      expect((await send({ replyTo })).replyTo).toBeUndefined();
    },
  );

  it('has the reply-to address of the venue', async () => {
    expect((await send({ replyTo: 'tische@münchen.de' })).replyTo).toBe('tische@xn--mnchen-3ya.de');
    expect((await send({})).replyTo).toBeUndefined();
  });

  it('keeps every other character of a name', async () => {
    const name = 'Zoë’s “Küche” \\ 予約 <a@b.example>';
    expect(await send({ fromName: name, subject: name })).toMatchObject({
      from: { name },
      subject: name,
    });
  });

  it('goes to a domain in ASCII, and to a local part as it is', async () => {
    expect((await send({ to: 'jörg@münchen.de' })).to).toBe('jörg@xn--mnchen-3ya.de');
    expect((await send({ to: 'a&b/c@example.com' })).to).toBe('a&b/c@example.com');
    expect((await send({}, 'tische@münchen.de')).from.email).toBe('tische@xn--mnchen-3ya.de');
    // An address from before a rule existed is tried as it is.
    expect((await send({ to: 'not an address' })).to).toBe('not an address');
  });
});
