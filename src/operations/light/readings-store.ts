import { type SQL, sql } from 'drizzle-orm';
import { histogramText } from '../../platform/latency/histogram-store.ts';
import { MEASURED, type Measured } from '../../platform/latency/sample.ts';

// The SQL that reads what the light is decided by: of the platform, or of one workspace. The CTE
// `maintenance` must exist.

/** The instants and lengths that the readings depend on. */
export interface When {
  readonly now: SQL;
  /** Over how many minutes durations are taken. */
  readonly windowMinutes: SQL;
  /** The hours of the baseline: a JSON array of milliseconds since 1970. */
  readonly hours: SQL;
}

/** A table of durations. */
export interface Durations {
  readonly table: SQL;
  readonly region: SQL;
  /** The first columns of the primary key, before `grain`, with their values. */
  readonly isOwn: SQL;
}

export const OF_PLATFORM: Durations = {
  table: sql.raw('latency_of_regions'),
  region: sql.raw('l.region'),
  isOwn: sql.raw(''),
};

export const OF_WORKSPACE: Durations = {
  table: sql.raw('latency_of_workspaces'),
  region: sql.raw(`''`),
  isOwn: sql.raw('l.workspace_id = caller.workspace_id and'),
};

/** The maintenance windows that have ended at most four days ago, or not yet. */
export const maintenanceCte = (now: SQL) => sql`maintenance as materialized (
    select * from maintenance_windows
     where ends_at > ${now} - interval '4 days' and starts_at <= ${now}
  )`;

const names = (measured: readonly Measured[]) =>
  sql.raw(`array[${measured.map((name) => `'${name}'`).join(', ')}]`);

const CANARY: readonly Measured[] = MEASURED.filter((name) => name.startsWith('canary_'));
/** The operations of clients, as an SQL array. */
export const OF_CLIENTS = names(MEASURED.filter((name) => !CANARY.includes(name)));
const WITH_TARGET = names(['store_message', 'confirm_booking', 'canary_message', 'canary_booking']);

/**
 * The rows `l` of the operations `m` in a range, without those in which there was maintenance. Each
 * operation is a range of the primary key, whatever the statistics say; see docs/database.md.
 */
const rows = ({ table, isOwn }: Durations, measured: SQL, grain: SQL, from: SQL, to: SQL) => sql`
           unnest(${measured}) as m (measured)
           cross join lateral (
             select l.* from ${table} l
              where ${isOwn} l.grain = ${grain}
                and l.measured = m.measured and l.at >= ${from} and l.at <= ${to}
                and not exists (
                  select from maintenance x
                   where x.starts_at < l.at + ('1 ' || l.grain)::interval and x.ends_at > l.at)
              order by l.at
             offset 0
           ) l`;

const MINUTE = sql.raw(`'minute'`);
const HOUR = sql.raw(`'hour'`);

const recentJson = (source: Durations, { now, windowMinutes }: When) => sql`(
      select coalesce(json_agg(json_build_object(
               'measured', r.measured, 'region', r.region, 'total', ${histogramText(sql`r.total`)},
               'inDatabase', ${histogramText(sql`r.in_database`)},
               'wait', ${histogramText(sql`r.wait`)})), '[]')
        from (
          select l.measured, ${source.region} as region, sum(l.total) as total,
                 sum(l.in_database) as in_database, sum(l.wait) as wait
            from ${rows(
              source,
              WITH_TARGET,
              MINUTE,
              sql`date_trunc('minute', ${now}, 'UTC') - ${windowMinutes} * interval '1 minute'`,
              now,
            )}
           where l.outcome = 'done'
           group by 1, 2
        ) r)`;

/** The windows of burn rates. The long ones are read by hours, so they are up to an hour longer. */
const WINDOWS_VALUES = sql.raw(`(values
              ('5m', 'minute', interval '5 minutes'), ('30m', 'minute', interval '30 minutes'),
              ('1h', 'minute', interval '1 hour'), ('6h', 'hour', interval '6 hours'),
              ('3d', 'hour', interval '3 days')) as w (name, grain, length)`);

/** The requests of each operation in the windows of burn rates. */
export const countsJson = (source: Durations, now: SQL) => sql`(
      select coalesce(json_agg(json_build_object(
               'window', c.name, 'measured', c.measured, 'requests', c.requests, 'done', c.done,
               'failed', c.failed, 'slow', c.slow)), '[]')
        from (
          select w.name, l.measured, sum(l.requests) as requests,
                 coalesce(sum(l.requests) filter (where l.outcome = 'done'), 0) as done,
                 coalesce(sum(l.requests) filter (where l.outcome = 'failed'), 0) as failed,
                 coalesce(sum(l.slow) filter (where l.outcome = 'done'), 0) as slow
            from ${WINDOWS_VALUES}
            cross join ${rows(
              source,
              OF_CLIENTS,
              sql`w.grain`,
              sql`date_trunc(w.grain, ${now}, 'UTC') - w.length`,
              now,
            )}
           group by 1, 2
        ) c)`;

/** The last minute that is over. */
const lastMinute = (now: SQL) => sql`date_trunc('minute', ${now}, 'UTC') - interval '1 minute'`;

const trafficJson = (source: Durations, { now, hours }: When) => sql`json_build_object(
      'requests', (
        select coalesce(sum(l.requests), 0)
          from ${rows(source, OF_CLIENTS, MINUTE, lastMinute(now), lastMinute(now))}),
      'firstHour', (
        select extract(epoch from min(l.at)) * 1000
          from unnest(${OF_CLIENTS}) as m (measured)
          cross join lateral (
            select l.at from ${source.table} l
             where ${source.isOwn} l.grain = 'hour'
               and l.measured = m.measured
             order by l.at
             limit (select 1)
          ) l),
      'hours', (
        select coalesce(json_agg(json_build_object('at', h.at, 'requests', h.requests)), '[]')
          from (
            select (h.at)::double precision as at, sum(l.requests) as requests
              from jsonb_array_elements_text(${hours}) as h (at)
              cross join lateral (select to_timestamp((h.at)::double precision / 1000) as t) x
              cross join ${rows(source, OF_CLIENTS, HOUR, sql`x.t`, sql`x.t`)}
             group by h.at
          ) h))`;

/** The readings of a source about requests: fields of a JSON object. */
export const requestReadings = (source: Durations, when: When) => sql`
    'recent', ${recentJson(source, when)},
    'counts', ${countsJson(source, when.now)},
    'traffic', ${trafficJson(source, when)}`;
