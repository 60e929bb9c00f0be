import { describe, expect, it } from 'vitest';
import { refuseEndpointUrl } from '../../src/webhooks/endpoint-url.ts';

const PUBLIC_ONLY = { allowLoopback: false };
const WITH_LOOPBACK = { allowLoopback: true };
const SCHEME = 'must be an https:// URL';
const ADDRESS = 'must name a host, not an IP address';
const DOMAIN = 'must name a public host with its domain';
const NO_URL = 'must be a URL, like https://example.com/webhooks';
const CHARACTERS = 'must not hold spaces, control characters or backslashes';
const CREDENTIALS = 'must not hold a user or password';
const FRAGMENT = 'must not have a fragment';
const DNS = 'must name a host that can be in DNS';
const PORT = 'must use port 443 or 8443';
const unknown = (name: string) => `must name a public host; .${name} is no top-level domain`;
const reserved = (name: string) => `must name a public host; .${name} is reserved`;

describe('the URL of an endpoint', () => {
  it.each([
    'https://example.com',
    'https://example.com/webhooks?from=maitred&x=1',
    'HTTPS://Hooks.Example.COM:8443/a/b',
    'https://example.com./',
    'https://xn--bcher-kva.example.net/',
    'https://bücher.example.net/',
    'https://localhost.example.com/',
    'https://10.0.0.1.example.com/',
    'https://my_host.example.com/%00',
    `https://example.com/${'a'.repeat(2028)}`,
    'https://example.com:443/',
    'https://example.com:8443/',
    'https://shop.co.uk/',
    'https://食狮.中国/',
    'https://xn--85x722f.xn--fiqs8s/',
    'https://example.xn--p1ai./',
    'https://x.zip/',
  ])('may be %s', (url) => {
    expect(refuseEndpointUrl(url, PUBLIC_ONLY)).toBeUndefined();
    expect(refuseEndpointUrl(url, WITH_LOOPBACK)).toBeUndefined();
  });

  it.each([
    ['', NO_URL],
    ['example.com/webhooks', NO_URL],
    ['//example.com', NO_URL],
    ['https://', NO_URL],
    ['https:///', NO_URL],
    ['https://exa%00mple.com', NO_URL],
    ['https://256.1.1.1', NO_URL],
    ['http://example.com', SCHEME],
    ['ftp://example.com', SCHEME],
    ['javascript:alert(1)', SCHEME],
    ['https:example.com', SCHEME],
    ['https:///example.com', SCHEME],
    ['https:\\\\example.com', CHARACTERS],
    ['https://example.com\\@localhost', CHARACTERS],
    [' https://example.com', CHARACTERS],
    ['https://exam\tple.com', CHARACTERS],
    ['https://example.com/\n', CHARACTERS],
    ['https://example.com/\0', CHARACTERS],
    ['https://example.com/\ud800', CHARACTERS],
    ['https://exam\u200bple.com', CHARACTERS],
    ['https://user:password@example.com', CREDENTIALS],
    ['https://user@example.com', CREDENTIALS],
    ['https://@example.com', CREDENTIALS],
    ['https://:@example.com', CREDENTIALS],
    ['https://example.com@localhost/', CREDENTIALS],
    ['https://example.com/#part', FRAGMENT],
    ['https://example.com/#', FRAGMENT],
    ['https://127.0.0.1/', ADDRESS],
    ['https://8.8.8.8/', ADDRESS],
    ['https://127.0.0.1./', ADDRESS],
    ['https://127.1/', ADDRESS],
    ['https://2130706433/', ADDRESS],
    ['https://0x7f000001/', ADDRESS],
    ['https://0x7f.1/', ADDRESS],
    ['https://0177.0.0.1/', ADDRESS],
    ['https://0/', ADDRESS],
    ['https://%31%32%37.0.0.1/', ADDRESS],
    ['https://１２７.０.０.１/', ADDRESS],
    ['https://127。0。0。1/', ADDRESS],
    ['https://169.254.169.254/latest/meta-data', ADDRESS],
    ['https://[::1]/', ADDRESS],
    ['https://[::ffff:10.0.0.1]:443/', ADDRESS],
    ['https://[fd00::1]/', ADDRESS],
    ['https://intern/', DOMAIN],
    ['https://intern./', DOMAIN],
    ['https://localhost/', reserved('localhost')],
    ['https://LOCALHOST./', reserved('localhost')],
    ['https://%6cocalhost/', reserved('localhost')],
    ['https://ⓛocalhost/', reserved('localhost')],
    ['https://api.localhost:8443/', reserved('localhost')],
    ['https://printer.local/', reserved('local')],
    ['https://metadata.google.internal/', reserved('internal')],
    ['https://router.home.arpa/', reserved('arpa')],
    ['https://1.0.0.127.in-addr.arpa/', reserved('arpa')],
    ['https://x.test/', reserved('test')],
    ['https://x.example/', reserved('example')],
    ['https://x.invalid/', reserved('invalid')],
    ['https://abc.onion/', reserved('onion')],
    ['https://nas.lan/', reserved('lan')],
    ['https://x.intranet./', reserved('intranet')],
    ['https://x.corp/', reserved('corp')],
    ['https://x.home/', reserved('home')],
    ['https://x.private/', reserved('private')],
    ['https://x.alt/', reserved('alt')],
    ['https://localhost.localdomain/', reserved('localdomain')],
    ['https://maitred.default.svc/', unknown('svc')],
    ['https://db.service.consul/', unknown('consul')],
    ['https://api.default.svc.cluster.local/', reserved('local')],
    ['https://nas.fritz.box.dyn/', unknown('dyn')],
    ['https://x.docker/', unknown('docker')],
    ['https://x.xn--zzzzzz/', unknown('xn--zzzzzz')],
    ['https://example.com:80/', PORT],
    ['https://example.com:22/', PORT],
    ['https://example.com:6379/', PORT],
    ['https://example.com:8080/', PORT],
    ['https://example.com:4443/', PORT],
    ['https://example..com/', DNS],
    ['https://example.com../', DNS],
    ['https://.example.com/', DNS],
    [`https://${'a'.repeat(64)}.com/`, DNS],
    [`https://${'a.'.repeat(126)}com/`, DNS],
    [`https://example.com/${'a'.repeat(2029)}`, 'must be at most 2048 characters'],
  ])('must not be %j', (url, message) => {
    expect(refuseEndpointUrl(url, PUBLIC_ONLY)).toBe(message);
  });

  it.each([
    'http://127.0.0.1:4000/hooks',
    'https://127.0.0.1/',
    'HTTP://LocalHost:3000',
    'https://localhost:3000/',
    'http://[::1]:4000/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://127.1/',
  ])('may be %s only if loopback is allowed', (url) => {
    expect(refuseEndpointUrl(url, WITH_LOOPBACK)).toBeUndefined();
    expect(refuseEndpointUrl(url, PUBLIC_ONLY)).toBeTypeOf('string');
  });

  it.each([
    ['http://example.com/', SCHEME],
    ['http://127.0.0.1.example.com/', SCHEME],
    ['http://10.0.0.1/', SCHEME],
    ['ftp://127.0.0.1/', SCHEME],
    ['http:127.0.0.1', SCHEME],
    ['https://127.0.0.2/', ADDRESS],
    ['https://0.0.0.0/', ADDRESS],
    ['https://169.254.169.254/', ADDRESS],
    ['https://[::ffff:127.0.0.1]/', ADDRESS],
    ['https://api.localhost/', reserved('localhost')],
    ['http://user@127.0.0.1/', CREDENTIALS],
    ['http://127.0.0.1/#part', FRAGMENT],
    ['http://127.0.0.1/ ', CHARACTERS],
  ])('must not be %j if loopback is allowed', (url, message) => {
    expect(refuseEndpointUrl(url, WITH_LOOPBACK)).toBe(message);
  });
});
