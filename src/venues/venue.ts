import { z } from '@hono/zod-openapi';
import { idSchema, showId } from '../platform/ids.ts';
import { lineOfText, shownId, timestampSchema, timeZoneSchema } from '../platform/schemas.ts';
import { affectedBookingsSchema } from './affected-bookings.ts';
import { approvalFields, newApprovalFields, storedApprovalFields } from './approval.ts';
import {
  followUpsChangeSchema,
  followUpsSchema,
  newFollowUpsSchema,
} from './follow-up-settings.ts';
import { guestRuleFields, newGuestRuleFields, storedGuestRuleFields } from './guest-rules.ts';
import { nameWeekdays, shownHoursSchema, storedHoursSchema } from './opening-hours.ts';
import { newProfileFields, profileFields, storedProfileFields } from './profile.ts';

const turnTimesSchema = z
  .array(z.strictObject({ maxParty: z.int().min(1).max(1000), minutes: z.int().min(5).max(1440) }))
  .min(1)
  .max(20)
  .refine(
    (times) =>
      times.every(({ maxParty }, at) => at === 0 || maxParty > (times[at - 1]?.maxParty ?? 0)),
    'must rise by maxParty',
  )
  .openapi({
    description:
      'How many minutes a party stays, by its size, rising by `maxParty`. The last entry holds for all larger parties.',
  });

const minutes = (most: number) => z.int().min(0).max(most);
const pacing = z.int().min(0).max(10_000).nullable();

const settings = {
  name: lineOfText(128),
  timeZone: timeZoneSchema,
  slotInterval: z.int().min(5).max(240).openapi({ description: 'Minutes between two slots.' }),
  turnTimes: turnTimesSchema,
  bufferBefore: minutes(240).openapi({
    description: 'Minutes for which a table is kept free before a party.',
  }),
  bufferAfter: minutes(240).openapi({
    description: 'Minutes for which a table is kept free after a party.',
  }),
  leadTime: minutes(43_200).openapi({
    description: 'How many minutes before its start a booking must be made.',
  }),
  horizonDays: z
    .int()
    .min(1)
    .max(731)
    .openapi({ description: 'How many local days ahead bookings are taken.' }),
  pacingParties: pacing.openapi({
    description: 'The most parties that may start in a quarter hour; null: no limit.',
  }),
  pacingCovers: pacing.openapi({
    description: 'The most covers that may start in a quarter hour; null: no limit.',
  }),
  holdSeconds: z.int().min(10).max(3600).openapi({ description: 'How long a hold lasts.' }),
  cancellationCutoff: minutes(43_200).openapi({
    description:
      'How many minutes before its start a booking can be cancelled in time. A later cancellation is recorded as late.',
  }),
  lastSeating: minutes(1440).nullable().openapi({
    description:
      'How many minutes before closing the last party may start; it may then stay past closing. Null: a party must have left by closing, so its turn time decides.',
  }),
  seatingWindow: z.int().min(15).max(43_200).openapi({
    description:
      'How many minutes before its start a party can be seated, or recorded as having left. Earlier it is 409 `too_early`.',
  }),
  lateGrace: minutes(1440).openapi({
    description:
      'How many minutes after its start a booking can become a no-show. For a party that is late they count from the expected time.',
  }),
  undoMinutes: minutes(1440).openapi({
    description:
      'For how many minutes seating, finishing, a no-show, a cancellation, an answer to a request and the expiry of a hold or request can be undone; 0: never.',
  }),
  followUps: followUpsSchema,
  waitlistFirst: z.boolean().openapi({
    description: 'Whether waiting parties are offered a free place before a new request gets it.',
  }),
  offerSeconds: z.int().min(60).max(86_400).openapi({
    description: 'How long an offer to a waiting party lasts. It never lasts past its start time.',
  }),
  ...profileFields,
  ...guestRuleFields,
  ...approvalFields,
};

/** A new venue: its settings, with defaults for those that are left out. */
export const newVenueSchema = z
  .strictObject({
    ...settings,
    slotInterval: settings.slotInterval.default(15),
    turnTimes: settings.turnTimes.default([
      { maxParty: 2, minutes: 90 },
      { maxParty: 4, minutes: 120 },
      { maxParty: 6, minutes: 150 },
    ]),
    bufferBefore: settings.bufferBefore.default(0),
    bufferAfter: settings.bufferAfter.default(0),
    leadTime: settings.leadTime.default(0),
    horizonDays: settings.horizonDays.default(90),
    pacingParties: settings.pacingParties.default(null),
    pacingCovers: settings.pacingCovers.default(null),
    holdSeconds: settings.holdSeconds.default(300),
    cancellationCutoff: settings.cancellationCutoff.default(0),
    lastSeating: settings.lastSeating.default(null),
    seatingWindow: settings.seatingWindow.default(720),
    lateGrace: settings.lateGrace.default(15),
    undoMinutes: settings.undoMinutes.default(30),
    followUps: newFollowUpsSchema,
    waitlistFirst: settings.waitlistFirst.default(false),
    offerSeconds: settings.offerSeconds.default(900),
    ...newProfileFields,
    ...newGuestRuleFields,
    ...newApprovalFields,
  })
  .openapi('NewVenue');
export type NewVenue = z.infer<typeof newVenueSchema>;

/** Changes of a venue's settings. Settings that are left out stay as they are. */
export const venueChangeSchema = z
  .strictObject({ ...settings, followUps: followUpsChangeSchema })
  .partial()
  .openapi('VenueChange');
export type VenueChange = z.infer<typeof venueChangeSchema>;

/**
 * A venue as the database writes it. Its name and zone may have been stored before a rule for new
 * ones existed.
 */
export const storedVenueSchema = z.object({
  id: idSchema<'venue'>(),
  ...settings,
  ...storedProfileFields,
  ...storedGuestRuleFields,
  ...storedApprovalFields,
  name: z.string(),
  timeZone: z.string().openapi({ example: 'Europe/Paris' }),
  // Answers that were kept for an Idempotency-Key before these settings existed do not have them.
  seatingWindow: settings.seatingWindow.default(720),
  lateGrace: settings.lateGrace.default(0),
  undoMinutes: settings.undoMinutes.default(30),
  hours: storedHoursSchema,
  createdAt: timestampSchema,
});
export type StoredVenue = z.infer<typeof storedVenueSchema>;

/** A venue as clients see it. */
export const venueSchema = storedVenueSchema
  .extend({
    ...profileFields,
    ...guestRuleFields,
    ...approvalFields,
    id: shownId('venue'),
    hours: shownHoursSchema,
    seatingWindow: settings.seatingWindow,
    lateGrace: settings.lateGrace,
    undoMinutes: settings.undoMinutes,
  })
  .openapi('Venue');

/** A venue after a change, with the bookings that no longer lie in its opening hours. */
export const changedVenueSchema = venueSchema
  .extend({ affectedBookings: affectedBookingsSchema })
  .openapi('ChangedVenue');

export function showVenue(venue: StoredVenue) {
  return { ...venue, id: showId('venue', venue.id), hours: nameWeekdays(venue.hours) };
}
