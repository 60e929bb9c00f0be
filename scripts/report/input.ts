import type { Backlog } from '../../src/operations/backlog/backlog.ts';
import type { Latency, Of, OperationLatency } from '../../src/operations/latency/latency.ts';
import type { LightHistory, Status } from '../../src/operations/light/status.ts';
import type { ServiceLevels } from '../../src/operations/slo/slo.ts';
import { WEIGHTS } from '../../src/platform/latency/sample.ts';
import { time } from './format.ts';

/** The floor of one operation, as the benchmark has measured it. */
export interface Floor {
  /** Medians of the turns, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly turns: number;
  /** The requests of all turns. */
  readonly requests: number;
  readonly clients: number;
  /** The simulated round trip to the database, in milliseconds. */
  readonly roundTripMs: number;
  readonly date: string;
  readonly machine: string;
  /** The file of the results. */
  readonly file: string;
}

export interface Floors {
  readonly store_message: Floor | null;
  readonly confirm_booking: Floor | null;
}

/** All that a report is made of. Null is what is not known. */
export interface ReportInput {
  /** When the report was made. */
  readonly made: string;
  readonly of: Of;
  /** The range that was asked for; that of `latency` is widened to whole minutes, hours or days. */
  readonly asked: { readonly from: string; readonly to: string };
  /** Where the service was reached, without credentials, and its version. */
  readonly host: string;
  readonly serviceVersion: string | null;
  readonly reportVersion: string;
  readonly node: string;
  /** How the figures came about, in the words of whoever made the report. */
  readonly note: string | null;
  /** The round trip between the Worker and the database in milliseconds, when somebody has said it. */
  readonly roundTripMs: number | null;
  readonly latency: Latency;
  readonly status: Status | null;
  /** Of the platform only. */
  readonly history: LightHistory | null;
  readonly levels: ServiceLevels | null;
  readonly backlog: Backlog | null;
  readonly floors: Floors;
  /** What could not be read, as sentences. */
  readonly failures: readonly string[];
}

export type Targeted = keyof Floors;
/** The two operations of the journey. */
export const JOURNEY: readonly Targeted[] = ['store_message', 'confirm_booking'];

export const operationOf = ({ latency }: ReportInput, name: string): OperationLatency | undefined =>
  latency.operations.find(({ operation }) => operation === name);

export const isCanary = ({ operation }: OperationLatency) => operation.startsWith('canary_');

/** How many durations the percentiles were taken from: of some operations only a share is measured. */
export const measuredOf = (operation: OperationLatency['operation'], requests: number) =>
  Math.round(requests / WEIGHTS[operation]);

/** The last instant of the period that has passed, in milliseconds since 1970. */
export const endOf = ({ latency, made }: ReportInput) =>
  Math.min(Date.parse(latency.to), Date.parse(made));

export const isEmpty = ({ latency }: ReportInput) =>
  latency.operations.every(({ requests }) => requests === 0);

/** `from 2026-11-27 00:00 UTC to 2026-11-27 01:00 UTC` */
export const periodOf = (input: ReportInput) =>
  `from ${time(input.latency.from)} to ${time(new Date(endOf(input)).toISOString())}`;
