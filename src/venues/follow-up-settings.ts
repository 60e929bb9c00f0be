import { z } from '@hono/zod-openapi';
import { storableText } from '../platform/schemas.ts';

const minutes = (least: number) => z.int().min(least).max(43_200);

const fields = {
  reminders: z
    .array(minutes(5))
    .max(5)
    .refine((all) => new Set(all).size === all.length, 'must name each once')
    .openapi({ description: 'Minutes before the start.' }),
  thankYouAfter: minutes(0)
    .nullable()
    .openapi({ description: 'Minutes after the end; null: no thanks are sent.' }),
  feedbackUrl: z
    .url({ protocol: /^https$/ })
    .max(1024)
    .nullable()
    .openapi({ description: 'Sent with the thanks; `booking` is added to its query.' }),
  upsell: z
    .strictObject({ before: minutes(5), text: storableText(1024) })
    .nullable()
    .openapi({ description: 'What is offered before the visit, minutes before the start.' }),
  noShowAfter: minutes(0).nullable().openapi({
    description:
      'Minutes after the start at which a booking that is still confirmed becomes a no-show by itself; null: never.',
  }),
  channels: z
    .array(z.enum(['email', 'conversation']))
    .max(2)
    .refine((all) => new Set(all).size === all.length, 'must name each once')
    .openapi({ description: 'Where guests are written to, as far as they can be.' }),
};

/** What a venue sends after a booking, and when. */
export const followUpsSchema = z.strictObject(fields).openapi('FollowUps');
export type FollowUps = z.infer<typeof followUpsSchema>;

/** What is sent where a venue says nothing. */
export const USUAL_FOLLOW_UPS: FollowUps = {
  reminders: [24 * 60, 2 * 60],
  thankYouAfter: 120,
  feedbackUrl: null,
  upsell: null,
  noShowAfter: null,
  channels: ['email', 'conversation'],
};

/** The same with what most send where nothing is said. */
export const newFollowUpsSchema = z
  .strictObject({
    reminders: fields.reminders.default(USUAL_FOLLOW_UPS.reminders),
    thankYouAfter: fields.thankYouAfter.default(USUAL_FOLLOW_UPS.thankYouAfter),
    feedbackUrl: fields.feedbackUrl.default(USUAL_FOLLOW_UPS.feedbackUrl),
    upsell: fields.upsell.default(USUAL_FOLLOW_UPS.upsell),
    noShowAfter: fields.noShowAfter.default(USUAL_FOLLOW_UPS.noShowAfter),
    channels: fields.channels.default(USUAL_FOLLOW_UPS.channels),
  })
  .default(USUAL_FOLLOW_UPS);

/** What is named is changed, the rest stays. */
export const followUpsChangeSchema = z.strictObject(fields).partial();
