import { z } from 'zod';
import { BOOKING_STATES } from '../../bookings/lifecycle.ts';
import { idSchema } from '../../platform/ids.ts';

/** A booking as calendars show it: without contacts and notes, because calendars are passed on. */
export const calendarEntrySchema = z.object({
  /** The booking's UUID. */
  id: idSchema<'booking'>(),
  state: z.enum(BOOKING_STATES),
  /** ISO 8601 with an offset, like `end`. */
  start: z.string(),
  end: z.string(),
  partySize: z.int(),
  reference: z.string().nullish(),
  resources: z.array(z.object({ name: z.string() })),
  version: z.int(),
  updatedAt: z.string(),
});
export type CalendarEntry = z.infer<typeof calendarEntrySchema>;

export const calendarVenueSchema = z.object({
  name: z.string(),
  timeZone: z.string(),
  address: z.string().nullish(),
  /** The organizer of its entries, if it has given one. */
  replyTo: z.string().nullish(),
});
export type CalendarVenue = z.infer<typeof calendarVenueSchema>;

/** A booking with its venue. A stored booking fits. */
export interface CalendarBooking extends CalendarEntry {
  readonly venueName: string;
  readonly venueAddress?: string | null | undefined;
  readonly timeZone: string;
}

/** The method of an iCalendar file (RFC 5546). */
export type CalendarMethod = 'PUBLISH' | 'REQUEST' | 'CANCEL';

/** The wanted method of an iCalendar file with a booking, with its organizer and its attendee. */
export interface Invitation {
  readonly method: CalendarMethod;
  /** The address to which the venue's guests answer. */
  readonly organizer?: string | undefined;
  /**
   * The guest's address. A REQUEST needs it. A file that is not sent to the guest must not contain
   * it.
   */
  readonly guest?: string | undefined;
}
