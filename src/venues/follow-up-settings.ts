import { z } from '@hono/zod-openapi';
import { storableText } from '../platform/schemas.ts';

const minutes = (least: number) => z.int().min(least).max(43_200);
const isSet = (items: readonly unknown[]) => new Set(items).size === items.length;

const fields = {
  reminders: z
    .array(minutes(5))
    .max(5)
    .refine(isSet, 'must name each once')
    .openapi({ description: 'How many minutes before the start each reminder is sent.' }),
  thankYouAfter: minutes(0).nullable().openapi({
    description: 'How many minutes after the end the thank-you is sent; null: never.',
  }),
  feedbackUrl: z
    .url({ protocol: /^https$/ })
    .max(1024)
    .nullable()
    .openapi({
      description: 'A link in the thank-you. The booking’s id is added to its query as `booking`.',
    }),
  upsell: z
    .strictObject({
      before: minutes(5).openapi({ description: 'Minutes before the start.' }),
      text: storableText(1024),
    })
    .nullable()
    .openapi({ description: 'An offer that is sent before the visit; null: none.' }),
  noShowAfter: minutes(0).nullable().openapi({
    description:
      'How many minutes after the start a booking that is still confirmed becomes a no-show; null: never.',
  }),
  channels: z
    .array(z.enum(['email', 'conversation']))
    .max(2)
    .refine(isSet, 'must name each once')
    .openapi({
      description:
        'How texts reach guests: by email, if an address is known, and as a message in the booking’s conversation. Leave `conversation` out if an assistant already confirms bookings there.',
    }),
};

/** The follow-ups that a venue sends for a booking, with their times. */
export const followUpsSchema = z.strictObject(fields).openapi('FollowUps');
export type FollowUps = z.infer<typeof followUpsSchema>;

/** The follow-ups of a venue that sets none. */
export const DEFAULT_FOLLOW_UPS: FollowUps = {
  reminders: [24 * 60, 2 * 60],
  thankYouAfter: 120,
  feedbackUrl: null,
  upsell: null,
  noShowAfter: null,
  channels: ['email'],
};

/** The follow-ups of a new venue, with defaults for those that are left out. */
export const newFollowUpsSchema = z
  .strictObject({
    reminders: fields.reminders.default(DEFAULT_FOLLOW_UPS.reminders),
    thankYouAfter: fields.thankYouAfter.default(DEFAULT_FOLLOW_UPS.thankYouAfter),
    feedbackUrl: fields.feedbackUrl.default(DEFAULT_FOLLOW_UPS.feedbackUrl),
    upsell: fields.upsell.default(DEFAULT_FOLLOW_UPS.upsell),
    noShowAfter: fields.noShowAfter.default(DEFAULT_FOLLOW_UPS.noShowAfter),
    channels: fields.channels.default(DEFAULT_FOLLOW_UPS.channels),
  })
  .default(DEFAULT_FOLLOW_UPS);

/** Changes of a venue's follow-ups. Fields that are left out stay as they are. */
export const followUpsChangeSchema = z.strictObject(fields).partial();
