import { describe, expect, it } from 'vitest';
import { countedAddress } from '../../src/platform/client-address.ts';

describe('the address that a request counts against', () => {
  it.each([
    ['192.0.2.77', '192.0.2.77'],
    ['::ffff:192.0.2.77', '192.0.2.77'],
    ['::ffff:c000:24d', '192.0.2.77'],
    ['0:0:0:0:0:FFFF:192.0.2.77', '192.0.2.77'],
    ['2001:db8::1', '2001:db8::/64'],
    ['2001:db8:0:0:ffff:ffff:ffff:ffff', '2001:db8::/64'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8::/64'],
    ['2001:db8::1:0:0:1', '2001:db8::/64'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
    ['2001:db8:a:b:c:d:e:f', '2001:db8:a:b::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['fe80::2%3', 'fe80::/64'],
    ['::1', '::/64'],
    [undefined, 'unknown'],
    ['', 'unknown'],
    ['somewhere', 'unknown'],
    ['2001:db8::1, 192.0.2.1', 'unknown'],
    [`2001:${'0'.repeat(5000)}::1`, 'unknown'],
  ])('of %s is %s', (text, counted) => {
    expect(countedAddress(text)).toBe(counted);
  });
});
