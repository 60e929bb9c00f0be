import { z } from '@hono/zod-openapi';
import { dateSchema, shownId } from '../platform/schemas.ts';

/** How many local dates a report has at most: a quarter of a year. */
export const LONGEST_REPORT_DAYS = 92;

/** Query of a report: local dates of the venue, both included. */
export const reportQuerySchema = z.strictObject({
  from: dateSchema.openapi({ description: 'The first local date.' }),
  to: dateSchema.openapi({
    description: `The last local date. A report has at most ${LONGEST_REPORT_DAYS} dates.`,
  }),
});
export type ReportQuery = z.infer<typeof reportQuerySchema>;

const sourceSchema = z
  .object({
    source: z.enum(['conversation', 'walk_in', 'api']).openapi({
      description:
        'Where the parties come from: a booking of a conversation, a party that walked in, or any other booking.',
    }),
    channel: z.string().nullable().openapi({
      description:
        'The channel of the conversation; null for other sources, and for channels beyond the twenty with the most parties.',
    }),
    parties: z.int(),
    covers: z.int(),
  })
  .openapi('ReportSource');
export type ReportSource = z.infer<typeof sourceSchema>;

/** The sums of an area as the database writes them. */
const storedAreaSchema = z.object({
  area: z.string().nullable(),
  availableMinutes: z.int(),
  occupiedMinutes: z.int(),
  parties: z.int(),
  covers: z.int(),
  noShows: z.int(),
  cancellations: z.int(),
  lateCancellations: z.int(),
});
export type StoredArea = z.infer<typeof storedAreaSchema>;

const serviceSchema = z
  .object({ opens: z.string(), closes: z.string() })
  .openapi({ description: 'A period of the present opening hours, in local times.' });

/** The sums of a service as the database writes them; `service` is null for bookings outside of all. */
export const storedReportSchema = z.object({
  timeZone: z.string(),
  tooMany: z.boolean(),
  /** The names of the areas, and then null; empty when no resource has an area. */
  areas: z.array(z.string().nullable()),
  rows: z.array(
    z.object({
      date: z.string(),
      service: serviceSchema.nullable(),
      openMinutes: z.int(),
      availableMinutes: z.int(),
      occupiedMinutes: z.int(),
      parties: z.int(),
      covers: z.int(),
      noShows: z.int(),
      cancellations: z.int(),
      lateCancellations: z.int(),
      /** The parties whose lead time counts, and the sum of it. */
      ledParties: z.int(),
      leadMinutes: z.int(),
      sources: z.array(sourceSchema),
      areas: z.array(storedAreaSchema),
    }),
  ),
});
export type StoredReport = z.infer<typeof storedReportSchema>;
export type ReportRow = StoredReport['rows'][number];

const figures = {
  parties: z.int().openapi({ description: 'Bookings that are confirmed, seated or finished.' }),
  covers: z.int().openapi({ description: 'The guests of these parties.' }),
  noShows: z.int(),
  cancellations: z.int().openapi({
    description: 'Cancelled bookings, late ones included. A hold that was released is none.',
  }),
  lateCancellations: z.int().openapi({ description: 'Those of them after the cutoff.' }),
  averageLeadMinutes: z.int().nullable().openapi({
    description:
      'How many minutes before its start a party’s booking was made, on average, without parties that walked in; null without any.',
  }),
  openMinutes: z.int().openapi({ description: 'How long the venue is open.' }),
  availableMinutes: z.int().openapi({
    description: '`openMinutes` for each resource that the venue has now.',
  }),
  occupiedMinutes: z.int().openapi({
    description:
      'The part of these minutes in which parties occupy the resources, without buffers. A party counts from its start to its end, or until it left earlier, as far as the venue is open.',
  }),
  occupancy: z.number().nullable().openapi({
    description:
      '`occupiedMinutes` divided by `availableMinutes`, from 0 to 1; null when nothing was available.',
    example: 0.625,
  }),
  sources: z.array(sourceSchema).openapi({ description: 'The parties by where they come from.' }),
};

const areaSchema = z
  .object({
    area: z.string().nullable().openapi({
      description:
        'The name of the area; null for resources without an area, and for bookings whose resources have no area in common.',
    }),
    parties: figures.parties,
    covers: figures.covers,
    noShows: figures.noShows,
    cancellations: figures.cancellations,
    lateCancellations: figures.lateCancellations,
    availableMinutes: figures.availableMinutes,
    occupiedMinutes: figures.occupiedMinutes,
    occupancy: figures.occupancy,
  })
  .openapi('ReportArea');
export type ReportArea = z.infer<typeof areaSchema>;

const figuresSchema = z
  .object({
    ...figures,
    areas: z.array(areaSchema).openapi({
      description:
        'The same by the areas that the resources have now, by name, and then for the area null. Empty when no resource has an area.',
    }),
  })
  .openapi('ReportFigures');
export type ReportFigures = z.infer<typeof figuresSchema>;

/** A report of a venue as clients see it. */
export const reportSchema = z
  .object({
    venueId: shownId('venue'),
    timeZone: z.string(),
    from: z.string(),
    to: z.string(),
    total: figuresSchema,
    days: z.array(
      figuresSchema
        .extend({
          date: z.string().openapi({
            description:
              'The local date on which the periods open, also for a start after midnight.',
          }),
          services: z.array(
            figuresSchema.extend({ service: serviceSchema.nullable() }).openapi({
              description:
                'The figures of a period of the date. The last one may have no service: it is about bookings that start in no period of the present opening hours.',
            }),
          ),
        })
        .openapi('ReportDay'),
    ),
  })
  .openapi('Report');
export type Report = z.infer<typeof reportSchema>;
