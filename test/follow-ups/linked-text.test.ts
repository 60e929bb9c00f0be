import { describe, expect, it } from 'vitest';
import { linkedText } from '../../src/follow-ups/channels/linked-text.ts';

/** The links of a text, and the text that a reader sees. */
function read(text: string) {
  const html = String(linkedText(text));
  const plain = (part: string) =>
    part
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  return {
    links: [...html.matchAll(/<a href="([^"]*)">/g)].map(([, url]) => plain(url ?? '')),
    shown: plain(html.replace(/<[^>]*>/g, '')),
  };
}

describe('the links in a text', () => {
  it.each([
    ['The menu (https://chez.example/menu).', ['https://chez.example/menu']],
    ['See https://chez.example/menu, or ask.', ['https://chez.example/menu']],
    ['“https://chez.example/menu”!', ['https://chez.example/menu']],
    ['<https://chez.example/menu>', ['https://chez.example/menu']],
    ['https://chez.example/menu_(summer)?', ['https://chez.example/menu_(summer)']],
    ['メニュー：https://chez.example/menu。', ['https://chez.example/menu']],
    ['https://chez.example/menu؟', ['https://chez.example/menu']],
    ['\u2068https://chez.example/menu\u2069.', ['https://chez.example/menu']],
    [
      'Tell us: https://feedback.example/r?a=1&b=%7B2%7D&booking=bkg_1',
      ['https://feedback.example/r?a=1&b=%7B2%7D&booking=bkg_1'],
    ],
    ['https://user:word@chez.example/x.', ['https://user:word@chez.example/x']],
    ['https://a.example/\nhttps://b.example/', ['https://a.example/', 'https://b.example/']],
    ['https://chez.example/?q="><script>alert(1)</script>', undefined],
    ['http://a.example ftp://b.example //c.example www.d.example maya@e.example', []],
    ['javascript:alert(1) <b>bold</b> & "quoted"', []],
    ['No link.', []],
  ])('%s', (text, links) => {
    const seen = read(text);
    expect(seen.shown).toBe(text);
    if (links !== undefined) expect(seen.links).toEqual(links);
    expect(String(linkedText(text))).not.toMatch(/<(?!a href="https:|\/a>)/);
  });
});
