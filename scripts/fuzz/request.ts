import type { ApiDescription, Operation, Parameter } from '../api-description/describe-api.ts';
import { ALL_BAD_VALUES } from './bad-values.ts';
import type { Draw } from './draw.ts';
import { drawValid, inOrder, kindOf, type Sources } from './draw-value.ts';

/** A request as it is sent, without its key. */
export interface FuzzRequest {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body; undefined for a request without one. */
  readonly body?: string | undefined;
}

export interface FuzzOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** All operations of the description. */
export function operationsOf(description: ApiDescription): FuzzOperation[] {
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}

/** The places of a request that can hold a bad value, each with a way to put one there. */
interface Place {
  readonly name: string;
  set(value: unknown): void;
}

/** How many values of a request are replaced by bad ones: none in half of the requests. */
const BROKEN = [0, 0, 0, 0, 0, 1, 1, 1, 2, 4];

/** Draws a request for an operation: a valid one, in which some values may be replaced. */
export function drawRequest(sources: Sources, wanted: FuzzOperation): FuzzRequest {
  const { draw } = sources;
  const { operation, method } = wanted;
  const parameters = operation.parameters ?? [];
  const given = new Map<Parameter, string>();
  const values: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const { name, in: place, required = place === 'path', schema } = parameter;
    if (!required && !draw.chance(place === 'header' ? 0.15 : 0.35)) continue;
    const value =
      name === 'after' || name === 'before'
        ? sources.pool.draw(draw, `${operation.operationId} cursor`)
        : drawValid(sources, schema, name);
    if (value !== undefined) values[name] = value;
  }
  inOrder(values);
  for (const parameter of parameters) {
    const value = values[parameter.name];
    if (value !== undefined) given.set(parameter, String(value));
  }
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = { value: schema === undefined ? undefined : drawValid(sources, schema, 'body') };

  const places: Place[] = [
    ...[...given.keys()].map((parameter) => ({
      name: parameter.name,
      set: (value: unknown) => void given.set(parameter, asText(value)),
    })),
    ...placesIn(body, 'value', 'body'),
  ];
  const broken = Math.min(draw.oneOf(BROKEN), places.length);
  for (let count = 0; count < broken; count += 1) {
    const { name, set } = draw.oneOf(places);
    const kind = kindOf(name);
    set(draw.oneOf(draw.chance(0.7) ? kind : ALL_BAD_VALUES));
  }

  const text = body.value === undefined ? undefined : JSON.stringify(body.value);
  return {
    operationId: operation.operationId,
    method,
    path: pathOf(wanted.path, given),
    ...breakText(draw, headersOf(given), text),
  };
}

/** Every value inside a body, and a place for a field that the schema does not have. */
function placesIn(holder: object, key: string, name: string): Place[] {
  const value: unknown = Reflect.get(holder, key);
  if (value === undefined) return [];
  const here: Place = { name, set: (bad) => void Reflect.set(holder, key, bad) };
  if (typeof value !== 'object' || value === null) return [here];
  const inner = Object.keys(value).flatMap((each) =>
    placesIn(value, each, Array.isArray(value) ? name : each),
  );
  const unknownField: Place = {
    name: 'unknown',
    set: (bad) => void (Array.isArray(value) ? value.push(bad) : Reflect.set(value, 'extra', bad)),
  };
  return [here, ...inner, unknownField];
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

const MOST_IN_URL = 500;

function pathOf(pattern: string, given: ReadonlyMap<Parameter, string>): string {
  const query = new URLSearchParams();
  let path = pattern;
  for (const [{ name, in: place }, value] of given) {
    // A lone surrogate has no percent-encoding, so it cannot be in a URL.
    // The runtime refuses long URLs before the Worker sees them.
    const text = value.slice(0, MOST_IN_URL).toWellFormed();
    if (place === 'path') path = path.replace(`{${name}}`, () => encodeURIComponent(text));
    if (place === 'query') query.append(name, text);
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

function headersOf(given: ReadonlyMap<Parameter, string>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [{ name, in: place }, value] of given) {
    // Only these characters can be sent in a header at all.
    if (place === 'header')
      headers[name] = value.slice(0, MOST_IN_URL).replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
  }
  return headers;
}

/** Now and then sends a body as another media type, or breaks its text. */
function breakText(
  draw: Draw,
  headers: Record<string, string>,
  body: string | undefined,
): Pick<FuzzRequest, 'headers' | 'body'> {
  if (body === undefined) return { headers };
  const type = draw.chance(0.02) ? draw.oneOf(['text/plain', '', 'application/xml']) : undefined;
  const typed = { ...headers, 'Content-Type': type ?? 'application/json; charset=utf-8' };
  if (!draw.chance(0.03)) return { headers: typed, body };
  const text = draw.oneOf([
    body.slice(0, -1),
    `\ufeff${body}`,
    `${body}${body}`,
    '',
    'null',
    '[',
    '['.repeat(60_000),
    `{"a":${'{"a":'.repeat(9000)}1${'}'.repeat(9001)}`,
    `"${'x'.repeat(300_000)}"`,
  ]);
  return { headers: typed, body: text };
}
