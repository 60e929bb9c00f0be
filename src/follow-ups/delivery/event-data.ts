import { z } from 'zod';
import { idSchema, showId } from '../../platform/ids.ts';
import {
  attentionEventDataSchema,
  bookingEventDataSchema,
  messageEventDataSchema,
  statusEventDataSchema,
} from '../../webhooks/event.ts';

/** The data of an event as the database writes it. `at` is when the event happened. */
export const storedEventDataSchema = z.discriminatedUnion('about', [
  bookingEventDataSchema.extend({
    about: z.literal('booking'),
    at: z.string(),
    bookingId: idSchema<'booking'>(),
    venueId: idSchema<'venue'>(),
    resourceIds: z.array(idSchema<'resource'>()),
    seriesId: idSchema<'series'>().nullable(),
  }),
  messageEventDataSchema.extend({ about: z.literal('message'), at: z.string() }),
  attentionEventDataSchema.extend({ about: z.literal('attention'), at: z.string() }),
  statusEventDataSchema.extend({ about: z.literal('light'), at: z.string() }),
]);
type StoredEventData = z.infer<typeof storedEventDataSchema>;

type EventData = z.infer<
  | typeof bookingEventDataSchema
  | typeof messageEventDataSchema
  | typeof attentionEventDataSchema
  | typeof statusEventDataSchema
>;

/** The data of an event as endpoints receive it. */
export function showEventData(stored: StoredEventData): EventData {
  switch (stored.about) {
    case 'booking': {
      const { about: _, at: __, bookingId, venueId, resourceIds, seriesId, ...data } = stored;
      return {
        ...data,
        bookingId: showId('booking', bookingId),
        venueId: showId('venue', venueId),
        resourceIds: resourceIds.map((id) => showId('resource', id)),
        seriesId: seriesId && showId('series', seriesId),
      };
    }
    case 'message':
    case 'attention':
    case 'light': {
      const { about: _, at: __, ...data } = stored;
      return data;
    }
  }
}
