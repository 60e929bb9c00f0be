/** Why `migrate` did nothing or stopped: */
export type RefusalReason =
  /** The database has migrations that the folder lacks. */
  | 'unknown_migrations'
  /** A migration was edited after it had been applied. */
  | 'edited_migration'
  /** A migration that was never applied stands before one that was. */
  | 'order'
  /** A function file, or a name in the folder, is not as it has to be. */
  | 'invalid_file'
  /** PostgreSQL refused a statement. */
  | 'failed_statement'
  /** The URL is invalid, or no database answers at it. */
  | 'unreachable';

/**
 * `migrate` refused or failed. The message says in one sentence what is wrong and in a second one
 * what to do. It contains no password and no row.
 */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
