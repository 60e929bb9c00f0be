import { z } from '@hono/zod-openapi';
import { instantSchema, storableText } from '../../platform/schemas.ts';

export const newMaintenanceSchema = z
  .strictObject({
    from: instantSchema,
    to: instantSchema,
    reason: storableText(256).openapi({
      description: 'What is done. It is shown with the light, so it must not name a guest.',
      example: 'move to a larger database',
    }),
  })
  .openapi('NewMaintenanceWindow');
export type NewMaintenance = z.infer<typeof newMaintenanceSchema>;
