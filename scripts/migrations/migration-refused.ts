/** The reason why `migrate` did nothing or stopped: */
export type RefusalReason =
  /** The database has migrations that the folder lacks. */
  | 'unknown_migrations'
  /** A migration was edited after it had been applied. */
  | 'edited_migration'
  /** A migration that was not applied precedes one that was applied. */
  | 'order'
  /** A function file or the name of a file is invalid. */
  | 'invalid_file'
  /** PostgreSQL refused a statement. */
  | 'failed_statement'
  /** The URL is invalid, or no database answers at it. */
  | 'unreachable';

/**
 * `migrate` refused or failed. The first sentence of the message states the error, and the second
 * one the solution. It contains no password and no row.
 */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
