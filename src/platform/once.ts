/** The Idempotency-Key of a request, and whether the request got a stored answer. */
export interface Once {
  readonly key: string;
  /** The operationId. */
  readonly operation: string;
  /** What two requests with the key must have in common: operation, path, body and If-Match. */
  request(): Promise<object>;
  /** Set by the code that runs the statement: the answer is that of an earlier request. */
  isReplay: boolean;
}

/** Whether the answer to the caller's request is that of an earlier request with the same key. */
export const isReplay = (caller: { readonly once?: Once }): boolean =>
  caller.once?.isReplay === true;
