import { z } from '@hono/zod-openapi';
import { timestampSchema } from '../../platform/schemas.ts';

/** The kinds of work that may wait. */
export const WAITING = [
  'unfolded',
  'unwalked',
  'unplanned',
  'due',
  'overdue',
  'dead',
  'set_apart',
  'failing',
] as const;

export const backlogSchema = z
  .object({
    of: z.enum(['workspace', 'platform']),
    data: z
      .array(
        z.object({
          kind: z.enum(WAITING),
          rows: z.int().openapi({ description: 'Counting stops at 1000.' }),
          oldestAt: timestampSchema
            .nullable()
            .openapi({ description: 'Of the rows that were counted.' }),
        }),
      )
      .openapi({
        description:
          '`unfolded`: messages whose emotion has not been read. `unwalked`: conversations whose mood is to be computed (platform only). `unplanned`: events whose follow-ups are not planned. `due`: jobs that may be carried out now. `overdue`: those that should have been by now. `dead`: jobs that were given up. `set_apart`: messages whose emotion could not be read. `failing`: subjects of background work that fails and is tried again (platform only).',
      }),
    queues: z
      .array(
        z.object({
          queue: z.string(),
          messages: z.int(),
          bytes: z.int(),
          oldestAt: timestampSchema.nullable(),
        }),
      )
      .nullable()
      .openapi({
        description:
          'What the queues say about themselves; of the platform only, and null when they do not answer.',
      }),
  })
  .openapi('Backlog');
export type Backlog = z.infer<typeof backlogSchema>;
