import { z } from '@hono/zod-openapi';
import { timestampSchema } from '../../platform/schemas.ts';

/** A limit as the database shows it. */
export const storedLimitSchema = z.object({
  name: z.string(),
  limit: z.int(),
  used: z.int().nullable(),
});

/** What a limit is for, where that is not the whole workspace. */
export const PER: Readonly<Record<string, 'venue' | 'guest' | 'address'>> = {
  resources: 'venue',
  combinations: 'venue',
  blocks: 'venue',
  waitlist_entries: 'venue',
  venue_holds: 'venue',
  guest_waitlist_entries: 'guest',
  guest_bookings: 'guest',
  guest_holds: 'guest',
  address_emails: 'address',
};

/** The limits whose use the sweep estimates. */
export const ESTIMATED: readonly string[] = ['jobs', 'storage_bytes'];

/** A limit of the workspace, and how much of it is used. */
export const limitSchema = z
  .object({
    name: z.string().openapi({ description: 'As `limit` of a problem names it.' }),
    per: z
      .enum(['workspace', 'venue', 'guest', 'address'])
      .openapi({ description: 'What the limit is for.' }),
    limit: z.int().openapi({ description: 'The highest number that is allowed.' }),
    used: z.int().nullable().openapi({
      description:
        'Of a limit for each venue, the number of the venue that uses most. null for a limit of a single guest or address.',
    }),
    approximate: z.boolean().openapi({
      description:
        'Whether `used` is an estimate. A rate is counted by each isolate of the Worker for itself, and this is the number of the isolate that answers.',
    }),
    renewsAt: timestampSchema.nullable().openapi({
      description:
        'When all that is used of a rate will be renewed; part of it is renewed at each moment. null for a limit that is not a rate.',
    }),
  })
  .openapi('Limit');
export const limitsSchema = z.object({ data: z.array(limitSchema) }).openapi('Limits');
