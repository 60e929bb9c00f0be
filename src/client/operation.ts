/** How an operation is sent. */
export interface OperationSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path, with `{name}` for each path parameter. */
  readonly path: string;
  /** The names of the query parameters. */
  readonly query?: readonly string[];
  /** The header of each input field that is sent as one. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * What makes sending the request twice safe. `same`: the operation has the same effect however
   * often it is sent. `header`: an Idempotency-Key. `body.id`: the message's id. `none`: nothing, so
   * the request is only sent again when the service certainly has not acted on it.
   */
  readonly repeat: 'same' | 'header' | 'body.id' | 'none';
}

/** What a single request may change. */
export interface RequestOptions {
  /** Ends the request, its waits and its retries. */
  readonly signal?: AbortSignal;
}

/** The input of any operation, as the runtime handles it. */
export type Input = Readonly<Record<string, unknown>>;
