import { sql } from 'drizzle-orm';
import { date, id, integer } from '../platform/parameter-kinds.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { storedReportSchema } from './report.ts';

/** The report of a venue, also of a deleted one; see venue_report_v1. */
export const selectReport = callerStatement({
  params: { venue: id<'venue'>(), from: date, to: date, most: integer },
  body: storedReportSchema,
  sql: (p) => sql`select venue_report_v1(v, ${p.from}, ${p.to}, ${p.most})
        from caller join venues v
          on v.id = ${p.venue} and v.workspace_id = caller.workspace_id`,
});
