import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Content, describeApi } from '../../scripts/api-description/describe-api.ts';
import { lintApi } from '../../scripts/api-description/lint-api.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { asking, makeOneOfEach } from '../support/bookings.ts';
import { fillRoute, OPERATION_IDS, ROUTES, type Route } from '../support/routes.ts';
import { type NodeServer, startNodeServer } from './node-server.ts';

/**
 * `npm run record:examples` sets this variable, so that the answers are recorded for the
 * description.
 */
const RECORDS = process.env['RECORD_EXAMPLES'] === 'true';
const ANSWERS = fileURLToPath(
  new URL('../../scripts/api-description/answers.json', import.meta.url),
);

const description = describeApi('0.0.0');
const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'api', components: description.components });

/** The errors that ajv finds in a value, by its schema in the description. */
function mistakes(content: Content | undefined, value: unknown): string[] {
  const schema = content?.['application/json']?.schema;
  if (schema === undefined) return [];
  const text = JSON.stringify(schema).replaceAll('#/components', 'api#/components');
  const validate = ajv.compile(JSON.parse(text));
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

let server: NodeServer;
let ids: Record<string, string>;
const answers: Record<string, unknown> = {};

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      Authorization: `Bearer ${server.key}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

beforeAll(async () => {
  server = await startNodeServer();
  const ask = asking(call);
  const conversation = '/v1/conversations/chat-42';
  await call('POST', `${conversation}/messages`, {
    id: 'message-1',
    role: 'customer',
    text: 'A table for two tomorrow at seven?',
    customer: { id: 'guest-7', name: 'Ines', locale: 'en-GB' },
    emotion: { label: 'neutral' },
  });
  const database = openDatabase({ url: server.databaseUrl, timeoutMs: 10_000 });
  const made = await makeOneOfEach(ask, database, 'guest-7');
  const key = await call('POST', '/v1/keys', { name: 'old website', scopes: ['messages:read'] });
  ids = {
    ...made,
    conversationId: 'chat-42',
    messageId: 'message-1',
    customerId: 'guest-7',
    keyId: key.body.id,
  };
}, 60_000);
afterAll(async () => {
  if (RECORDS) record();
  await server?.close();
});

describe('the API’s description', () => {
  it('has no error and no warning by the recommended rules of Redocly', async () => {
    expect(await lintApi()).toEqual([]);
  });

  it('gives each schema a name of its own', () => {
    // Of two schemas with one name, the generator keeps the later one and says nothing.
    const source = fileURLToPath(new URL('../../src', import.meta.url));
    const names = globSync('**/*.ts', { cwd: source }).flatMap((file) => {
      const text = readFileSync(`${source}/${file}`, 'utf8');
      return [...text.matchAll(/\.openapi\(\s*'(\w+)'/g)].map(([, name]) => name);
    });
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('has exactly one example for every operation', () => {
    expect(ROUTES.map(({ id }) => id).toSorted()).toEqual(OPERATION_IDS.toSorted());
  });

  it('has the scope, the answers and the problems of every operation', () => {
    for (const { operationId, summary, tags, security, responses } of operations) {
      expect(summary, operationId).not.toBe('');
      expect(tags, operationId).toHaveLength(1);
      expect(security, operationId).toHaveLength(1);
      expect(Object.keys(responses), operationId).toEqual(
        expect.arrayContaining(['400', '401', '403', '429', '500', '503']),
      );
    }
  });
});

describe('examples', () => {
  it.each(ROUTES)('$id is sent, and answered as described', async (route: Route) => {
    const { method, path, body } = fillRoute(route, ids);
    const operation = description.paths[route.path]?.[route.method];
    expect(mistakes(operation?.requestBody?.content, body)).toEqual([]);
    const answer = await call(method, path, body);
    const documented = operation?.responses[answer.status];
    expect(documented, `${answer.status} ${JSON.stringify(answer.body)}`).toBeDefined();
    expect(answer.status).toBeLessThan(300);
    expect(mistakes(documented?.content, answer.body)).toEqual([]);
    if (answer.body !== '') answers[route.id] = answer.body;
  });
});

describe('examples in the description', () => {
  it.each(operations)('$operationId fits its own schemas', ({ requestBody, responses }) => {
    for (const content of [
      requestBody?.content,
      ...Object.values(responses).map((r) => r.content),
    ]) {
      const example = content?.['application/json']?.example;
      if (example !== undefined) expect(mistakes(content, example)).toEqual([]);
    }
  });

  it.skipIf(RECORDS)('show answers of the current shape', () => {
    const shown = JSON.stringify(describeApi('0.0.0'));
    for (const { id, method, path } of ROUTES) {
      const responses = description.paths[path]?.[method]?.responses ?? {};
      const example = Object.entries(responses).find(([status]) => /^2/.test(status))?.[1];
      const content = Object.values(example?.content ?? {})[0];
      expect(
        content === undefined ? [] : keysOf(content.example),
        `${id}: run npm run record:examples and commit the result`,
      ).toEqual(keysOf(answers[id]));
    }
    expect(shown).not.toMatch(/mtd_[\w-]{20}|whsec_[\w+/=]{20}/);
  });
});

/** The names of an object's fields. For a page, also the names of its first item's fields. */
function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'data' && Array.isArray(inner) ? [key, ...keysOf(inner[0])] : key,
  );
}

/** Records the answers. Ids, times and secrets are replaced by fixed values. */
function record(): void {
  const known = new Map<string, string>();
  const shift = Date.UTC(2026, 11, 1) - Date.UTC(...today());
  const write = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value)
        .replace(/\b([a-z]{3})_[0-9a-f]{32}\b/g, (id, prefix: string) => {
          const made = `${prefix}_019ac0de000070008000${String(known.size).padStart(12, '0')}`;
          known.set(id, known.get(id) ?? made);
          return known.get(id) ?? '';
        })
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+(?=Z|[+-]\d\d:\d\d)/g, (time) => {
          const moved = new Date(Date.parse(`${time}Z`) + shift).toISOString();
          return time.includes('.') ? moved.slice(0, -1) : moved.slice(0, 19);
        })
        .replace(/"(\d{4}-\d\d-\d\d)"/g, (_, date: string) => {
          return `"${new Date(Date.parse(date) + shift).toISOString().slice(0, 10)}"`;
        })
        .replace(/"reference":"\w{6}"/g, '"reference":"H7C2MX"')
        .replace(/mtd_[\w-]{88}/g, 'mtd_…')
        .replace(/whsec_[\w+/=]+/g, 'whsec_…')
        .replace(
          /http:\/\/127\.0\.0\.1:\d+\/calendars\/[\w-]+/g,
          'https://maitred.example/calendars/secret',
        ),
    );
  const recorded = { names: write(ids), answers: write(answers) };
  writeFileSync(ANSWERS, `${JSON.stringify(recorded, null, 2)}\n`);
}

function today(): [number, number, number] {
  const now = new Date();
  return [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
}
