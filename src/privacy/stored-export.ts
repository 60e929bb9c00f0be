import { z } from 'zod';
import { storedBookingEventSchema, storedBookingSchema } from '../bookings/booking.ts';
import { storedSeriesFactsSchema } from '../bookings/series/series.ts';
import { storedConversationSchema } from '../conversations/conversation.ts';
import { messageSchema } from '../conversations/message.ts';
import { storedJobSchema } from '../follow-ups/ledger/shown-job.ts';
import { idSchema } from '../platform/ids.ts';
import { storedEntrySchema } from '../waitlist/entry.ts';
import {
  attentionEventSchema,
  conversationExtras,
  correctionFields,
  entryExtras,
  exportedAttemptSchema,
  idempotencyKeySchema,
} from './export.ts';

/** The text of a job, as its last attempt or its planning has stored it. */
const storedTextSchema = z.object({
  locale: z.string(),
  when: z.string(),
  subject: z.string(),
  text: z.string(),
});

export const storedExportedJobSchema = storedJobSchema.extend({
  content: storedTextSchema.nullable(),
  conversationId: z.string().nullable(),
  seq: z.int().nullable(),
  attempts: z.array(exportedAttemptSchema),
});
export type StoredExportedJob = z.infer<typeof storedExportedJobSchema>;

/** The items of a page of an export, as the database writes them. */
export const storedItemsSchema = z.object({
  conversations: z.array(storedConversationSchema.extend(conversationExtras)),
  messages: z.array(messageSchema),
  attentionEvents: z.array(attentionEventSchema),
  corrections: z.array(z.object({ ...correctionFields, keyId: idSchema<'key'>() })),
  bookings: z.array(storedBookingSchema),
  series: z.array(storedSeriesFactsSchema),
  timeline: z.array(storedBookingEventSchema.extend({ bookingId: idSchema<'booking'>() })),
  jobs: z.array(storedExportedJobSchema),
  waitlist: z.array(storedEntrySchema.extend(entryExtras)),
  idempotencyKeys: z.array(idempotencyKeySchema),
});
