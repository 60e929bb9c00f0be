import { createApp } from '../../src/app.ts';
import { PROBLEMS, type ProblemCode } from '../../src/platform/problem.ts';
import RECORDED from './answers.json' with { type: 'json' };
import { describeEvents } from './describe-events.ts';
import { EXAMPLES, fillExample } from './examples.ts';
import { INTRODUCTION, TAGS } from './introduction.ts';

/** The parts of an OpenAPI 3.1 document that are completed or read here. */
export interface ApiDescription {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: { schemas: Record<string, Schema> };
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
  'x-cache-class': string;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: unknown;
}

export type Content = Record<string, { schema: Schema; example?: unknown }>;
export type Schema = { $ref?: string; [keyword: string]: unknown };

/** The codes that every operation can answer, and those of operations with a JSON body. */
const GENERAL: readonly ProblemCode[] = [
  'invalid_field',
  'key_missing',
  'key_invalid',
  'key_revoked',
  'key_expired',
  'session_invalid',
  'session_expired',
  'csrf_token_wrong',
  'scope_missing',
  'rate_limited',
  'budget_spent',
  'internal',
  'unavailable',
];
const WITH_BODY: readonly ProblemCode[] = [
  'invalid_json',
  'body_too_large',
  'unsupported_media_type',
];

/**
 * Makes the OpenAPI 3.1 description of the API from the routes. It adds the parts that the Worker
 * does not contain: the introduction, the general problems and the examples.
 * @param version the version of the API, as package.json has it
 */
export function describeApi(version: string): ApiDescription {
  const app = createApp(() => {
    throw new Error('The API is only described here.');
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key, `mtd_…`. It belongs to one workspace and has scopes; each operation names the scope that it needs.',
  });
  describeEvents(app.openAPIRegistry);
  const document: ApiDescription = JSON.parse(
    JSON.stringify(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: 'Maitred',
          version,
          description: INTRODUCTION,
          license: { name: 'Apache 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
        },
        servers: [{ url: '/', description: 'The server that this description comes from.' }],
        tags: TAGS,
      }),
    ),
  );
  for (const methods of Object.values(document.paths)) {
    for (const operation of Object.values(methods)) {
      removeDiscriminator(operation);
      addGeneralProblems(operation);
      addExample(operation);
    }
  }
  // Events are signed, which no security scheme of OpenAPI describes.
  for (const { post } of Object.values(document.webhooks)) post.security = [];
  return document;
}

/**
 * Removes the discriminator of a body that is one of several schemas. In OpenAPI 3.1 it must be a required
 * text, and `walkIn` of a booking is neither.
 */
function removeDiscriminator({ requestBody }: Operation): void {
  for (const { schema } of Object.values(requestBody?.content ?? {})) {
    delete schema?.['discriminator'];
  }
}

function addGeneralProblems({ responses, requestBody }: Operation): void {
  const general = requestBody === undefined ? GENERAL : [...WITH_BODY, ...GENERAL];
  for (const code of general) {
    const [status, meaning] = PROBLEMS[code];
    const known = responses[status];
    const line = `\`${code}\`: ${meaning}`;
    responses[status] = {
      description: known === undefined ? line : `${known.description}\n\n${line}`,
      content: responses['default']?.content ?? {},
    };
  }
  delete responses['default'];
}

/** The ids and times in the examples, and the answers to the examples. A test has recorded them. */
const recorded: { names: Record<string, string>; answers: Record<string, unknown> } = RECORDED;

function addExample({ operationId, parameters = [], requestBody, responses }: Operation): void {
  const { query = {}, body, use = {} } = fillExample(EXAMPLES[operationId] ?? {}, recorded.names);
  for (const parameter of parameters) {
    const { name } = parameter;
    const value = parameter.in === 'path' ? recorded.names[use[name] ?? name] : query[name];
    if (value !== undefined) parameter.example = value;
  }
  for (const media of Object.values(requestBody?.content ?? {})) {
    if (body !== undefined) media.example = body;
  }
  const success = Object.keys(responses).find((status) => /^2/.test(status)) ?? '200';
  for (const [type, media] of Object.entries(responses[success]?.content ?? {})) {
    const answer = recorded.answers[operationId];
    // The recorded answer is the one without an `Accept`.
    const fits = typeof answer === 'string' || /\bjson$/.test(type);
    if (answer !== undefined && fits) media.example = answer;
  }
}
