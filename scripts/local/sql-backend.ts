/** A query as it was sent over HTTP. Each parameter is a text or null. */
export interface SqlQuery {
  readonly query: string;
  readonly params: readonly (string | null)[];
}

/** The settings of a batch's transaction. A single query has none. */
export interface Transaction {
  readonly isolation?: string;
  readonly readOnly?: boolean;
  readonly deferrable?: boolean;
}

export interface SqlField {
  readonly name: string;
  readonly dataTypeID: number;
  readonly tableID: number;
  readonly columnID: number;
  readonly dataTypeSize: number;
  readonly dataTypeModifier: number;
}

/** A result whose values are the text that PostgreSQL sent. */
export interface SqlResult {
  readonly fields: readonly SqlField[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly command: string;
  readonly rowCount: number | null;
}

/** A database behind the local endpoint. */
export interface SqlBackend {
  /**
   * Runs queries in order. A batch is one transaction. Throws {@link SqlError}.
   * @param signal is aborted when the client has gone. A backend that can then cancels the queries
   */
  run(
    queries: readonly SqlQuery[],
    transaction?: Transaction,
    signal?: AbortSignal,
  ): Promise<SqlResult[]>;
  close(): Promise<void>;
}

/** The statement that begins a batch's transaction. */
export function beginStatement({ isolation, readOnly, deferrable }: Transaction): string {
  const level =
    {
      ReadUncommitted: 'read uncommitted',
      RepeatableRead: 'repeatable read',
      Serializable: 'serializable',
    }[isolation ?? ''] ?? 'read committed';
  return `begin isolation level ${level} ${readOnly ? 'read only' : 'read write'} ${
    deferrable ? 'deferrable' : 'not deferrable'
  }`;
}

const FIELDS = [
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'severity',
  'where',
  'table',
  'column',
  'schema',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const;

/** A PostgreSQL error with all of its fields, as Neon's proxy passes them on. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly fields: Record<string, string | undefined>;
  constructor(error: unknown) {
    super(error instanceof Error ? error.message : String(error));
    const source = typeof error === 'object' && error !== null ? error : {};
    this.fields = Object.fromEntries(
      FIELDS.map((name) => {
        const pgName = name === 'dataType' ? 'dataType' : name;
        const value: unknown = Reflect.get(source, pgName);
        return [name, value === undefined || value === null ? undefined : String(value)];
      }),
    );
  }
  get isFromPostgres(): boolean {
    return /^[0-9A-Z]{5}$/.test(this.fields['code'] ?? '');
  }
}
