import { z } from '@hono/zod-openapi';
import { storableText, timeZoneSchema } from '../platform/schemas.ts';
import {
  followUpsChangeSchema,
  followUpsSchema,
  newFollowUpsSchema,
} from './follow-up-settings.ts';

const MINUTES_OF_A_DAY = 24 * 60;

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
    description: 'How long a party stays, rising by maxParty; the last is for all larger.',
  });

const limit = z.int().min(0).max(10_000).nullable();

const settings = {
  name: storableText(128),
  timeZone: timeZoneSchema,
  slotInterval: z.int().min(5).max(240).openapi({ description: 'Minutes between slots.' }),
  turnTimes: turnTimesSchema,
  bufferBefore: z.int().min(0).max(240).openapi({ description: 'Minutes kept free before.' }),
  bufferAfter: z.int().min(0).max(240).openapi({ description: 'Minutes kept free after.' }),
  leadTime: z.int().min(0).max(43_200).openapi({ description: 'Minutes before the start.' }),
  horizonDays: z.int().min(1).max(731).openapi({ description: 'How far ahead, in local days.' }),
  pacingParties: limit.openapi({ description: 'Parties that may start in a quarter hour.' }),
  pacingCovers: limit.openapi({ description: 'Covers that may start in a quarter hour.' }),
  holdSeconds: z.int().min(10).max(3600).openapi({ description: 'How long a hold lasts.' }),
  cancellationCutoff: z
    .int()
    .min(0)
    .max(43_200)
    .openapi({ description: 'Minutes before the start.' }),
  followUps: followUpsSchema,
  waitlistFirst: z.boolean().openapi({ description: 'Serve who waits before new requests.' }),
  offerSeconds: z
    .int()
    .min(60)
    .max(86_400)
    .openapi({ description: 'How long an offer to who waits lasts; not past its start.' }),
};

/** A venue's settings, with what most take where nothing is said. */
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
    followUps: newFollowUpsSchema,
    waitlistFirst: settings.waitlistFirst.default(false),
    offerSeconds: settings.offerSeconds.default(900),
  })
  .openapi('NewVenue');
export type NewVenue = z.infer<typeof newVenueSchema>;

export const venueChangeSchema = z
  .strictObject({ ...settings, followUps: followUpsChangeSchema })
  .partial()
  .openapi('VenueChange');
export type VenueChange = z.infer<typeof venueChangeSchema>;

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a local time like 18:30')
  .openapi({ example: '18:30' });
const period = z.strictObject({ opens: clockTime, closes: clockTime });

/** Opening hours in local time; closing at or before opening means the next day. */
export const hoursSchema = z
  .strictObject({
    weekly: z
      .array(period.extend({ weekday: z.enum(WEEKDAYS) }))
      .max(70)
      .refine(
        (all) =>
          noneOverlap(
            all.map((each) => ({ ...each, day: WEEKDAYS.indexOf(each.weekday) })),
            7 * MINUTES_OF_A_DAY,
          ),
        'must not overlap',
      ),
    exceptions: z
      .array(
        z.strictObject({
          date: z.iso.date(),
          periods: z
            .array(period)
            .max(10)
            .refine(
              (all) =>
                noneOverlap(
                  all.map((each) => ({ ...each, day: 0 })),
                  Infinity,
                ),
              {
                message: 'must not overlap',
              },
            )
            .openapi({ description: 'None: closed on that date.' }),
        }),
      )
      .max(400)
      .refine((all) => new Set(all.map(({ date }) => date)).size === all.length, {
        message: 'must name each date once',
      })
      .default([]),
  })
  .openapi('OpeningHours');
export type Hours = z.infer<typeof hoursSchema>;

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Whether periods, laid on a circle of that many minutes, are apart from each other. */
function noneOverlap(
  periods: readonly { day: number; opens: string; closes: string }[],
  circle: number,
): boolean {
  const spans = periods
    .map(({ day, opens, closes }) => {
      const start = day * MINUTES_OF_A_DAY + minutesOf(opens);
      const length = minutesOf(closes) - minutesOf(opens);
      return { start, end: start + (length > 0 ? length : length + MINUTES_OF_A_DAY) };
    })
    .sort((a, b) => a.start - b.start);
  return spans.every(({ end }, at) => {
    const next = spans[at + 1] ?? { start: (spans[0]?.start ?? 0) + circle };
    return end <= next.start;
  });
}

const party = z.int().min(1).max(1000);
const priority = z.int().min(-1000).max(1000).openapi({ description: 'The lower is first.' });
const resourceKind = z.enum(['table', 'chair', 'room', 'person']);
const partyRange = {
  minParty: party.default(1),
  maxParty: party,
  priority: priority.default(0),
};
const inOrder = { message: 'must be at least minParty', path: ['maxParty'] };
const isInOrder = ({ minParty, maxParty }: { minParty: number; maxParty: number }) =>
  minParty <= maxParty;

export const newResourceSchema = z
  .strictObject({
    name: storableText(128),
    kind: resourceKind.default('table'),
    ...partyRange,
  })
  .refine(isInOrder, inOrder)
  .openapi('NewResource');
export type NewResource = z.infer<typeof newResourceSchema>;

export const resourceChangeSchema = z
  .strictObject({
    name: storableText(128).optional(),
    kind: resourceKind.optional(),
    minParty: party.optional(),
    maxParty: party.optional(),
    priority: priority.optional(),
  })
  .openapi('ResourceChange');
export type ResourceChange = z.infer<typeof resourceChangeSchema>;

export const newCombinationSchema = z
  .strictObject({
    resourceIds: z
      .array(z.string().max(64))
      .min(2)
      .max(12)
      .refine((ids) => new Set(ids).size === ids.length, 'must name each resource once'),
    ...partyRange,
  })
  .refine(isInOrder, inOrder)
  .openapi('NewCombination');
export type NewCombination = z.infer<typeof newCombinationSchema>;

/** What the database keeps and shows, with ids that are bare UUIDs. */
export const storedResourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  minParty: z.int(),
  maxParty: z.int(),
  priority: z.int(),
});
export type StoredResource = z.infer<typeof storedResourceSchema>;
export const storedCombinationSchema = z.object({
  id: z.string(),
  resourceIds: z.array(z.string()),
  minParty: z.int(),
  maxParty: z.int(),
  priority: z.int(),
});
export type StoredCombination = z.infer<typeof storedCombinationSchema>;
export const storedVenueSchema = z.object({
  id: z.string(),
  ...settings,
  hours: z.object({
    weekly: z.array(period.extend({ weekday: z.int() })),
    exceptions: z.array(z.object({ date: z.string(), periods: z.array(period) })),
  }),
  createdAt: z.string(),
});
export type StoredVenue = z.infer<typeof storedVenueSchema>;

/** The same as clients see it. */
export const venueSchema = storedVenueSchema
  .extend({
    hours: z.object({
      weekly: z.array(period.extend({ weekday: z.enum(WEEKDAYS) })),
      exceptions: z.array(z.object({ date: z.string(), periods: z.array(period) })),
    }),
  })
  .openapi('Venue');
export const resourceSchema = storedResourceSchema.openapi('Resource');
export const combinationSchema = storedCombinationSchema.openapi('Combination');
