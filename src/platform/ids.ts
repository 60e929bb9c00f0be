import { UUID, uuidv7obj } from 'uuidv7';
import { z } from 'zod';

/** A UUID branded with the kind of thing that it identifies, so that kinds are never confused. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };
export type WorkspaceId = Id<'workspace'>;
export type KeyId = Id<'key'>;
export type VenueId = Id<'venue'>;
export type ResourceId = Id<'resource'>;
export type CombinationId = Id<'combination'>;
export type BookingId = Id<'booking'>;
export type SeriesId = Id<'series'>;
export type BlockId = Id<'block'>;
export type ConversationId = Id<'conversation'>;
export type WaitlistEntryId = Id<'waitlistEntry'>;
export type WebhookId = Id<'webhook'>;
export type JobId = Id<'job'>;
export type MaintenanceWindowId = Id<'maintenanceWindow'>;

/** A new time-ordered id (UUIDv7, RFC 9562). */
export function newId<Kind extends string>(): Id<Kind> {
  return brand(uuidv7obj().toString());
}

/** Parses a UUID into a branded id. */
export function idSchema<Kind extends string>() {
  return z.uuid().transform((text): Id<Kind> => brand(text));
}

/**
 * A new id (UUIDv7, RFC 9562) that is ordered as if it had been made at another time.
 * @param at milliseconds since 1970
 */
export function newIdAt<Kind extends string>(at: number): Id<Kind> {
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint32Array(3));
  return brand(UUID.fromFieldsV7(Math.max(Math.trunc(at), 0), a >>> 20, b >>> 2, c).toString());
}

/**
 * The lowest id that {@link newId} can make at an instant, or later.
 * @param at milliseconds since 1970
 */
export function firstIdAt<Kind extends string>(at: number): Id<Kind> {
  const most = 2 ** 48 - 1;
  const hex = Math.min(Math.max(Math.trunc(at), 0), most)
    .toString(16)
    .padStart(12, '0');
  return brand(`${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`);
}

/** Parses an id that is a hash, such as a customer's, and therefore no UUID of RFC 9562. */
export function hashIdSchema<Kind extends string>() {
  return z.guid().transform((text): Id<Kind> => brand(text));
}

const PREFIXES = {
  workspace: 'wsp_',
  key: 'key_',
  message: 'msg_',
  venue: 'ven_',
  resource: 'res_',
  combination: 'cmb_',
  booking: 'bkg_',
  series: 'ser_',
  block: 'blk_',
  waitlistEntry: 'wtl_',
  webhook: 'whk_',
  job: 'job_',
  maintenanceWindow: 'mnt_',
} as const;

/** The kinds of things whose ids are shown to clients. */
export type ShownKind = keyof typeof PREFIXES;

/** An id as clients see it: with the prefix of its kind, and without hyphens. */
export function showId<Kind extends ShownKind>(kind: Kind, id: Id<Kind>): string {
  return PREFIXES[kind] + id.replaceAll('-', '');
}

/** Reads an id that {@link showId} wrote. Undefined when the text is no id of this kind. */
export function readId<Kind extends ShownKind>(kind: Kind, shown: string): Id<Kind> | undefined {
  const hex = shown.startsWith(PREFIXES[kind]) ? shown.slice(PREFIXES[kind].length) : '';
  return /^[0-9a-f]{32}$/.test(hex) ? brand(UUID.parse(hex).toString()) : undefined;
}

/** A shown id that does not exist, as an example of its kind. */
export function exampleId(kind: ShownKind): string {
  return `${PREFIXES[kind]}019ac0ffee007000800000000000cafe`;
}

function brand<Kind extends string>(text: string): Id<Kind> {
  // The only place that adds a brand: each caller above has made or checked a UUID.
  return text as Id<Kind>;
}
