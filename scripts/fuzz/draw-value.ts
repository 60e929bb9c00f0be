import fc from 'fast-check';
import type { ApiDescription, Schema } from '../api-description/describe-api.ts';
import { BAD_VALUES } from './bad-values.ts';
import type { Draw } from './draw.ts';
import type { Pool } from './pool.ts';

export interface Sources {
  draw: Draw;
  pool: Pool;
  description: ApiDescription;
}

const HOUR_MS = 60 * 60 * 1000;
const ZONES = ['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland'];
const CUSTOMERS = ['guest-1', 'guest-2', 'gäst 3', 'guest/4', 'guest?5', '客6'];
const CONVERSATIONS = ['chat-1', 'chat-2', 'chat 3', 'chat/4', 'チャット5'];

/** Names of fields whose valid values depend on what exists, or are rarely found by chance. */
const BY_NAME: Readonly<Record<string, (sources: Sources) => unknown>> = {
  conversationId: ({ draw }) => draw.oneOf(CONVERSATIONS),
  conversation: ({ draw }) => draw.oneOf(CONVERSATIONS),
  customerId: ({ draw }) => draw.oneOf(CUSTOMERS),
  id: ({ draw }) => draw.oneOf(CUSTOMERS),
  customer: ({ draw }) => draw.oneOf(CUSTOMERS),
  into: ({ draw }) => draw.oneOf(CUSTOMERS),
  country: ({ draw }) => draw.oneOf(['FR', 'GB', 'ZZ']),
  timeZone: ({ draw }) => draw.oneOf(ZONES),
  locale: ({ draw }) => draw.oneOf(['en-GB', 'fr', 'de-CH', 'he', 'fa-IR', 'th']),
  email: ({ draw }) => draw.oneOf(['maya@example.com', 'noor+1@example.org']),
  url: ({ draw }) => draw.oneOf(['https://example.com/hook', 'https://example.org/a?b=c']),
  feedbackUrl: () => 'https://example.com/feedback',
  start: ({ draw }) => soon(draw.integer(4, 40 * 4)),
  earliest: ({ draw }) => soon(draw.integer(4, 20 * 4)),
  latest: ({ draw }) => soon(draw.integer(24 * 4, 40 * 4)),
  partySize: ({ draw }) => draw.integer(1, 6),
  minParty: ({ draw }) => draw.integer(1, 2),
  maxParty: ({ draw }) => draw.integer(2, 8),
  leadTime: ({ draw }) => draw.oneOf([0, 5, 60]),
  resourceIds: ({ draw, pool }) => [
    pool.draw(draw, 'resourceId') ?? 'res_',
    ...(draw.chance(0.5) ? [pool.draw(draw, 'resourceId') ?? 'res_'] : []),
  ],
};

/** A value that fits a schema of the description. `name` is the name of its field or parameter. */
export function drawValid(sources: Sources, schema: Schema, name: string): unknown {
  const { draw, pool, description } = sources;
  if (schema.$ref !== undefined) {
    const referred = description.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
    return drawValid(sources, referred ?? {}, name);
  }
  const types = [schema['type']].flat().filter((type) => typeof type === 'string');
  if (types.includes('null') && draw.chance(0.2)) return null;
  const isObject = types.includes('object') || 'properties' in schema || 'allOf' in schema;
  const known = isObject ? undefined : (BY_NAME[name]?.(sources) ?? pool.draw(draw, name));
  if (known !== undefined) return known;
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return draw.oneOf(schema['enum']);
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices)) return drawValid(sources, draw.oneOf(choices), name);
  if (Array.isArray(schema['allOf'])) {
    return Object.assign({}, ...schema['allOf'].map((each) => drawValid(sources, each, name)));
  }
  if (isObject) return drawObject(sources, schema);
  if (types.includes('array')) {
    const least = numberOf(schema, 'minItems', 0);
    const length = draw.integer(least, Math.min(numberOf(schema, 'maxItems', 4), least + 3));
    const items = (schema['items'] ?? {}) as Schema;
    const singular = name.replace(/s$/, '');
    const drawn = Array.from({ length }, () => drawValid(sources, items, singular));
    return [...new Map(drawn.map((item) => [JSON.stringify(item), item])).values()];
  }
  if (types.includes('integer')) return drawInteger(draw, schema);
  if (types.includes('number')) return draw.oneOf([0, 0.5, -0.25, 1, 12.75]);
  if (types.includes('boolean')) return draw.chance(0.5);
  if (types.includes('string')) return drawString(draw, schema);
  return draw.oneOf([null, true, 1, 'text', { a: [1] }]);
}

