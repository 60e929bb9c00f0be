import { z } from '@hono/zod-openapi';
import { shownId, timestampSchema } from '../../platform/schemas.ts';
import { CAUSES, LEVELS, LIGHTS, SIGNALS } from './signals.ts';

export const lightSchema = z.enum(LIGHTS).openapi({
  description:
    '`grey`: nothing is known, because too little was measured or the evaluation is late. It is not green.',
});

const causeSchema = z.enum(CAUSES).openapi({
  description: 'What the measurements point to; docs/operations.md explains each.',
});

/** A signal as clients see it. */
export const signalSchema = z
  .object({
    signal: z.enum(SIGNALS),
    level: z.enum(LEVELS),
    since: timestampSchema.openapi({ description: 'Since when the signal has this level.' }),
    unmeasuredSince: timestampSchema.nullable().openapi({
      description:
        'Since when the signal cannot be measured. It keeps its level until it can be. null: it is measured.',
    }),
    value: z.number().nullable().openapi({
      description:
        'What is compared with the thresholds. Of durations, it is what their P95 exceeds with 97.5 % confidence, so it is lower than the P95 of few requests.',
    }),
    unit: z.enum(['ms', 'percent', 'ratio', 'rows']),
    threshold: z.number().nullable().openapi({
      description:
        'The value at which the level began; of a green signal, that at which the first level begins.',
    }),
    events: z.int().openapi({
      description:
        'How many requests, connections or rows the value was taken from; of a burn rate, the bad requests of an hour.',
    }),
    source: z.enum(['requests', 'canary']).openapi({
      description: '`canary`: there were too few requests, so those of the canary were measured.',
    }),
    cause: causeSchema.nullable(),
    detail: z.string().nullable().openapi({
      description: 'The region, outbox, kind of work or baseline that `cause` is about.',
    }),
  })
  .openapi('Signal');

export const maintenanceWindowSchema = z
  .object({
    id: shownId('maintenanceWindow'),
    from: timestampSchema,
    to: timestampSchema,
    reason: z.string(),
  })
  .openapi('MaintenanceWindow');

export const statusSchema = z
  .object({
    of: z.enum(['workspace', 'platform']),
    light: lightSchema,
    since: timestampSchema.nullable().openapi({
      description: 'Since when the light has this colour; null where no history is kept.',
    }),
    evaluatedAt: timestampSchema.nullable(),
    recommendation: z.string().openapi({ description: 'What to do at this colour.' }),
    causes: z
      .array(
        z.object({
          signal: z.enum(SIGNALS).nullable(),
          cause: causeSchema,
          detail: z.string().nullable(),
          look: z.string().openapi({ description: 'The path of what to look at.' }),
        }),
      )
      .openapi({ description: 'The causes of the signals that are not green, the worst first.' }),
    signals: z.array(signalSchema),
    maintenance: maintenanceWindowSchema
      .nullable()
      .openapi({ description: 'The planned work that goes on. Its requests are not judged.' }),
  })
  .openapi('OperationsStatus');
export type Status = z.infer<typeof statusSchema>;
export type ShownSignal = z.infer<typeof signalSchema>;

export const historySchema = z
  .object({
    from: timestampSchema,
    to: timestampSchema,
    seconds: z
      .object({
        grey: z.int(),
        green: z.int(),
        yellow: z.int(),
        orange: z.int(),
        red: z.int(),
      })
      .openapi({
        description:
          'How long the light had each colour in the range. In a maintenance window it keeps its colour.',
      }),
    data: z
      .array(
        z.object({
          at: timestampSchema,
          light: lightSchema,
          former: lightSchema.nullable(),
          kind: z.enum(['evaluated', 'not_evaluated']).openapi({
            description: '`not_evaluated`: from then on the evaluation was missing.',
          }),
          signals: z.array(signalSchema),
        }),
      )
      .openapi({
        description:
          'The changes of the light and of the levels of its signals, the newest first, 500 at most.',
      }),
    isWhole: z.boolean().openapi({
      description: '`false`: the range has more changes. Ask again with `to` of the last one.',
    }),
    maintenance: z.array(maintenanceWindowSchema),
  })
  .openapi('LightHistory');
export type LightHistory = z.infer<typeof historySchema>;
