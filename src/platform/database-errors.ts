/** The database refused the request itself (`raise … using errcode = 'MTnnn'`); nothing was stored. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: string;
  readonly reason: string;
  /** What the database said besides, as JSON. */
  readonly detail: string | undefined;
  constructor(status: string, reason: string, detail?: string) {
    super(reason);
    this.status = status;
    this.reason = reason;
    this.detail = detail;
  }
}

/** The database could not be reached, was too busy or took too long. Trying again may help. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  /** The SQLSTATE, or `unreachable`. */
  readonly code: string;
  constructor(code: string, cause?: unknown) {
    super(`database unavailable (${code})`, { cause });
    this.code = code;
  }
}
