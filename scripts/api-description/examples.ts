/** An example of an operation: what is sent and what is answered. */
export interface Example {
  /** Path and query parameters, and headers, by name. */
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** Left out where the answer has no body. */
  readonly answer?: unknown;
}

/** One example for each operation. */
export const EXAMPLES: Readonly<Record<string, Example>> = {};
