import { describe, expect, it } from 'vitest';
import { createSigner, type KeyClaims } from '../../src/platform/auth/key.ts';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { newId } from '../../src/platform/ids.ts';
import { ringOf, type SecretRing } from '../../src/platform/secret-ring.ts';
import { keyOf, readKey, signInFormat1 } from '../support/format-1.ts';

const OLD = { number: 1, secret: 'an-old-secret-of-the-keys-0123456789abc' };
const NEW = { number: 2, secret: 'a-new-secret-of-the-keys-0123456789abcd' };
const ring = (current: typeof OLD, ...others: (typeof OLD)[]): SecretRing => ({
  current,
  all: [current, ...others],
});

const claims: KeyClaims = {
  keyId: newId(),
  workspaceId: newId(),
  scopes: ['messages:read', 'admin'],
};
const ids = (claims.keyId + claims.workspaceId).replaceAll('-', '');

describe('a key of format 2', () => {
  it('has the fields of the format, and is written in one way only', async () => {
    const expiresAt = Date.parse('2027-01-31T12:00:00.123Z');
    const key = await createSigner(ring(NEW, OLD)).sign({ ...claims, expiresAt });
    expect(key).toHaveLength('mtd_'.length + 104);
    // version, number of the secret, cell; ids; 32 bits of scopes; milliseconds since 1970
    const expiry = expiresAt.toString(16).padStart(12, '0');
    expect(readKey(key).claims).toBe(`02020000${ids}00000012${expiry}`);
    expect(await keyOf(NEW.secret, readKey(key).claims)).toBe(key);
    expect(await createSigner(ring(NEW)).verify(key)).toEqual({ ...claims, expiresAt });
  });

  it('does not expire without an expiry, and holds every scope', async () => {
    const signer = createSigner(ringOf(OLD.secret));
    const key = await signer.sign({ ...claims, scopes: SCOPES });
    expect(await signer.verify(key)).toEqual({ ...claims, scopes: SCOPES });
  });

  it('is verified as long as the ring has its secret', async () => {
    const key = await createSigner(ring(OLD)).sign(claims);
    expect(await createSigner(ring(OLD, NEW)).verify(key)).toEqual(claims);
    expect(await createSigner(ring(NEW, OLD)).verify(key)).toEqual(claims);
    expect(await createSigner(ring(NEW)).verify(key)).toBeUndefined();
    // The same secret under another number is another secret.
    expect(await createSigner(ring({ ...OLD, number: 3 })).verify(key)).toBeUndefined();
  });

  it('is refused when a field is changed, and in another cell', async () => {
    const signer = createSigner(ring(NEW, OLD));
    const { claims: genuine, signature } = readKey(await signer.sign(claims));
    const text = (hex: string) => {
      const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
      const base64 = btoa(String.fromCharCode(...bytes));
      return `mtd_${base64.replaceAll('+', '-').replaceAll('/', '_')}`;
    };
    expect(await signer.verify(text(genuine + signature))).toEqual(claims);
    for (let at = 0; at < genuine.length; at += 1) {
      const digit = genuine[at] === 'f' ? '0' : 'f';
      const changed = genuine.slice(0, at) + digit + genuine.slice(at + 1);
      expect(await signer.verify(text(changed + signature))).toBeUndefined();
    }
    const elsewhere = genuine.replace(/^02020000/, '02020001');
    expect(await signer.verify(await keyOf(NEW.secret, elsewhere))).toBeUndefined();
    const unknown = genuine.replace(/^02/, '03');
    expect(await signer.verify(await keyOf(NEW.secret, unknown))).toBeUndefined();
  });
});

describe('a key of format 1', () => {
  it('is still verified, also after a rotation', async () => {
    const key = await signInFormat1(OLD.secret, claims, 0b10010);
    expect(key).toHaveLength('mtd_'.length + 88);
    expect(await createSigner(ringOf(OLD.secret)).verify(key)).toEqual(claims);
    expect(await createSigner(ring(NEW, OLD)).verify(key)).toEqual(claims);
    expect(await createSigner(ring(NEW)).verify(key)).toBeUndefined();
  });

  it('is refused when its claims have the length of the other format', async () => {
    const signer = createSigner(ring(NEW, OLD));
    expect(await signer.verify(await keyOf(OLD.secret, `01${ids}12${'00'.repeat(12)}`))).toBe(
      undefined,
    );
    expect(await signer.verify(await keyOf(OLD.secret, `02${ids}12`))).toBeUndefined();
  });
});
