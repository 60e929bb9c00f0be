import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { selectAvailability } from '../../src/bookings/availability-store.ts';
import { newId, showId } from '../../src/platform/ids.ts';
import type { Bench } from '../bench.ts';
import { CALLER_SCOPES } from '../caller-scopes.ts';
import { medianOf } from '../interval.ts';
import { printCell } from '../report.ts';
import type { Cell } from '../results.ts';
import { KEY_ID, WORKSPACE_ID } from '../seed.ts';
import { statementText } from '../statement-text.ts';
import type { Workload } from '../workload.ts';
import {
  CALENDAR_BOOKINGS,
  CALENDAR_FROM,
  CALENDAR_TO,
  CALENDAR_VENUE,
  CALENDAR_VENUE_SHOWN,
} from './calendar.ts';
import type { AvailabilityResults } from './results.ts';

const availabilityText = statementText(selectAvailability);
const PARTY_SIZE = 2;
const path = `/v1/venues/${CALENDAR_VENUE_SHOWN}/availability?from=${CALENDAR_FROM}&to=${CALENDAR_TO}&partySize=${PARTY_SIZE}`;
const values = {
  ...{ callerKey: KEY_ID, callerWorkspace: WORKSPACE_ID, callerScopes: CALLER_SCOPES },
  ...{ venue: CALENDAR_VENUE, from: CALENDAR_FROM, to: CALENDAR_TO, partySize: String(PARTY_SIZE) },
};

/** Searches a month of a venue, each time for another booking, so that no answer is cached. */
const search: Workload = {
  name: 'availability',
  request: () => ({ path: `${path}&bookingId=${showId('booking', newId())}` }),
  accepted: [200],
  // pgbench chooses the random number, because a volatile SQL function would change the plan of the
  // query.
  script: `\\set booking random(1, 900000000000)
${availabilityText.script(values, {
  booking: `('01900000-0000-7000-8003-' || lpad(:booking::text, 12, '0'))`,
})};
`,
  trailing: {},
};

/** Repeats one search, which the Worker answers from its cache for five seconds. */
const again: Workload = { ...search, request: () => ({ path }) };

/** How many times the query is run under EXPLAIN ANALYZE. */
const EXECUTIONS = 20;

/** Measures a search of a nearly full month: the statement alone, Maitred, and cached answers. */
export async function measureAvailability(
  bench: Bench,
  template: string,
): Promise<AvailabilityResults> {
  const { plan } = bench;
  const cells: Cell[] = [];
  const kept: Cell[] = [];
  let databaseMs = 0;
  const each = plan.delays
    .filter((delayMs) => delayMs === 0 || delayMs === 90)
    .flatMap((delayMs) =>
      plan.clients.filter((clients) => clients <= 16).map((clients) => ({ delayMs, clients })),
    );
  await bench.onStage('statement', template, search, async (stage) => {
    databaseMs = await databaseTime(stage.database);
    console.log(`  in the database: ${databaseMs.toFixed(1)} ms`);
    for (const cell of each) cells.push(await bench.measure('statement', stage, search, cell));
  });
  await bench.onStage('maitred', template, search, async (stage) => {
    for (const cell of each) cells.push(await bench.measure('maitred', stage, search, cell));
    for (const cell of each) kept.push(await bench.measure('maitred', stage, again, cell));
  });
  for (const cell of cells) printCell(cell, 'availability, ');
  for (const cell of kept) printCell(cell, 'availability as it was kept, ');
  return { bookings: CALENDAR_BOOKINGS, databaseMs, cells, kept };
}

/**
 * The median execution time that EXPLAIN ANALYZE reports, in ms. It does not include planning, and
 * the timing of nodes is off.
 */
async function databaseTime(database: string): Promise<number> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const times: number[] = [];
    for (let execution = 0; execution < EXECUTIONS; execution += 1) {
      const { text, values: given } = availabilityText.query({ ...values, booking: randomUUID() });
      const { rows } = await client.query(
        `explain (analyze, timing off, format json) ${text}`,
        given,
      );
      times.push(Number(rows[0]['QUERY PLAN'][0]['Execution Time']));
    }
    return medianOf(times) ?? 0;
  } finally {
    await client.end();
  }
}
