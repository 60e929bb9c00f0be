/** Which of the two keys a request used. Only `staff` has the scope bookings:staff. */
export type KeyName = 'staff' | 'guest';

/** What the checker needs of a booking in an answer. Times are in milliseconds. */
export interface AnsweredBooking {
  readonly id: string;
  readonly customerId: string | null;
  readonly state: string;
  readonly start: number;
  readonly end: number;
  readonly partySize: number;
  readonly resources: readonly string[];
  readonly area: { readonly name: string; readonly required: boolean } | null;
  readonly holdExpiresAt: number | null;
  readonly cancelledLate: boolean | null;
  readonly late: boolean;
  readonly expectedAt: number | null;
  readonly reference: string | null;
  readonly version: number;
}

/** A request that succeeded. Times are those of this machine, which also runs the database. */
export interface Success {
  readonly operation: string;
  readonly key: KeyName;
  /** The person whom the request named. Each request names another one, so an event tells its request. */
  readonly actor: string;
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly status: number;
  readonly request: Readonly<Record<string, unknown>>;
  readonly booking: AnsweredBooking | undefined;
  /** Of other answers: the id that they contain, and the path of the request. */
  readonly id: string | undefined;
  readonly path: string;
  /** Of a block: the bookings that were kept. */
  readonly kept: { readonly count: number; readonly ids: readonly string[] } | undefined;
}

/** What the clients of a workload received. */
export interface WorkloadLog {
  readonly successes: Success[];
  /** The number of refusals by operation and code. */
  readonly refusals: Map<string, number>;
  /** The persons who were named in requests that were refused. */
  readonly refusedActors: Set<string>;
  /** What a client saw and must never see, such as an answer of 500. */
  readonly findings: Finding[];
  /** How many requests were sent twice with one Idempotency-Key. */
  repeated: number;
  /** The longest time between two runs of the sweeps, in milliseconds. */
  longestSweep: number;
}

/** Something that must not be. `kind` is one of a few words, by which findings are counted. */
export interface Finding {
  readonly kind: string;
  readonly what: string;
}

export const createLog = (): WorkloadLog => ({
  successes: [],
  refusals: new Map(),
  refusedActors: new Set(),
  findings: [],
  repeated: 0,
  longestSweep: 0,
});
