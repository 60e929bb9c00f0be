import { readFileSync } from 'node:fs';
import pg from 'pg';
import { percentile } from '../../scripts/percentile.ts';
import { scansOf } from '../../test/races/plans-of.ts';
import { type Measured, measuredIn } from './reads.ts';

/** What one statement has cost in one database. All times are in milliseconds. */
export interface Costs {
  /** PostgreSQL's CPU for one execution, of each round. */
  readonly cpu: number[];
  /** How long each execution has taken, the way from and to this process included. */
  readonly times: number[];
  /** Pages of 8 KB that one execution has read or changed, in the buffers or not. */
  buffers: number;
  /** Rows that the scans of one execution have read. */
  rows: number;
}

/** One seeded database with a connection to it. */
export interface Opened {
  readonly messages: number;
  readonly statements: readonly Measured[];
  readonly costs: ReadonlyMap<string, Costs>;
  /** Measures every statement once, for about `ms` milliseconds each. */
  measure(ms: number): Promise<void>;
  /** Counts the buffers and the rows of every statement. */
  count(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a connection to a seeded database. It needs Linux and the extension pg_stat_statements. */
export async function openMeasured(
  connectionString: string,
  messages: number,
  conversations: number,
  hasYears: boolean,
): Promise<Opened> {
  const client = new pg.Client({ connectionString, options: '-c statement_timeout=0' });
  await client.connect();
  await client.query('create extension if not exists pg_stat_statements');
  const statements = await measuredIn(client, conversations, hasYears);
  const costs = new Map(
    statements.map(({ name }) => [name, { cpu: [], times: [], buffers: 0, rows: 0 } as Costs]),
  );
  const costsOf = (name: string) => {
    const found = costs.get(name);
    if (found === undefined) throw new Error(`no statement ${name}`);
    return found;
  };
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const pid = rows[0]?.pid ?? 0;

  /** Executes a statement and rolls it back. */
  async function once({ text, make }: Measured): Promise<number> {
    const values = make();
    await client.query('begin');
    const started = performance.now();
    await client.query({ text, values });
    const ms = performance.now() - started;
    await client.query('rollback');
    return ms;
  }

  return {
    messages,
    statements,
    costs,
    async measure(ms) {
      for (const statement of statements) {
        // The first execution prepares the statement.
        await once(statement);
        const { cpu, times } = costsOf(statement.name);
        const before = cpuMs(pid);
        const end = performance.now() + ms;
        let executions = 0;
        do {
          times.push(await once(statement));
          executions += 1;
        } while (performance.now() < end);
        cpu.push((cpuMs(pid) - before) / executions);
      }
    },
    async count() {
      for (const statement of statements) {
        const found = costsOf(statement.name);
        await client.query('select pg_stat_statements_reset()');
        await once(statement);
        const { rows: counted } = await client.query<{ buffers: number }>(
          `select sum(shared_blks_hit + shared_blks_read)::int as buffers from pg_stat_statements
            where query not like '%pg_stat_statements_reset%'`,
        );
        found.buffers = counted[0]?.buffers ?? 0;
      }
      for (const statement of statements) {
        const { name, text, make } = statement;
        const { scans } = await scansOf(client, { name: '', text, values: make() }, 'auto');
        costsOf(name).rows = scans.reduce((sum, scan) => sum + scan.rows, 0);
      }
    },
    close: () => client.end(),
  };
}

/** The CPU time of a process so far, in milliseconds. */
export function cpuMs(pid: number): number {
  const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}

export const median = (values: readonly number[]) =>
  percentile(
    values.toSorted((a, b) => a - b),
    50,
  );
