/** How an operation is sent. */
export interface OperationSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path, with `{name}` for each path parameter. */
  readonly path: string;
  /** The names of the query parameters. */
  readonly query?: readonly string[];
  /** The header name of each input field that is sent as a header. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Why a retry of the request is safe. `same`: the operation changes nothing. `header`: the request
   * has an Idempotency-Key. `body.id`: the message has an id.
   */
  readonly repeat: 'same' | 'header' | 'body.id';
  /** Set when a success has no body. */
  readonly isEmpty?: true;
}

/** The options of a single request. */
export interface RequestOptions {
  /** Ends the request, its waits and its retries. */
  readonly signal?: AbortSignal;
  /** Reads the current state, also where the service or the browser has a cached answer. */
  readonly fresh?: boolean;
}

/** The input of any operation, as the runtime handles it. */
export type Input = Readonly<Record<string, unknown>>;
