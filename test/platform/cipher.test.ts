import { describe, expect, it } from 'vitest';
import { createCipher, type SecretOwner } from '../../src/platform/cipher.ts';
import { newId } from '../../src/platform/ids.ts';
import type { SecretRing } from '../../src/platform/secret-ring.ts';
import { encryptInFormat1 } from '../support/format-1.ts';

const OLD = { number: 1, secret: 'an-old-secret-of-a-cipher-0123456789abc' };
const NEW = { number: 200, secret: 'a-new-secret-of-a-cipher-0123456789abcd' };
const ring = (current: typeof OLD, ...others: (typeof OLD)[]): SecretRing => ({
  current,
  all: [current, ...others],
});
const owner: SecretOwner = { purpose: 'webhook', id: newId() };

describe('an encrypted secret', () => {
  it('names the secret of the service that it needs', async () => {
    const old = createCipher(ring(OLD, NEW));
    const rotated = createCipher(ring(NEW, OLD));
    const before = await old.encrypt(owner, 'whsec_a');
    const after = await rotated.encrypt(owner, 'whsec_b');
    expect([before.slice(0, 10), after.slice(0, 10)]).toEqual(['6d74640201', '6d746402c8']);
    for (const cipher of [old, rotated]) {
      expect(await cipher.decrypt(owner, before)).toBe('whsec_a');
      expect(await cipher.decrypt(owner, after)).toBe('whsec_b');
    }
    expect([rotated.isCurrent(before), rotated.isCurrent(after)]).toEqual([false, true]);
    await expect(createCipher(ring(NEW)).decrypt(owner, before)).rejects.toThrow();
  });

  it('belongs to one row and purpose', async () => {
    const cipher = createCipher(ring(OLD));
    const stored = await cipher.encrypt(owner, 'whsec_a');
    await expect(cipher.decrypt({ ...owner, id: newId() }, stored)).rejects.toThrow();
    await expect(cipher.decrypt({ ...owner, purpose: 'calendar' }, stored)).rejects.toThrow();
  });

  it('is refused when a byte is changed', async () => {
    const cipher = createCipher(ring(OLD, NEW));
    const stored = await cipher.encrypt(owner, 'whsec_a');
    for (let at = 0; at < stored.length; at += 1) {
      const changed = stored.slice(0, at) + (stored[at] === '0' ? '1' : '0') + stored.slice(at + 1);
      await expect(cipher.decrypt(owner, changed)).rejects.toThrow();
    }
    await expect(cipher.decrypt(owner, '')).rejects.toThrow();
  });
});

describe('a secret that was encrypted before it was bound to its row', () => {
  it('is still decrypted, also after a rotation, and is not current', async () => {
    const stored = await encryptInFormat1(OLD.secret, 'whsec_a');
    for (const some of [ring(OLD), ring(NEW, OLD)]) {
      const cipher = createCipher(some);
      expect(await cipher.decrypt(owner, stored)).toBe('whsec_a');
      expect(cipher.isCurrent(stored)).toBe(false);
    }
    await expect(createCipher(ring(NEW)).decrypt(owner, stored)).rejects.toThrow();
  });
});
