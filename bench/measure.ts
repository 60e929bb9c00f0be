import { cpuOf, cpuOfFamily } from './cpu.ts';
import { type LoadOptions, type LoadResult, runLoad } from './load.ts';
import { runPgbench } from './pgbench.ts';
import type { Cell } from './results.ts';
import type { RoundTrips, Stage } from './stage.ts';
import type { VariantName } from './variants.ts';
import type { Workload } from './workload.ts';

export interface CellOptions {
  delayMs: number;
  clients: number;
  seconds: number;
  warmSeconds: number;
  /** The process id of the PostgreSQL server. */
  postgresPid: number;
}

let runs = 0;

/** Measures one variant at one delay with one number of clients. */
export async function measureCell(
  variant: VariantName,
  stage: Stage,
  workload: Workload,
  options: CellOptions,
): Promise<Cell> {
  const { delayMs, clients, seconds, warmSeconds, postgresPid } = options;
  runs += 1;
  const run = `run-${runs}`;
  await stage.setDelay(0);
  if (stage.url !== undefined) {
    // Opens every connection before the delay applies.
    const brief = { clients, seconds: 0.2, warmSeconds: 0.1, spreadMs: 0 };
    await load(stage, stage.url, workload, `warm-${runs}`, brief);
    await stage.setDelay(delayMs);
  }
  const tripsBefore = await stage.roundTrips();
  let steady = cpuNow(stage, postgresPid);
  const result =
    stage.url === undefined
      ? await runPgbench({
          connectionString: stage.delayedDatabase,
          database: stage.database,
          script: workload.script,
          protocol: 'prepared',
          clients,
          seconds,
          warmSeconds,
          onConnected: () => stage.setDelay(delayMs),
        })
      : await load(stage, stage.url, workload, run, {
          ...{ clients, seconds, warmSeconds, spreadMs: delayMs },
          onSteady: () => {
            steady = cpuNow(stage, postgresPid);
          },
        });
  const ended = cpuNow(stage, postgresPid);
  const tripsAfter = await stage.roundTrips();
  await stage.setDelay(0);
  /**
   * Round trips per request. They are rounded, because the end of the run cuts off a few requests.
   */
  const trips = (kind: keyof RoundTrips) =>
    Math.round(((tripsAfter[kind] - tripsBefore[kind]) / Math.max(1, result.sent)) * 100) / 100;
  const background = trips('background');
  const counted = Math.max(
    1,
    stage.url === undefined ? result.requests * (1 + warmSeconds / seconds) : result.requests,
  );
  return {
    variant,
    delayMs,
    clients,
    ...result,
    // pgbench connects during the run, which adds a few round trips. Its statement takes one.
    roundTrips:
      stage.url === undefined
        ? 1
        : Math.round((trips('blocking') - (workload.trailing[variant] ?? 0)) * 100) / 100,
    ...(background === 0 ? {} : { backgroundRoundTrips: background }),
    cpu: Object.fromEntries(
      Object.entries(ended).map(([name, ms]) => [name, (ms - (steady[name] ?? 0)) / counted]),
    ),
  };
}

function load(
  stage: Stage,
  url: string,
  workload: Workload,
  run: string,
  options: Pick<LoadOptions, 'clients' | 'seconds' | 'warmSeconds' | 'spreadMs' | 'onSteady'>,
): Promise<LoadResult> {
  return runLoad({
    ...options,
    url,
    headers: stage.headers,
    accepted: workload.accepted,
    next: (n) => workload.request(run, n),
  });
}

function cpuNow(stage: Stage, postgresPid: number): Record<string, number> {
  const processes = Object.entries(stage.pids).map(([name, pid]) => [name, cpuOf(pid)] as const);
  return { ...Object.fromEntries(processes), postgres: cpuOfFamily(postgresPid) };
}
