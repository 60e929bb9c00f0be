import { createRoute, z } from '@hono/zod-openapi';
import { accepts } from 'hono/accepts';
import type { Ports } from '../../platform/ports.ts';
import { operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { reportQuerySchema, reportSchema } from '../report.ts';
import { reportCsv } from '../report-csv.ts';
import { showReport } from '../show-report.ts';

const CSV = 'text/csv';
const JSON_TYPE = 'application/json';

const show = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}/report',
  ...operation({
    id: 'showVenueReport',
    tag: 'Bookings',
    summary: 'Report what a venue had, by day, service and area',
    description:
      'Parties, covers, occupancy, no-shows, cancellations, lead times and sources. A booking belongs to the area that all of its resources have. It belongs to the local date on which its period opened, and to the period of that date, in the present opening hours, in which it starts. JSON, or CSV if `Accept` prefers `text/csv`: one line for each date and service.',
    scope: 'bookings:read',
  }),
  request: {
    params: z.strictObject({ venueId: idInRequest('venue') }),
    query: reportQuerySchema,
  },
  responses: {
    200: {
      description: 'The report',
      content: { [JSON_TYPE]: { schema: reportSchema }, [CSV]: { schema: z.string() } },
    },
    ...refusals('venue_not_found'),
  },
});

export const reportRoutes = router<Ports>().openapi(show, async (c) => {
  const { venueId } = c.req.valid('param');
  const query = c.req.valid('query');
  const report = await showReport(c.var.deps, c.var.caller, venueId, query);
  const type = accepts(c, {
    header: 'Accept',
    supports: [JSON_TYPE, CSV],
    default: JSON_TYPE,
  });
  c.header('Vary', 'Accept', { append: true });
  if (type !== CSV) return c.json(report, 200);
  const name = `report-${query.from}-${query.to}.csv`;
  return c.body(reportCsv(report), 200, {
    'Content-Type': `${CSV}; charset=utf-8; header=present`,
    'Content-Disposition': `attachment; filename="${name}"`,
  });
});
