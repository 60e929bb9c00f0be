import { z } from '@hono/zod-openapi';
import { dateSchema } from '../platform/schemas.ts';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const MINUTES_OF_A_DAY = 24 * 60;

const clockTime = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d$/,
    'must be a local time from 00:00 to 23:59, like 18:30; midnight is 00:00',
  )
  .openapi({ example: '18:30' });

const period = z.strictObject({
  opens: clockTime.openapi({ description: 'The local time of the first slot.' }),
  closes: clockTime.openapi({
    description:
      'The local time by which every party has left, unless another period opens at this time or the venue’s `lastSeating` says otherwise. A time at or before `opens` is on the next day; midnight is 00:00.',
  }),
});

/** Opening hours in the venue's local time. */
export const hoursSchema = z
  .strictObject({
    weekly: z
      .array(period.extend({ weekday: z.enum(WEEKDAYS) }))
      .max(70)
      .superRefine(
        refuseOverlaps(({ weekday }) => WEEKDAYS.indexOf(weekday), 7 * MINUTES_OF_A_DAY),
      ),
    exceptions: z
      .array(
        z.strictObject({
          date: dateSchema,
          periods: z
            .array(period)
            .max(10)
            .superRefine(refuseOverlaps(() => 0, Infinity))
            .openapi({ description: 'The hours of that date; empty when it is closed.' }),
        }),
      )
      .max(400)
      .refine(
        (exceptions) => new Set(exceptions.map(({ date }) => date)).size === exceptions.length,
        'must name each date once',
      )
      .default([])
      .openapi({ description: 'Dates whose hours replace the weekly hours.' }),
  })
  .openapi('OpeningHours');
export type Hours = z.infer<typeof hoursSchema>;

const storedExceptions = z.array(z.object({ date: z.string(), periods: z.array(period) }));

/** Opening hours as the database keeps them: weekdays are numbered from 1, Monday. */
export const storedHoursSchema = z.object({
  weekly: z.array(period.extend({ weekday: z.int() })),
  exceptions: storedExceptions,
});
export type StoredHours = z.infer<typeof storedHoursSchema>;

/** Opening hours as clients see them. */
export const shownHoursSchema = z.object({
  weekly: z.array(period.extend({ weekday: z.enum(WEEKDAYS) })),
  exceptions: storedExceptions,
});

/** Weekly hours as the database keeps them. */
export function numberWeekdays(weekly: Hours['weekly']): StoredHours['weekly'] {
  return weekly.map((each) => ({ ...each, weekday: WEEKDAYS.indexOf(each.weekday) + 1 }));
}

/** Hours as clients see them. */
export function nameWeekdays({ weekly, exceptions }: StoredHours) {
  return {
    weekly: weekly.map((each) => ({ ...each, weekday: WEEKDAYS[each.weekday - 1] ?? 'monday' })),
    exceptions,
  };
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/**
 * Refuses each period that begins before the one ahead of it has ended, and names that one.
 * @param dayOf the number of the day on which a period opens, from 0
 * @param cycle the minutes after which the periods repeat: a week, or Infinity
 */
function refuseOverlaps<Period extends { opens: string; closes: string }>(
  dayOf: (period: Period) => number,
  cycle: number,
) {
  return (periods: readonly Period[], context: z.RefinementCtx) => {
    const spans = periods
      .map((period, index) => {
        const start = dayOf(period) * MINUTES_OF_A_DAY + minutesOf(period.opens);
        const length = minutesOf(period.closes) - minutesOf(period.opens);
        return { index, start, end: start + (length > 0 ? length : length + MINUTES_OF_A_DAY) };
      })
      .sort((a, b) => a.start - b.start);
    for (const [at, { index, end }] of spans.entries()) {
      const [first] = spans;
      const next = spans[at + 1] ?? (first && { index: first.index, start: first.start + cycle });
      if (next === undefined || end <= next.start) continue;
      const path = [next.index];
      context.addIssue({ code: 'custom', path, message: `overlaps the period at index ${index}` });
    }
  };
}
