import type pg from 'pg';

/** The migrated PostgreSQL that a workload runs on, behind Neon's protocol. */
export interface Target {
  readonly databaseUrl: string;
  readonly keySecret: string;
  /** A key with every scope. */
  readonly key: string;
  /** Runs SQL on a connection that the application does not use. */
  rows<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  /** What the server has logged so far. */
  log(): string;
}
