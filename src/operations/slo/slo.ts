import { z } from '@hono/zod-openapi';
import { timestampSchema } from '../../platform/schemas.ts';
import { WINDOWS } from '../light/readings.ts';

export const serviceLevelsSchema = z
  .object({
    of: z.enum(['workspace', 'platform']),
    from: timestampSchema,
    to: timestampSchema,
    objectives: z.array(
      z.object({
        name: z.enum(['availability', 'messages', 'bookings']),
        objective: z.number().openapi({ description: 'The share of requests that must be good.' }),
        targetMs: z.number().nullable().openapi({
          description:
            'Good requests are faster. null: a request with a 5xx is bad; those with a 4xx do not count.',
        }),
        requests: z.int(),
        bad: z.int(),
        budget: z
          .object({
            allowed: z
              .number()
              .openapi({ description: 'How many of the requests may have been bad.' }),
            left: z.number().openapi({ description: 'Negative when more were bad.' }),
            percent: z.number().nullable().openapi({ description: 'What is left, of 100.' }),
          })
          .openapi({ description: 'The error budget of the period.' }),
        burn: z.array(
          z.object({
            window: z.enum(WINDOWS),
            requests: z.int(),
            bad: z.int(),
            rate: z.number().nullable().openapi({
              description:
                '1 uses up the budget exactly at the end of the period. null: no requests.',
            }),
          }),
        ),
        goneInHours: z.number().nullable().openapi({
          description:
            'When the budget is used up if it burns on as in the last six hours; 0: it is. null: it does not burn.',
        }),
      }),
    ),
    excluded: z.array(z.object({ from: timestampSchema, to: timestampSchema })).openapi({
      description: 'Maintenance windows. Requests of the hours that they touch are not counted.',
    }),
  })
  .openapi('ServiceLevels');
export type ServiceLevels = z.infer<typeof serviceLevelsSchema>;
