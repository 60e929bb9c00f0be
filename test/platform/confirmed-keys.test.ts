import { describe, expect, it } from 'vitest';
import { createConfirmedKeys } from '../../src/platform/auth/confirmed-keys.ts';
import { newId } from '../../src/platform/ids.ts';

const callerOf = (workspaceId = newId<'workspace'>()) => ({
  keyId: newId<'key'>(),
  workspaceId,
  scopes: [],
});

describe('the keys that the database has accepted', () => {
  it('are remembered for five seconds from the beginning of the request', () => {
    const keys = createConfirmedKeys();
    const caller = callerOf();
    expect(keys.isConfirmed(caller, 0)).toBe(false);
    keys.confirm(caller, 0);
    expect([keys.isConfirmed(caller, 4999), keys.isConfirmed(caller, 5000)]).toEqual([true, false]);
    // A key with the same id and other claims is another key.
    expect(keys.isConfirmed({ ...caller }, 0)).toBe(false);
    keys.confirm(caller, 4000);
    expect([keys.isConfirmed(caller, 8999), keys.isConfirmed(caller, 9000)]).toEqual([true, false]);
  });

  it('are noted once a second, which never makes the five seconds longer', () => {
    const keys = createConfirmedKeys();
    const caller = callerOf();
    keys.confirm(caller, 0);
    keys.confirm(caller, 999);
    expect(keys.isConfirmed(caller, 5000)).toBe(false);
    keys.confirm(caller, 1000);
    expect(keys.isConfirmed(caller, 5999)).toBe(true);
  });

  it('are forgotten when a key of their workspace is revoked', () => {
    const keys = createConfirmedKeys();
    const revoked = callerOf();
    const sibling = callerOf(revoked.workspaceId);
    const other = callerOf();
    for (const caller of [revoked, sibling, other]) keys.confirm(caller, 0);
    keys.forget(revoked.workspaceId, 100);
    expect([revoked, sibling, other].map((caller) => keys.isConfirmed(caller, 100))).toEqual([
      ...[false, false, true],
    ]);
    // This request began before the revocation and ends after it.
    keys.confirm(revoked, 50);
    expect(keys.isConfirmed(revoked, 101)).toBe(false);
    keys.confirm(sibling, 101);
    expect(keys.isConfirmed(sibling, 101)).toBe(true);
  });

  it('are a thousand at most; the oldest is forgotten first', () => {
    const keys = createConfirmedKeys();
    const callers = Array.from({ length: 1001 }, () => callerOf());
    for (const caller of callers) keys.confirm(caller, 0);
    expect([0, 1, 1000].map((n) => keys.isConfirmed(callers[n] ?? callerOf(), 0))).toEqual([
      ...[false, true, true],
    ]);
  });
});
