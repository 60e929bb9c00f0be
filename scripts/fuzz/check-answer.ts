import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ApiDescription, Content } from '../api-description/describe-api.ts';
import { type FuzzRequest, operationsOf } from './request.ts';

export interface FuzzAnswer {
  readonly status: number;
  readonly mediaType: string;
  /** The parsed JSON, or the text of another media type. */
  readonly body: unknown;
  readonly milliseconds: number;
}

/** No answer of the local service may take longer. */
const SLOWEST_MS = 5000;

/** @returns what is wrong with an answer to a request, by the description; an empty list if nothing */
export type CheckAnswer = (request: FuzzRequest, answer: FuzzAnswer) => string[];

export function createAnswerCheck(description: ApiDescription): CheckAnswer {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'api', components: description.components });
  const compiled = new Map<object, ValidateFunction>();
  const operations = operationsOf(description).map((each) => ({
    ...each,
    pattern: new RegExp(`^${each.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  }));

  /** What is wrong with a body by its schema. Bodies that are not JSON have none. */
  function misfits(content: Content | undefined, { mediaType, body }: FuzzAnswer): string[] {
    if (content === undefined) return body === '' ? [] : ['has a body, and documents none'];
    const media = content[mediaType];
    if (media === undefined) return [`does not document the media type ${mediaType}`];
    if (!/json/.test(mediaType)) return [];
    let validate = compiled.get(media.schema);
    if (validate === undefined) {
      const text = JSON.stringify(media.schema).replaceAll('#/components', 'api#/components');
      validate = ajv.compile(JSON.parse(text));
      compiled.set(media.schema, validate);
    }
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `the body does not fit its schema: ${instancePath} ${message}`,
    );
  }

  return ({ method, path }, answer) => {
    const wrong: string[] = [];
    const { status, milliseconds } = answer;
    if (status >= 500) wrong.push(`status ${status}`);
    if (milliseconds > SLOWEST_MS) wrong.push(`took ${milliseconds} ms`);
    // A path such as /v1/bookings/.. reaches another route, as URLs are normalised.
    const reached = new URL(path, 'http://fuzz').pathname;
    const named = operations.filter((each) => each.pattern.test(reached));
    const operation = named.find((each) => each.method === method)?.operation;
    if (operation === undefined) {
      const expected = named.length === 0 ? [404] : [404, 405];
      if (!expected.includes(status)) wrong.push(`status ${status} for a path of no operation`);
      return wrong;
    }
    const documented = operation.responses[status];
    if (documented === undefined) return [...wrong, `does not document the status ${status}`];
    wrong.push(...misfits(documented.content, answer));
    const code = codeOf(answer.body);
    if (status >= 400 && (code === undefined || !documented.description.includes(`\`${code}\``))) {
      wrong.push(`does not document the code ${code} for the status ${status}`);
    }
    return wrong;
  };
}

function codeOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('code' in body)) return undefined;
  return typeof body.code === 'string' ? body.code : undefined;
}
