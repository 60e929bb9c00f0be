import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { histogramSchema } from '../../platform/latency/histogram-schema.ts';
import { histogramText } from '../../platform/latency/histogram-store.ts';
import { MEASURED, OUTCOMES } from '../../platform/latency/sample.ts';
import { instant, orNull, text, texts } from '../../platform/parameter-kinds.ts';
import type { Placeholders } from '../../platform/statement.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';

const countsFields = {
  measured: z.enum(MEASURED),
  outcome: z.enum(OUTCOMES),
  requests: z.int(),
  slow: z.int(),
};

/** The requests of an operation that ended in one way, in one region. */
export const latencyRowSchema = z.object({
  ...countsFields,
  /** Empty where the durations are not counted by region. */
  region: z.string(),
  total: histogramSchema,
  inDatabase: histogramSchema,
  wait: histogramSchema,
});
export type LatencyRow = z.infer<typeof latencyRowSchema>;

/** The requests of an operation that ended in one way, in one minute, hour or day. */
const latencyPointSchema = z.object({ ...countsFields, at: z.string(), total: histogramSchema });
export type LatencyPoint = z.infer<typeof latencyPointSchema>;

export const latencyParams = {
  grain: text,
  from: instant,
  to: instant,
  measured: texts,
  region: orNull(text),
};
type P = Placeholders<typeof latencyParams>;

/** A source of durations: its rows `l` of the grain, the range and the operation `m`. */
interface Source {
  readonly rows: (p: P) => SQL;
  readonly region: SQL;
}

const inRange = (p: P) => sql`l.grain = ${p.grain}
          and l.measured = m.measured and l.at >= ${p.from} and l.at < ${p.to}`;

/** Each row is found by the primary key, whatever the statistics say; see docs/database.md. */
export const OF_WORKSPACE: Source = {
  region: sql`''`,
  rows: (p) => sql`
       select l.* from latency_of_workspaces l
        where l.workspace_id = caller.workspace_id and ${inRange(p)}
          and ${p.region} is null
        order by l.at
       offset 0`,
};
export const OF_PLATFORM: Source = {
  region: sql`l.region`,
  rows: (p) => sql`
       select l.* from latency_of_regions l
        where ${inRange(p)} and (${p.region} is null or l.region = ${p.region})
        order by l.at
       offset 0`,
};

const found = (source: Source, p: P) => sql`caller
    cross join unnest(${p.measured}) as m (measured)
    cross join lateral (${source.rows(p)}
    ) l`;

/** The rows of a range by operation, outcome and region, as JSON. */
export const byRegion = (source: Source, p: P) => sql`(
  select coalesce(json_agg(json_build_object(
           'measured', x.measured, 'outcome', x.outcome, 'region', x.region, 'requests', x.requests,
           'slow', x.slow, 'total', ${histogramText(sql`x.total`)},
           'inDatabase', ${histogramText(sql`x.in_database`)}, 'wait', ${histogramText(sql`x.wait`)})), '[]')
    from (
      select l.measured, l.outcome, ${source.region} as region, sum(l.requests) as requests,
             sum(l.slow) as slow, sum(l.total) as total, sum(l.in_database) as in_database,
             sum(l.wait) as wait
        from ${found(source, p)}
       group by 1, 2, 3
    ) x)`;

/**
 * The rows of a range by operation, outcome and time, as JSON. `order by` inside the sum makes
 * PostgreSQL add one group after the other. A hash table would keep the sums of all groups at once,
 * each with about 20 KB, and takes more than twice as long.
 */
const byTime = (source: Source, p: P) => sql`(
  select coalesce(json_agg(json_build_object(
           'measured', x.measured, 'outcome', x.outcome, 'at', iso_v1(x.at),
           'requests', x.requests, 'slow', x.slow, 'total', ${histogramText(sql`x.total`)})
           order by x.at), '[]')
    from (
      select l.measured, l.outcome, l.at, sum(l.requests) as requests, sum(l.slow) as slow,
             sum(l.total order by l.at) as total
        from ${found(source, p)}
       group by 1, 2, 3
    ) x)`;

const read = (source: Source) =>
  callerStatement({
    params: latencyParams,
    body: z.object({ rows: z.array(latencyRowSchema) }),
    sql: (p) => sql`select json_build_object('rows', ${byRegion(source, p)}) from caller`,
  });

const readSeries = (source: Source) =>
  callerStatement({
    params: latencyParams,
    body: z.object({ points: z.array(latencyPointSchema) }),
    sql: (p) => sql`select json_build_object('points', ${byTime(source, p)}) from caller`,
  });

/** How long the requests of the caller's workspace took, by operation. */
export const selectLatency = read(OF_WORKSPACE);
/** The same by operation and time, without parts. */
export const selectLatencySeries = readSeries(OF_WORKSPACE);
/** How long the requests of all workspaces took, by operation and region. */
export const selectPlatformLatency = read(OF_PLATFORM);
/** The same by operation and time, without regions and parts. */
export const selectPlatformLatencySeries = readSeries(OF_PLATFORM);
