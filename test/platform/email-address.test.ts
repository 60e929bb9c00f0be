import { describe, expect, it } from 'vitest';
import { emailSchema, mailbox } from '../../src/platform/email-address.ts';

const octets = (text: string) => new TextEncoder().encode(text).length;

/** A domain in ASCII of this many octets, in labels of at most 63. */
function domainOf(length: number): string {
  const labels: string[] = [];
  for (let left = length; left > 0; left -= 64) labels.push('d'.repeat(Math.min(left, 63)));
  return labels.join('.');
}

describe('an email address', () => {
  it.each([
    ['maya@example.com', 'maya@example.com'],
    ["o'neil+table@mail.example.co.uk", "o'neil+table@mail.example.co.uk"],
    // Every character of atext (RFC 5322, 3.2.3).
    ["az09!#$%&'*+-/=?^_`{|}~.x@example.com", "az09!#$%&'*+-/=?^_`{|}~.x@example.com"],
    ['m@xn--mnchen-3ya.de', 'm@xn--mnchen-3ya.de'],
    ['m@münchen.de', 'm@xn--mnchen-3ya.de'],
    ['m@straße.de', 'm@xn--strae-oqa.de'],
    ['m@пример.рф', 'm@xn--e1afmkfd.xn--p1ai'],
    ['m@例え.テスト', 'm@xn--r8jz45g.xn--zckzah'],
    ['jörg@example.de', 'jörg@example.de'],
    ['用户@例え.テスト', '用户@xn--r8jz45g.xn--zckzah'],
    ['m@1.example', 'm@1.example'],
    ['Maya@EXAMPLE.Com', 'Maya@EXAMPLE.Com'],
  ])('%s is sent to %s, and is stored as it is given', (given, sent) => {
    expect(mailbox(given)).toBe(sent);
    expect(emailSchema.parse(given)).toBe(given);
  });

  it('has a local part of 64 octets and a length of 254 at most (RFC 5321, 4.5.3.1)', () => {
    for (const local of ['x'.repeat(64), 'ö'.repeat(32)]) {
      expect(mailbox(`${local}@example.com`)).toBeDefined();
      expect(mailbox(`${local}x@example.com`)).toBeUndefined();
    }
    const longest = `${'x'.repeat(64)}@${domainOf(189)}`;
    expect(octets(longest)).toBe(254);
    expect(mailbox(longest)).toBe(longest);
    expect(mailbox(`${'x'.repeat(64)}@${domainOf(190)}`)).toBeUndefined();
  });

  it('has labels of 63 octets at most (RFC 1035, 2.3.4), counted in ASCII', () => {
    expect(mailbox(`m@${'d'.repeat(63)}.de`)).toBeDefined();
    expect(mailbox(`m@${'d'.repeat(64)}.de`)).toBeUndefined();
    expect(
      mailbox(`m@${'ä'.repeat(57)}.de`)
        ?.split('@')[1]
        ?.split('.')[0],
    ).toHaveLength(63);
    expect(mailbox(`m@${'ä'.repeat(58)}.de`)).toBeUndefined();
  });

  it.each([
    '',
    'maya',
    '@example.com',
    'maya@',
    'maya@example',
    'maya@@example.com',
    'a@b@example.com',
    '.maya@example.com',
    'maya.@example.com',
    'ma..ya@example.com',
    'ma ya@example.com',
    ' maya@example.com',
    'maya@example.com ',
    'ma\u00a0ya@example.com',
    'maya@example.com\n',
    'maya\r\nBcc: x@example.com',
    'maya@example.com\r\nBcc: x',
    'maya\u2028@example.com',
    'maya\ud800@example.com',
    'maya@exam\ud800ple.com',
    '"maya"@example.com',
    'Maya <maya@example.com>',
    'maya,x@example.com',
    'maya(x)@example.com',
    'maya@-example.com',
    'maya@example-.com',
    'maya@exam_ple.com',
    'maya@.example.com',
    'maya@example..com',
    'maya@example.com.',
    'maya@127.0.0.1',
    'maya@[127.0.0.1]',
    'maya@example.com:25',
    'maya@exämple.com:25',
    'maya@exämple.com/x',
    'maya@exämple.com?x',
    'maya@exämple.com#x',
    'maya@exämple.com\\x',
    'maya@%65xämple.com',
    'maya@ex／ämple.com',
  ])('is not %j', (text) => {
    expect(emailSchema.safeParse(text).success).toBe(false);
  });
});
