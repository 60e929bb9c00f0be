import { PGlite, protocol } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { z } from 'zod';
import {
  beginStatement,
  type SqlBackend,
  SqlError,
  type SqlQuery,
  type SqlResult,
} from './sql-backend.ts';

const rowDescriptionSchema = z.object({
  name: z.literal('rowDescription'),
  fields: z.array(
    z.object({
      name: z.string(),
      dataTypeID: z.number(),
      tableID: z.number(),
      columnID: z.number(),
      dataTypeSize: z.number(),
      dataTypeModifier: z.number(),
    }),
  ),
});
const dataRowSchema = z.object({
  name: z.literal('dataRow'),
  fields: z.array(z.string().nullable()),
});
const commandSchema = z.object({ name: z.literal('commandComplete'), text: z.string() });

/** All data of a database in memory, as a tar archive. */
export type DatabaseCopy = Awaited<ReturnType<PGlite['dumpDataDir']>>;

export interface PgliteBackend extends SqlBackend {
  /** Copies the data. No request may run meanwhile. */
  copy(): Promise<DatabaseCopy>;
}

/**
 * PostgreSQL inside this process (PGlite), with its data in memory or in a folder. It has one
 * session, so requests run one after the other, each batch as a whole. It is used through the wire
 * protocol, so that values are the text that PostgreSQL writes, and row counts come from command
 * tags, as with Neon's proxy.
 */
export async function openPgliteBackend(options: {
  dataDir?: string;
  /** A copy of another database's data, with which the new one begins. */
  copy?: DatabaseCopy;
}): Promise<PgliteBackend> {
  const { dataDir, copy } = options;
  const database = await PGlite.create({
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(copy === undefined ? {} : { loadDataDir: copy }),
    extensions: { btree_gist },
  });
  await database.exec(`set time zone 'GMT'`);
  let turn: Promise<unknown> = Promise.resolve();

  return {
    run(queries, transaction) {
      const mine = turn.then(async () => {
        if (transaction === undefined)
          return Promise.all(queries.map((each) => execute(database, each)));
        await execute(database, { query: beginStatement(transaction), params: [] });
        try {
          const results: SqlResult[] = [];
          for (const each of queries) results.push(await execute(database, each));
          await execute(database, { query: 'commit', params: [] });
          return results;
        } catch (error) {
          await execute(database, { query: 'rollback', params: [] });
          throw error;
        }
      });
      turn = mine.catch(() => {});
      return mine;
    },
    copy: () => database.dumpDataDir('none'),
    async close() {
      await turn;
      await database.close();
    },
  };
}

async function execute(database: PGlite, { query, params }: SqlQuery): Promise<SqlResult> {
  const { serialize } = protocol;
  const request = Buffer.concat([
    serialize.parse({ text: query }),
    serialize.bind({ values: [...params] }),
    serialize.describe({ type: 'P' }),
    serialize.execute({}),
    serialize.sync(),
  ]);
  const messages: unknown[] = await database
    .execProtocol(request, { throwOnError: true })
    .then((result) => result.messages)
    .catch((error: unknown) => {
      throw new SqlError(error);
    });
  let fields: SqlResult['fields'] = [];
  const rows: (string | null)[][] = [];
  let tag = '';
  for (const message of messages) {
    const description = rowDescriptionSchema.safeParse(message);
    if (description.success) fields = description.data.fields;
    const row = dataRowSchema.safeParse(message);
    if (row.success) rows.push(row.data.fields);
    const done = commandSchema.safeParse(message);
    if (done.success) tag = done.data.text;
  }
  const [command = '', ...counts] = tag.split(' ');
  const count = counts.at(-1);
  return { fields, rows, command, rowCount: count === undefined ? null : Number(count) };
}
