import { z } from '@hono/zod-openapi';
import type { Action } from '../../platform/auth/actions.ts';
import { MEASURED } from '../../platform/latency/sample.ts';
import { timestampSchema } from '../../platform/schemas.ts';
import { GRAINS } from './range.ts';

/** Whose requests an answer is about. */
export const ofSchema = z.enum(['workspace', 'platform']).default('workspace').openapi({
  description:
    '`platform`: the requests of all workspaces. It needs the scope `operator`. The default is your workspace.',
});
export type Of = z.infer<typeof ofSchema>;

/** The action that reads what the operations routes show. */
export const readingOf = (of: Of): Action =>
  of === 'platform' ? 'readPlatform' : 'readOperations';

export const grainSchema = z.enum(GRAINS);

export const measuredSchema = z.enum(MEASURED).openapi({
  description:
    'What a request is measured as. `change_booking` are the acts on a booking; `read` and `write` are all other requests. The operations of the canary are counted apart.',
});

const ms = z.number().openapi({ description: 'Milliseconds.' });

export const percentilesSchema = z
  .object({ p50: ms, p75: ms, p95: ms, p99: ms, p999: ms })
  .openapi('Percentiles', {
    description:
      'Milliseconds that a share of the requests did not exceed, within 1 %. `p999` is 99.9 %.',
  });
export type Percentiles = z.infer<typeof percentilesSchema>;

const known = percentilesSchema.nullable();

const countsFields = {
  requests: z.int().openapi({
    description:
      'Of reads and of searches for availability, one in ten is measured and counts as ten.',
  }),
  done: z.int().openapi({ description: 'Requests with a 2xx or 304. The durations are theirs.' }),
  refused: z.int().openapi({ description: 'Requests with a 4xx.' }),
  failed: z.int().openapi({ description: 'Requests with a 5xx.' }),
  slow: z.int().openapi({
    description: 'Requests of `done` that took as long as the target at their time, or longer.',
  }),
};

export const marginSchema = z
  .object({
    ms: z.number().openapi({ description: 'Negative when the target is missed.' }),
    percent: z.number().openapi({ description: 'Of the target.' }),
  })
  .openapi('SafetyMargin', { description: 'How far the P95 is below its target.' });

const operationLatencySchema = z
  .object({
    operation: measuredSchema,
    ...countsFields,
    target: z
      .object({ percentile: z.literal(95), ms })
      .nullable()
      .openapi({ description: 'The P95 must be below it. null: the operation has no target.' }),
    margin: marginSchema.nullable(),
    total: known.openapi({ description: 'From the request to its answer, in the Worker.' }),
    parts: z
      .object({
        db: known.openapi({ description: 'In which the database executed the statement.' }),
        wait: known.openapi({
          description:
            'The rest of the time until the database’s answer: network, proxy, parsing, planning and commit.',
        }),
        cpu: z.null().openapi({
          description:
            'Not known. A Worker’s clock stands still while it computes, so its CPU time cannot be measured from inside.',
        }),
      })
      .openapi({
        description:
          'The parts of the durations, each with percentiles of its own. They are null with an `interval`.',
      }),
    regions: z
      .array(
        z.object({
          region: z.string().openapi({
            description: 'The continent and the data centre of the Worker.',
            example: 'EU-CDG',
          }),
          ...countsFields,
          margin: marginSchema.nullable(),
          total: known,
        }),
      )
      .openapi({ description: 'Of the platform only, and not with an `interval`.' }),
    series: z.array(z.object({ at: timestampSchema, ...countsFields, total: known })).openapi({
      description: 'With an `interval` only: the minutes, hours or days with requests.',
    }),
  })
  .openapi('OperationLatency');

export const latencySchema = z
  .object({
    of: z.enum(['workspace', 'platform']),
    from: timestampSchema,
    to: timestampSchema,
    grain: grainSchema.openapi({ description: 'The range was widened to whole ones (UTC).' }),
    operations: z.array(operationLatencySchema),
  })
  .openapi('Latency');
export type Latency = z.infer<typeof latencySchema>;
export type OperationLatency = Latency['operations'][number];
