import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../platform/ids.ts';
import { id, instant, text } from '../../platform/parameter-kinds.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { maintenanceJson, storedMaintenanceSchema } from '../light/status-store.ts';

export const insertMaintenance = callerStatement({
  params: { id: id<'maintenanceWindow'>(), from: instant, to: instant, reason: text },
  body: storedMaintenanceSchema,
  ctes: (p) => sql`, inserted as (
    insert into maintenance_windows (id, starts_at, ends_at, reason)
    select ${p.id}, ${p.from}, ${p.to}, ${p.reason} from caller
    returning *
  )`,
  sql: () => sql`select ${maintenanceJson}::jsonb from inserted m`,
  once: { status: 201 },
});

export const deleteMaintenance = callerStatement({
  params: { id: id<'maintenanceWindow'>() },
  body: z.object({ id: idSchema<'maintenanceWindow'>() }),
  ctes: (p) => sql`, deleted as (
    delete from maintenance_windows m using caller where m.id = ${p.id}
    returning m.id
  )`,
  sql: () => sql`select jsonb_build_object('id', id) from deleted`,
  once: { status: 204 },
});
