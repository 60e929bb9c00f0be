import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { drawChart } from './chart.ts';
import type { Gate } from './gates.ts';
import type { Plan } from './plan.ts';
import type { Cell } from './results.ts';
import { VARIANTS } from './variants.ts';

/** Prints a cell as one line. */
export function printCell(cell: Cell, prefix = ''): void {
  const { variant, delayMs, clients, p50, p95, p99, perSecond, roundTrips, cpu, failures } = cell;
  const times = [p50, p95, p99].map((ms) => (ms === null ? '–' : ms.toFixed(1))).join(' / ');
  const spent = Object.entries(cpu)
    .map(([name, ms]) => `${name} ${ms.toFixed(2)}`)
    .join(', ');
  const failed = Object.keys(failures).length === 0 ? '' : `, failed ${JSON.stringify(failures)}`;
  const background =
    cell.backgroundRoundTrips === undefined
      ? ''
      : ` (and ${cell.backgroundRoundTrips} in the background)`;
  console.log(
    `${prefix}${VARIANTS[variant]}, ${delayMs} ms, ${clients} clients: ${times} ms, ` +
      `${perSecond.toFixed(0)}/s, ${roundTrips} round trips${background}, CPU ms: ${spent}${failed}`,
  );
}

/** Prints cells as a table, with the ratio of each P50 to that of the floor. */
export function printCells(cells: readonly Cell[]): void {
  const floor = (cell: Cell) =>
    cells.find(
      ({ variant, delayMs, clients }) =>
        variant === 'floor' && delayMs === cell.delayMs && clients === cell.clients,
    );
  console.table(
    cells.map((cell) => ({
      variant: VARIANTS[cell.variant],
      'delay ms': cell.delayMs,
      clients: cell.clients,
      'round trips': cell.roundTrips,
      'P50 ms': cell.p50.toFixed(1),
      'P95 ms': cell.p95.toFixed(1),
      'P99 ms': cell.p99?.toFixed(1) ?? '–',
      'P50 to the floor': (cell.p50 / (floor(cell)?.p50 ?? Number.NaN)).toFixed(2),
      'requests/s': cell.perSecond.toFixed(0),
      'CPU ms/request': cell.cpu['server']?.toFixed(2) ?? '–',
    })),
  );
}

export interface Report {
  /** The path of the written files, without their extensions. */
  out: string;
  /** The title of the chart. */
  title: string;
  plan: Plan;
  gates: readonly Gate[];
  results: { readonly cells: readonly Cell[] };
  loadBefore: number;
}

/**
 * Prints cells and gates, and writes them with a chart.
 * @returns whether no gate was missed
 */
export function report({ out, title, plan, gates, results, loadBefore }: Report): boolean {
  console.log(title);
  if (results.cells.length > 0) printCells(results.cells);
  for (const { name, limit, measured, interval, outcome } of gates) {
    const range =
      interval === null ? '' : `, ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`;
    const figure = measured === null ? '' : ` ${measured.toFixed(3)}${range}`;
    console.log(`gate ${outcome}: ${name}${figure} (${limit})`);
  }
  const open = gates.filter(({ outcome }) => outcome.startsWith('not '));
  if (open.length > 0) {
    console.log(`${open.length} gates are open: their ratios do not belong in the README`);
  }
  const machine = machineOf(loadBefore);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(
    `${out}.json`,
    `${JSON.stringify({ machine, plan, gates, ...results }, null, 1)}\n`,
  );
  const charted = results.cells.filter(
    ({ delayMs, clients, variant }) => variant !== 'trivial' && delayMs === 90 && clients === 16,
  );
  const heading = `${title}, 90 ms to the database, 16 clients: P50 / P95`;
  writeFileSync(`${out}.svg`, drawChart(charted, heading));
  console.log(`written: ${out}.json, ${out}.svg`);
  return gates.every(({ outcome }) => outcome !== 'missed');
}

/** The date and the machine of a run, with its load average before the run. */
export function machineOf(loadBefore: number) {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    loadBefore,
  };
}
