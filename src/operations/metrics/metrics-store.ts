import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { callerStatement } from '../../workspaces/caller-store.ts';
import {
  byRegion,
  latencyParams,
  latencyRowSchema,
  OF_PLATFORM,
  OF_WORKSPACE,
} from '../latency/store.ts';
import { lightJson } from '../light/light-store.ts';
import { storedLightSchema } from '../light/readings.ts';

/** The requests of the caller's workspace in a range. */
export const selectMetrics = callerStatement({
  params: latencyParams,
  body: z.object({ rows: z.array(latencyRowSchema), light: z.null() }),
  sql: (p) => sql`select json_build_object('rows', ${byRegion(OF_WORKSPACE, p)}, 'light', null)
      from caller`,
});

/** The requests of all workspaces in a range, and the light of the platform. */
export const selectPlatformMetrics = callerStatement({
  params: latencyParams,
  body: z.object({ rows: z.array(latencyRowSchema), light: storedLightSchema.nullable() }),
  sql: (
    p,
  ) => sql`select json_build_object('rows', ${byRegion(OF_PLATFORM, p)}, 'light', ${lightJson})
      from caller`,
});
