import type { Tag } from '../../src/platform/route.ts';

/** The introduction of the API reference, in CommonMark. */
export const INTRODUCTION = `
An assistant or a website stores each message of a conversation and confirms bookings in one database
round trip. Reading emotions, statistics, reminders, calendars and webhooks happen after the response.

## Keys and workspaces

A **workspace** is a tenant: its data is visible to its own keys only. Send an API key with every
request, as \`Authorization: Bearer mtd_…\`. A key has scopes; each operation names the scope that it
needs. \`createKey\` makes further keys.

## Ids

Ids of venues, resources, bookings, webhooks and keys are made by the service and have a prefix that
names their kind, such as \`ven_\`. Ids of conversations, messages and customers are yours: 1 to 128
characters in Unicode normalization form C. \`.\`, \`..\` and their escapes (\`%2e\`) are refused. Do not
put personal data into them: they stay as tombstones after an erasure.

## Times

Times are ISO 8601 with an offset. A time in a request may have any offset. Times of a booking are
answered in the venue's local time with its offset; all other times are in UTC. Times and dates in a
request lie in the years 2000 to 2199. A time zone is named as in the IANA database, like
Europe/Paris. A name that is also an abbreviation with another meaning, like CET, is refused.

## Retries

Every write takes the header \`Idempotency-Key\`. A retry with the same key returns the stored answer for
a day, with \`Idempotency-Replayed: true\`, also a refusal with 409. Another request with the key is
refused with 422 \`idempotency_key_reused\`.

A message has its \`id\` for this. A retry with the same \`id\` and the same content stores nothing twice:
the answer is 200 with \`status: "replayed"\`. Another message with that id is refused with 409
\`message_conflict\`.

## Changes of a booking

A booking has a version, which is its ETag. Send it as \`If-Match\` to be refused with 412 when the
booking has changed in the meantime. \`If-Match\` also takes a list of ETags, and \`*\` for any version.

## Caches

Each operation has a cache class, \`x-cache-class\`. Most have \`never\`. Answers of \`5s\` and \`60s\` may
be that old, say so by \`Cache-Control\` and \`Age\`, and have an \`ETag\` for \`If-None-Match\`. A request
with \`Cache-Control: no-cache\` gets the current state.

## Pages

A list returns a page of items and \`page.next\`, the cursor of the next page. Send it as \`after\`.
Cursors are signed. A cursor of another workspace, or of a list of another kind, is refused with 400
\`invalid_cursor\`.

## Problems

Errors are problems as RFC 9457 defines them. Their \`code\` is stable, and \`/problems\` explains each
code. \`errors\` names the invalid fields. \`requestId\` identifies the request in the logs.

## Rate limits

A key may make 10,000 requests in ten seconds in each location. Requests without a genuine key, or with
one that was revoked, count against their address or, for IPv6, its /64: 100 in ten seconds. A workspace
has further limits, which \`GET /v1/limits\` shows. Too many requests are 429 with \`Retry-After\`.
`.trim();

const DESCRIPTIONS: Record<Tag, string> = {
  Conversations:
    'Messages of conversations. Each message gets a gapless `seq` within its conversation.',
  Emotions:
    'Emotions of messages, read after the response, and statistics of them. The built-in model reads English; other languages need Workers AI, without which the model abstains.',
  Customers: 'Guests: their stored data, with its export and erasure.',
  Venues: 'Places that take bookings: their settings, opening hours, tables and other resources.',
  Availability: 'The free slots of a venue.',
  Bookings: 'Bookings from a hold to the end of the visit. Two bookings never share a table.',
  Waitlist: 'Parties that wait for a table. Each offer is a hold with a time limit.',
  Calendars: 'Bookings as iCalendar files, and a secret calendar feed of a venue.',
  Webhooks: 'Endpoints that receive events, signed as Standard Webhooks defines it.',
  Operations: 'Follow-ups that were given up after their last attempt, and their redelivery.',
  Keys: 'API keys and their scopes.',
};

export const TAGS = Object.entries(DESCRIPTIONS).map(([name, description]) => ({
  name,
  description,
}));
