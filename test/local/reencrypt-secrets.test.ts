import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { compose } from '../../src/compose.ts';
import { createCipher } from '../../src/platform/cipher.ts';
import { readId } from '../../src/platform/ids.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import { encryptInFormat1 } from '../support/format-1.ts';
import { NODE_SERVER_SECRET, type NodeServer, startNodeServer } from './node-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NEW_SECRET = 'the-new-secret-of-these-tests-0123456789';
const ROTATED = {
  KEY_SECRET: NEW_SECRET,
  KEY_SECRET_NUMBER: '2',
  OTHER_KEY_SECRETS: JSON.stringify({ 1: NODE_SERVER_SECRET }),
};
const MADE = { url: 'https://example.com/hook', events: ['*'] };

let server: NodeServer;
beforeAll(async () => {
  server = await startNodeServer();
});
afterAll(() => server?.close());

/** Sends a request to a Worker with these secrets. */
async function ask(secrets: object, method: string, path: string, body?: object, once?: string) {
  const response = await createApp(compose).request(
    path,
    {
      method,
      headers: {
        Authorization: `Bearer ${server.key}`,
        'Content-Type': 'application/json',
        ...(once === undefined ? {} : { 'Idempotency-Key': once }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    { ...server.bindings, ...secrets },
    { waitUntil() {}, passThroughOnException() {}, props: {} },
  );
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: a missing field fails an assertion
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as any };
}

function reencrypt(secrets: object): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, DATABASE_URL: server.databaseUrl, ...secrets };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['scripts/reencrypt-secrets.ts'],
      { cwd: ROOT, env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

it('secrets outlive the secret of the service that they were encrypted with', async () => {
  const before = { KEY_SECRET: NODE_SERVER_SECRET };
  const made = (await ask(before, 'POST', '/v1/webhooks', MADE, 'made')).body;
  const id = readId('webhook', made.id) ?? '';
  const rotated = (await ask(before, 'POST', `/v1/webhooks/${made.id}/rotate-secret`, {})).body;
  const second = (await ask(before, 'POST', '/v1/webhooks', MADE)).body;
  const gone = (await ask(before, 'POST', '/v1/webhooks', MADE)).body;
  expect((await ask(before, 'DELETE', `/v1/webhooks/${gone.id}`)).status).toBe(204);
  // One that was encrypted before secrets were bound to their rows.
  const unbound = await encryptInFormat1(NODE_SERVER_SECRET, second.secret);
  await server.rows(
    `update webhooks set secret = decode('${unbound}', 'hex')
      where id = '${readId('webhook', second.id)}'`,
  );

  // After the rotation, all of them are still read, and keys of the old secret still work.
  expect((await ask(ROTATED, 'POST', '/v1/webhooks', MADE, 'made')).body).toEqual(made);

  expect(await reencrypt(ROTATED)).toMatchObject({
    code: 0,
    stdout: 'encrypted anew: 3 secrets of webhooks, 1 in kept answers\n',
    stderr: '',
  });
  const again = 'encrypted anew: 0 secrets of webhooks, 0 in kept answers\n';
  expect(await reencrypt(ROTATED)).toMatchObject({ code: 0, stdout: again });

  // Nothing but keys needs the old secret now.
  const alone = createCipher({
    current: { number: 2, secret: NEW_SECRET },
    all: [{ number: 2, secret: NEW_SECRET }],
  });
  const owner = { purpose: 'webhook', id } as const;
  const [row] = await server.rows(
    `select encode(secret, 'hex') as secret, encode(previous_secret, 'hex') as previous
       from webhooks where id = '${id}'`,
  );
  expect(await alone.decrypt(owner, row?.['secret'] ?? '')).toBe(rotated.secret);
  expect(await alone.decrypt(owner, row?.['previous'] ?? '')).toBe(made.secret);
  const [answer] = await server.rows(
    `select answer ->> 'sealedSecret' as sealed from idempotency_keys where key = 'made'`,
  );
  expect(await alone.decrypt(owner, answer?.['sealed'] ?? '')).toBe(made.secret);
});

it('a secret that no given secret decrypts is named, and the others are encrypted anew', async () => {
  const before = { KEY_SECRET: NODE_SERVER_SECRET };
  const damaged = readId('webhook', (await ask(before, 'POST', '/v1/webhooks', MADE)).body.id);
  const fine = readId('webhook', (await ask(before, 'POST', '/v1/webhooks', MADE)).body.id) ?? '';
  const stranger = createCipher(ringOf('a-secret-that-nobody-knows-0123456789abc'));
  const owner = { purpose: 'webhook', id: damaged ?? '' } as const;
  await server.rows(
    `update webhooks set secret = decode('${await stranger.encrypt(owner, 'x')}', 'hex')
      where id = '${damaged}'`,
  );
  const { code, stdout, stderr } = await reencrypt(ROTATED);
  expect(code).toBe(1);
  expect(stdout).toContain('encrypted anew: 1 secrets of webhooks');
  expect(stderr).toBe(`cannot be decrypted with these secrets: webhook ${damaged}\n`);
  const [row] = await server.rows(
    `select left(encode(secret, 'hex'), 10) as head from webhooks where id = '${fine}'`,
  );
  expect(row).toEqual({ head: '6d74640202' });
});

it('missing or wrong secrets are named, and never shown', async () => {
  for (const [secrets, message] of [
    [{ KEY_SECRET: undefined }, 'KEY_SECRET: '],
    [{ KEY_SECRET: NEW_SECRET, OTHER_KEY_SECRETS: '{"1":"short-secret"}' }, 'OTHER_KEY_SECRETS: '],
    [{ KEY_SECRET: NEW_SECRET, OTHER_KEY_SECRETS: 'short-secret' }, 'must be a JSON object'],
    [{ ...ROTATED, KEY_SECRET_NUMBER: '1' }, 'must not contain the number of KEY_SECRET'],
    [{ ...ROTATED, KEY_SECRET: NODE_SERVER_SECRET }, 'must not contain a secret twice'],
    [{ ...ROTATED, KEY_SECRET_NUMBER: '256' }, 'KEY_SECRET_NUMBER: '],
  ] as const) {
    const { code, stderr } = await reencrypt(secrets);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('short-secret');
  }
});
