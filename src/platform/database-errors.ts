/**
 * The statement refused the request: with `raise … using errcode = 'MTnnn'`, or because a row is not
 * unique (23505). Nothing was stored.
 */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** The SQLSTATE. */
  readonly code: string;
  /**
   * The raised message, usually the code of a problem. For 23505 it is the name of the constraint.
   */
  readonly reason: string;
  /** The DETAIL of the exception as JSON, such as the current state of the booking. */
  readonly detail: string | undefined;
  constructor(code: string, reason: string, detail?: string) {
    super(reason);
    this.code = code;
    this.reason = reason;
    this.detail = detail;
  }
}

/** The database was unreachable, too busy or too slow. A retry may help. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  /** The SQLSTATE, or `unreachable`. */
  readonly code: string;
  constructor(code: string, cause?: unknown) {
    super(`database unavailable (${code})`, { cause });
    this.code = code;
  }
}
