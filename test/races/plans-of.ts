import pg from 'pg';
import { z } from 'zod';

/** A node of a plan that PostgreSQL has executed, as `explain (analyze, format json)` writes it. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly 'Rows Removed by Index Recheck'?: number | undefined;
  readonly 'Rows Removed by Join Filter'?: number | undefined;
  readonly 'Shared Hit Blocks'?: number | undefined;
  readonly 'Shared Read Blocks'?: number | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}

const nodeSchema: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Actual Loops': z.number(),
    'Rows Removed by Filter': z.number().optional(),
    'Rows Removed by Index Recheck': z.number().optional(),
    'Rows Removed by Join Filter': z.number().optional(),
    'Shared Hit Blocks': z.number().optional(),
    'Shared Read Blocks': z.number().optional(),
    Plans: z.array(nodeSchema).optional(),
  }),
);
const planSchema = z.object({ 'Query Text': z.string(), Plan: nodeSchema });

/** One use of a table or an index in a plan, or a join that compared rows in vain. */
export interface Scan {
  /** The node type, the table and the index. */
  readonly what: string;
  readonly isSequential: boolean;
  readonly table: string;
  /** How many rows the node read, those that a filter removed included. */
  readonly rows: number;
  /** How often the node has begun. */
  readonly loops: number;
  /** How many pages the node has read, in the buffers or not. */
  readonly pages: number;
  /** The statement or the query inside a function. */
  readonly query: string;
}

/**
 * Executes a statement and rolls it back.
 * @param mode the session's `plan_cache_mode`
 * @returns what each of its plans has read, also those of the functions and triggers that it calls,
 *   and `affected`, the number of rows that it has returned, or changed if it returns none. Both are
 *   empty when the statement refuses the request
 */
export async function scansOf(
  client: pg.Client,
  { name, text, values }: { name: string; text: string; values: readonly unknown[] },
  mode: string,
): Promise<{ rows: unknown[]; affected: number; scans: Scan[] }> {
  const scans: Scan[] = [];
  const onNotice = ({ message = '' }: { message?: string | undefined }) => {
    const [, plan] = message.split(/plan:\n/);
    if (plan === undefined) return;
    const { Plan, 'Query Text': query } = planSchema.parse(JSON.parse(plan));
    collect(Plan, query, scans);
  };
  for (const setting of SETTINGS) await client.query(setting);
  await client.query(`set plan_cache_mode = ${mode}`);
  await client.query('begin');
  client.on('notice', onNotice);
  try {
    const { rows, rowCount } = await client
      .query({ name, text, values: [...values] })
      .catch((error: unknown) => {
        if (error instanceof pg.DatabaseError && error.code?.startsWith('MT'))
          return { rows: [], rowCount: 0 };
        throw error;
      });
    return { rows, affected: rowCount ?? 0, scans };
  } finally {
    // PostgreSQL reports the plan of a query when its portal is closed, which this does.
    await client.query('rollback');
    client.off('notice', onNotice);
  }
}

const SETTINGS = [
  `load 'auto_explain'`,
  'set auto_explain.log_min_duration = 0',
  'set auto_explain.log_nested_statements = on',
  'set auto_explain.log_analyze = on',
  'set auto_explain.log_buffers = on',
  'set auto_explain.log_timing = off',
  'set auto_explain.log_format = json',
  'set auto_explain.log_level = notice',
];

function collect(node: PlanNode, query: string, scans: Scan[]): void {
  const table = node['Relation Name'] ?? node['Index Name'];
  const type = node['Node Type'];
  if (table !== undefined && type.endsWith('Scan')) {
    const read =
      node['Actual Rows'] +
      (node['Rows Removed by Filter'] ?? 0) +
      (node['Rows Removed by Index Recheck'] ?? 0);
    scans.push({
      what: `${type} on ${table}${node['Index Name'] ? ` using ${node['Index Name']}` : ''}`,
      isSequential: type === 'Seq Scan',
      table,
      rows: read * node['Actual Loops'],
      loops: node['Actual Loops'],
      pages: (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0),
      query,
    });
  }
  // Two `with` queries of many rows may be joined by comparing each row with each other one, although
  // no table is read more than once.
  const inVain = (node['Rows Removed by Join Filter'] ?? 0) * node['Actual Loops'];
  if (inVain > 0) {
    scans.push({
      ...{ what: `pairs that a ${type} left out`, isSequential: false, table: '', rows: inVain },
      ...{ loops: node['Actual Loops'], pages: 0, query },
    });
  }
  for (const child of node.Plans ?? []) collect(child, query, scans);
}
