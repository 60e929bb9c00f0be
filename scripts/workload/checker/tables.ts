import type { Finding } from '../log.ts';
import type { Target } from '../target.ts';
import type { Span } from './known-blocks.ts';
import type { Replay } from './replay.ts';

/** Statements that must find nothing at any moment, also while clients work. */
const ALWAYS: readonly { readonly kind: string; readonly sql: string }[] = [
  {
    kind: 'overlap',
    sql: `select a.booking_id::text || ' and ' || coalesce(b.booking_id, b.block_id)::text as what
            from allocations a join allocations b
              on a.resource_id = b.resource_id and a.span && b.span and a.ctid < b.ctid
           where num_nonnulls(a.booking_id, b.booking_id) > 0`,
  },
  {
    kind: 'allocation',
    sql: `select b.id::text || ' is ' || b.state || ' and has a place' as what
            from allocations a join bookings b on b.id = a.booking_id
           where b.state not in ('held', 'requested', 'confirmed', 'seated')`,
  },
  {
    kind: 'allocation',
    sql: `select b.id::text || ' has places that its timeline does not name' as what
            from bookings b
            join booking_events e on e.booking_id = b.id and e.version = b.version
           where exists (select from allocations a where a.booking_id = b.id)
             and (select array_agg(a.resource_id order by a.resource_id) from allocations a
                   where a.booking_id = b.id)
                 is distinct from (select array_agg(r order by r) from unnest(e.resource_ids) r)`,
  },
  {
    kind: 'allocation',
    sql: `select b.id::text || ' is to come and has no place' as what from bookings b
           where b.state in ('confirmed', 'requested', 'held') and b.starts_at > now()
             and not exists (select from allocations a where a.booking_id = b.id)`,
  },
  {
    kind: 'versions',
    sql: `select b.id::text || ' and its timeline differ' as what from bookings b
            left join booking_events e on e.booking_id = b.id and e.version = b.version
           where e.state is distinct from b.state`,
  },
  {
    kind: 'block',
    sql: `select k.id::text || ' has ended and has a place' as what
            from allocations a join blocks k on k.id = a.block_id where k.deleted_at is not null`,
  },
];

/** Statements that must find nothing once the clients have ended and the sweeps have run. */
const AT_THE_END: typeof ALWAYS = [
  {
    kind: 'block',
    sql: `select k.id::text || ' leaves a place free' as what
            from blocks k
            join venues v on v.id = k.venue_id
            join resources r on r.venue_id = v.id
                 and (r.id = any (k.resource_ids) or r.area = k.area)
           cross join lateral (
             select range_agg(tstzrange(s.starts_at, s.ends_at))
                    * tstzmultirange(tstzrange(now(), now() + v.horizon_days * interval '1 day'))
                    as spans
               from block_spans s where s.block_id = k.id) s
           where k.deleted_at is null and k.changes = k.filled_changes
             and not coalesce((select range_agg(a.span) from allocations a
                                where a.resource_id = r.id), '{}') @> s.spans`,
  },
  {
    kind: 'block',
    sql: `select k.id::text || ' is to be filled again' as what from blocks k
           where k.deleted_at is null and k.changes > k.filled_changes
             and k.wake_at < now() - interval '1 minute'`,
  },
  {
    kind: 'block',
    sql: `select a.block_id::text || ' has a place outside of its times' as what
            from allocations a
           where a.block_id is not null
             and not (select range_agg(tstzrange(s.starts_at, s.ends_at))
                        from block_spans s where s.block_id = a.block_id) @> a.span`,
  },
];

/** One statement of several, whose rows are findings: `kind` and `what`. */
const findingsOf = (statements: typeof ALWAYS): string =>
  statements
    .map(({ kind, sql }) => `select '${kind}' as kind, x.what from (${sql}) x`)
    .join(' union all ');

/** Finds what must not be in the tables at any moment: rows with `kind` and `what`. */
export const FINDINGS = findingsOf(ALWAYS);

/** Looks at the tables in one snapshot. May be called while clients work. */
export const checkTables = ({ rows }: Target) => ask(rows, FINDINGS);

const ask = (rows: Target['rows'], sql: string): Promise<Finding[]> =>
  rows<Finding & Record<string, unknown>>(sql);

interface Allocation extends Span {
  readonly booking: string;
  readonly resource: string;
}

/** Compares the places of all bookings with what their timelines say, and looks at the blocks. */
export async function checkPlaces(target: Target, { bookings }: Replay): Promise<Finding[]> {
  const findings = [
    ...(await checkTables(target)),
    ...(await ask(target.rows, findingsOf(AT_THE_END))),
  ];
  const allocations = await target.rows<Allocation & Record<string, unknown>>(`
    select 'bkg_' || replace(booking_id::text, '-', '') as booking,
           'res_' || replace(resource_id::text, '-', '') as resource,
           (extract(epoch from lower(span)) * 1000)::float8 as "from",
           (extract(epoch from upper(span)) * 1000)::float8 as "to"
      from allocations where booking_id is not null`);
  const stored = Map.groupBy(allocations, ({ booking }) => booking);
  const isNear = (a: number, b: number) => Math.abs(a - b) < 1;
  for (const [id, booking] of bookings) {
    const places = stored.get(id) ?? [];
    const isRight =
      places.length === booking.occupied.size &&
      places.every(({ resource, from, to }) => {
        const due = booking.occupied.get(resource);
        return (
          due !== undefined &&
          isNear(to, due.to) &&
          (isNear(from, due.from) || isNear(from, due.orFrom))
        );
      });
    if (!isRight) {
      const expected = JSON.stringify([...booking.occupied]);
      const what = `${id}, ${booking.state}: has ${JSON.stringify(places)}, expected ${expected}`;
      findings.push({ kind: 'allocation', what });
    }
  }
  return findings;
}
