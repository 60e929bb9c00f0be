import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { selectBookingsOfDay } from '../../src/bookings/list-store.ts';
import { idSchema } from '../../src/platform/ids.ts';
import { encodeValues } from '../../src/platform/statement.ts';
import { openVenue, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
let venue: string;
beforeAll(async () => {
  postgres = await startRealPostgres();
  const made = await openVenue(
    postgres,
    postgres.caller,
    { name: 'busy', timeZone: 'UTC' },
    tablesOfFour(1),
  );
  venue = venueIdOf(made.id);
  await postgres.rows(`
    insert into customers (id, workspace_id, external_id)
    select gen_random_uuid(), workspace_id, 'guest' from venues;
    insert into bookings (id, workspace_id, venue_id, customer_id, state, starts_at, ends_at,
                          party_size, cancellation_cutoff, days_after_opening)
    select gen_random_uuid(), v.workspace_id, v.id, c.id, 'confirmed', s.at, s.at + interval '1 hour',
           2, 0, case when extract(hour from s.at) < 2 then 1 else 0 end
      from venues v, customers c, generate_series(0, 364) day, generate_series(0, 99) n
     cross join lateral (select timestamptz '2027-01-01 18:00Z' + day * interval '1 day'
                                + n * interval '4 minutes' as at) s;
    insert into booking_events (booking_id, version, event, state, starts_at, party_size, resource_ids)
    select id, 1, state, state, starts_at, party_size, '{}' from bookings`);
  await postgres.rows('vacuum analyze bookings');
});
afterAll(async () => {
  await postgres?.stop();
});

const planSchema: z.ZodType<Plan> = z.lazy(() =>
  z.looseObject({ 'Node Type': z.string(), Plans: z.array(planSchema).optional() }),
);
interface Plan {
  'Node Type': string;
  Plans?: Plan[] | undefined;
  [key: string]: unknown;
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

const literal = (value: unknown) =>
  value === null ? 'null' : Array.isArray(value) ? `'{${value}}'` : `'${value}'`;

/** The executed plan of a page of the list, and the ids that it shows. */
async function explain(mode: string, limit: number, after?: { at: string; id: string }) {
  const values = encodeValues(selectBookingsOfDay, {
    callerKey: postgres.caller.keyId,
    callerWorkspace: postgres.caller.workspaceId,
    callerScopes: postgres.caller.scopes,
    venue: idSchema<'venue'>().parse(venue),
    date: '2027-06-15',
    state: null,
    afterStart: after?.at ?? null,
    afterId: after === undefined ? null : idSchema<'booking'>().parse(after.id),
    limit,
  });
  const written = values.map(literal).join(', ');
  await postgres.rows(`set plan_cache_mode = ${mode}`);
  await postgres.rows(`prepare day as ${selectBookingsOfDay.text}`);
  try {
    const [row] = await postgres.rows<{ 'QUERY PLAN': [{ Plan: unknown }] }>(
      `explain (analyze, timing off, format json) execute day(${written})`,
    );
    const [answer] = await postgres.rows<{ result: { body: { id: string; startsAt: string }[] } }>(
      `execute day(${written})`,
    );
    const plan = planSchema.parse(row?.['QUERY PLAN'][0].Plan);
    return { plan: nodes(plan), body: answer?.result.body ?? [] };
  } finally {
    await postgres.rows('deallocate day');
  }
}

/** How many rows the scans of bookings have read, those that a filter has dropped included. */
const readRows = (plan: readonly Plan[]) =>
  plan
    .filter((node) => node['Relation Name'] === 'bookings')
    .map((node) => ({
      type: node['Node Type'],
      index: node['Index Name'],
      rows:
        Number(node['Actual Loops']) *
        (Number(node['Actual Rows']) + Number(node['Rows Removed by Filter'] ?? 0)),
    }));

describe.each(['force_custom_plan', 'force_generic_plan'])('the list of a day with %s', (mode) => {
  it('reads from an index no more than three dates of a year', async () => {
    const { plan, body } = await explain(mode, 201);
    expect(body).toHaveLength(100);
    const [scan, ...others] = readRows(plan);
    expect(others).toEqual([]);
    expect(scan).toMatchObject({ type: 'Index Scan', index: 'bookings_of_venue' });
    expect(scan?.rows).toBeLessThanOrEqual(300);
  });

  it('begins a page at its cursor, and stops at its end', async () => {
    const { body } = await explain(mode, 201);
    const last = body[59];
    if (last === undefined) throw new Error('too few bookings');
    const { plan, body: next } = await explain(mode, 11, { at: last.startsAt, id: last.id });
    expect(next.map(({ id }) => id)).toEqual(body.slice(60, 71).map(({ id }) => id));
    const [scan] = readRows(plan);
    expect(scan).toMatchObject({ type: 'Index Scan', index: 'bookings_of_venue' });
    expect(scan?.rows).toBeLessThanOrEqual(20);
  });
});
