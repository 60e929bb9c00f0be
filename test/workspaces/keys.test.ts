import { describe, expect, it } from 'vitest';
import { client, makeKey } from '../support/workspace.ts';

describe('keys', () => {
  it('cannot be created with a scope that the caller lacks', async () => {
    const admin = client(await makeKey('owner', ['admin']));
    const answer = await admin('POST', '/v1/keys', { name: 'x', scopes: ['messages:read'] });
    expect([answer.status, answer.body.code]).toEqual([403, 'scope_not_yours']);
  });
});