function drawObject(sources: Sources, schema: Schema): object {
  const required = (schema['required'] ?? []) as readonly string[];
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const drawn: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(properties)) {
    if (required.includes(field) || sources.draw.chance(0.35)) {
      drawn[field] = drawValid(sources, inner, field);
    }
  }
  const more = schema['additionalProperties'];
  if (typeof more === 'object' && more !== null) {
    for (const key of ['orderId', 'tier', 'a.b']) {
      if (sources.draw.chance(0.4)) drawn[key] = drawValid(sources, more as Schema, key);
    }
  }
  return inOrder(drawn);
}

/** Puts the two ends of a span of time in their order. */
export function inOrder(drawn: Record<string, unknown>): Record<string, unknown> {
  for (const [first, last] of [
    ['earliest', 'latest'],
    ['from', 'to'],
  ] as const) {
    const [one, other] = [drawn[first], drawn[last]];
    if (typeof one !== 'string' || typeof other !== 'string') continue;
    if (Date.parse(one) > Date.parse(other)) Object.assign(drawn, { [first]: other, [last]: one });
  }
  return drawn;
}

function drawInteger(draw: Draw, schema: Schema): number {
  const least = numberOf(schema, 'minimum', 0);
  const most = numberOf(schema, 'maximum', 2 ** 31 - 1);
  return draw.chance(0.2) ? draw.oneOf([least, most]) : draw.integer(least, Math.min(most, 240));
}

function drawString(draw: Draw, schema: Schema): string {
  if (schema['format'] === 'date-time') return drawInstant(draw);
  if (schema['format'] === 'date') return drawInstant(draw).slice(0, 10);
  if (schema['format'] === 'email') return 'maya@example.com';
  if (schema['format'] === 'uri') return 'https://example.com/';
  const pattern = schema['pattern'];
  if (typeof pattern === 'string') return draw.value(fc.stringMatching(new RegExp(pattern)));
  const minLength = numberOf(schema, 'minLength', 0);
  const maxLength = Math.min(numberOf(schema, 'maxLength', 40), minLength + 40);
  const unit = draw.oneOf(['grapheme-ascii', 'grapheme'] as const);
  // Lengths are limited in bytes; a grapheme has at most a few dozen of them.
  return draw.value(fc.string({ unit, minLength, maxLength })).slice(0, maxLength) || 'x';
}

/** The start of the quarter hour that is this many quarter hours ahead. */
function soon(quarters: number): string {
  const quarter = HOUR_MS / 4;
  return new Date((Math.floor(Date.now() / quarter) + quarters) * quarter).toISOString();
}

/** An instant within three days around now, in different notations. */
function drawInstant(draw: Draw): string {
  const at = soon(draw.integer(-24, 48 * 4));
  return draw.oneOf([at, `${at.slice(0, 19)}+00:00`, `${at.slice(0, 19)}-05:00`]);
}

function numberOf(schema: Schema, keyword: string, otherwise: number): number {
  const value = schema[keyword];
  return typeof value === 'number' ? value : otherwise;
}

/** The kind of bad values that suits a field of this name. */
export function kindOf(name: string): readonly unknown[] {
  const kind =
    KINDS.find(([names]) => names.test(name))?.[1] ?? Object.keys(BAD_VALUES)[0] ?? 'text';
  return BAD_VALUES[kind] ?? [];
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/zone/i, 'timeZone'],
  [/^(start|earliest|latest|sentAt|from|to|since|until)$/, 'instant'],
  [/date/i, 'date'],
  [/email/i, 'email'],
  [/url/i, 'url'],
  [/locale/i, 'locale'],
  [/^(after|before)$/, 'cursor'],
  [/match/, 'entityTag'],
  [/idempotency/, 'idempotencyKey'],
  [/^(opens|closes)$/, 'clock'],
  [/^(customer|conversation|customerId|conversationId|messageId|id|into)$/, 'id'],
  [/Ids?$/, 'shownId'],
  [/metadata/, 'json'],
  [/size|party|limit|time|days|seconds|minutes|priority|interval|buffer|covers|before$/i, 'number'],
  [/./, 'text'],
];
