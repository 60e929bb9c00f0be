/** What a workspace may use in a minute. The names in default_limits_v1 are those of {@link RATES}. */
export interface Rates {
  readonly requests: number;
  /** Milliseconds for which the database works for the workspace. */
  readonly databaseMs: number;
}

/** The rates by their names among the limits of a workspace. */
export const RATES = {
  requests_per_minute: 'requests',
  database_ms_per_minute: 'databaseMs',
} as const satisfies Record<string, keyof Rates>;

/** Whether a limit is a rate. */
export const isRate = (limit: string): limit is keyof typeof RATES => Object.hasOwn(RATES, limit);

/**
 * The rates of a workspace whose own rates this isolate has not read. They equal default_limits_v1,
 * which a test proves.
 */
export const DEFAULT_RATES: Rates = { requests: 12_000, databaseMs: 120_000 };

/**
 * How many costly reads a workspace runs at the same time, in all isolates: as many connections as its
 * milliseconds keep busy. Two by default.
 */
export const costlyReadsOf = ({ databaseMs }: Rates): number =>
  Math.max(1, Math.floor(databaseMs / 60_000));

/** Why a request is refused for now. */
export interface OverBudget {
  readonly limit: keyof typeof RATES | 'requests_at_once' | 'database_ms_at_once';
  readonly most: number;
  /** After how many milliseconds the request may succeed. */
  readonly waitMs: number;
}
