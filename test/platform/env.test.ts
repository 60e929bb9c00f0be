import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { parseEnv } from '../../src/env.ts';
import { LONGEST_STATEMENT_MS } from '../../src/platform/longest-statement.ts';

const NEON = 'postgres://u:p@ep-cool-1.eu-central-1.aws.neon.tech/maitred';
const LOOPBACK = 'postgres://u:p@127.0.0.1:5432/maitred';

describe('the public URL', () => {
  it.each(['', 'https://api.example.com', 'https://api.example.com:8443', 'http://127.0.0.1:8787'])(
    'may be %j',
    (PUBLIC_URL) => {
      expect(parseEnv({ ...env, PUBLIC_URL }).PUBLIC_URL).toBe(PUBLIC_URL);
    },
  );

  it.each([
    'http://api.example.com',
    'https://api.example.com/',
    'https://api.example.com/v1',
    'https://user@api.example.com',
    'api.example.com',
    'javascript:alert(1)',
  ])('must not be %j', (PUBLIC_URL) => {
    expect(() => parseEnv({ ...env, PUBLIC_URL })).toThrow('PUBLIC_URL: must be an origin');
  });
});

describe('the time limit of the database', () => {
  it('is at most the statement_timeout of the role', () => {
    const parse = (DATABASE_TIMEOUT_MS: string) => parseEnv({ ...env, DATABASE_TIMEOUT_MS });
    expect(parse(String(LONGEST_STATEMENT_MS)).DATABASE_TIMEOUT_MS).toBe(LONGEST_STATEMENT_MS);
    expect(() => parse(String(LONGEST_STATEMENT_MS + 1))).toThrow('DATABASE_TIMEOUT_MS');
  });
});

describe('the switches for development', () => {
  it('are off unless they are set', () => {
    const parsed = parseEnv({ ...env });
    expect(parsed.ALLOW_LOOPBACK_WEBHOOKS).toBe(false);
    expect(parsed.OUTBOUND_PROXY_URL).toBeUndefined();
    expect(
      parseEnv({ ...env, DATABASE_URL: NEON, ALLOW_LOOPBACK_WEBHOOKS: 'false' }),
    ).toMatchObject({ ALLOW_LOOPBACK_WEBHOOKS: false });
  });

  it.each([LOOPBACK, 'postgresql://u:p@localhost/maitred', 'postgres://u:p@[::1]:5432/maitred'])(
    'can be on with a database on this machine: %s',
    (DATABASE_URL) => {
      const parsed = parseEnv({ ...env, DATABASE_URL, ALLOW_LOOPBACK_WEBHOOKS: 'true' });
      expect(parsed.ALLOW_LOOPBACK_WEBHOOKS).toBe(true);
    },
  );

  it.each([
    NEON,
    'postgres://u:p@localhost.example.com/maitred',
    'postgres://localhost@db.example.com/maitred',
    'postgres://u:p@db.example.com/localhost?host=127.0.0.1',
    'localhost',
  ])('stop the service with the database %s', (DATABASE_URL) => {
    const start = (more: object) => () => parseEnv({ ...env, DATABASE_URL, ...more });
    expect(start({})).not.toThrow();
    expect(start({ ALLOW_LOOPBACK_WEBHOOKS: 'true' })).toThrow(
      'bindings: ALLOW_LOOPBACK_WEBHOOKS: is for development only and must not be set: ' +
        'DATABASE_URL names no database on this machine',
    );
    expect(start({ OUTBOUND_PROXY_URL: 'http://127.0.0.1:4000' })).toThrow(
      'bindings: OUTBOUND_PROXY_URL: is for development only',
    );
  });

  it.each([
    { ALLOW_LOOPBACK_WEBHOOKS: '1' },
    { ALLOW_LOOPBACK_WEBHOOKS: 'yes' },
    { OUTBOUND_PROXY_URL: 'https://proxy.example.com' },
    { OUTBOUND_PROXY_URL: 'http://127.0.0.1.example.com' },
  ])('refuse other values: %j', (more) => {
    expect(() => parseEnv({ ...env, DATABASE_URL: LOOPBACK, ...more })).toThrow(/^bindings: /);
  });
});

describe('the secrets', () => {
  const parse = (more: object) => () => parseEnv({ ...env, DATABASE_URL: LOOPBACK, ...more });
  const other = 'another-secret-of-the-tests-0123456789';

  it('are one with the number 1 by default', () => {
    expect(parse({})()).toMatchObject({ KEY_SECRET_NUMBER: 1, OTHER_KEY_SECRETS: [] });
    expect(parse({ OTHER_KEY_SECRETS: '' })()).toMatchObject({ OTHER_KEY_SECRETS: [] });
  });

  it('may be several, each with its number', () => {
    const OTHER_KEY_SECRETS = JSON.stringify({ 1: other, 255: `${other}, with "all" signs: {}` });
    expect(parse({ KEY_SECRET_NUMBER: '2', OTHER_KEY_SECRETS })()).toMatchObject({
      KEY_SECRET_NUMBER: 2,
      OTHER_KEY_SECRETS: [
        { number: 1, secret: other },
        { number: 255, secret: `${other}, with "all" signs: {}` },
      ],
    });
  });

  it.each([
    { KEY_SECRET: 'too-short' },
    { KEY_SECRET_NUMBER: '0' },
    { KEY_SECRET_NUMBER: '256' },
    { OTHER_KEY_SECRETS: other },
    { OTHER_KEY_SECRETS: JSON.stringify([other]) },
    { OTHER_KEY_SECRETS: JSON.stringify({ 2: 'too-short' }) },
    { OTHER_KEY_SECRETS: JSON.stringify({ 0: other }) },
    { OTHER_KEY_SECRETS: JSON.stringify({ 256: other }) },
    { OTHER_KEY_SECRETS: JSON.stringify({ 1: other }) },
    { OTHER_KEY_SECRETS: JSON.stringify({ 2: other, 3: other }) },
    { KEY_SECRET: other, OTHER_KEY_SECRETS: JSON.stringify({ 2: other }) },
  ])('that do not fit stop the service, and are not shown: %j', (more) => {
    expect(parse(more)).toThrow(/^bindings: (KEY_SECRET|KEY_SECRET_NUMBER|OTHER_KEY_SECRETS): /);
    expect(parse(more)).not.toThrow(/too-short|another-secret/);
  });

  it('reads the settings of operations as JSON, and keeps the defaults of what is left out', () => {
    const OPERATIONS = '{"light": {"traffic": {"red": 8}}, "targets": {"confirm_booking": 400}}';
    const { light, targets } = parseEnv({ ...env, OPERATIONS }).OPERATIONS;
    expect(light.traffic).toEqual({ yellow: 2, orange: 3, red: 8 });
    expect(light.connections).toEqual({ yellow: null, orange: 80, red: 90 });
    expect(targets).toEqual({ store_message: 1000, confirm_booking: 400 });
    for (const bad of ['{', '{"light": {"traffic": {"red": -1}}}', '{"lights": {}}']) {
      expect(() => parseEnv({ ...env, OPERATIONS: bad })).toThrow(/^bindings: OPERATIONS/);
    }
  });
});
