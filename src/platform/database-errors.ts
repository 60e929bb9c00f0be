/** The statement refused the request (`raise … using errcode = 'MTnnn'`). Nothing was stored. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: string;
  readonly reason: string;
  /** The DETAIL of the exception as JSON, such as the current state of the booking. */
  readonly detail: string | undefined;
  constructor(status: string, reason: string, detail?: string) {
    super(reason);
    this.status = status;
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
