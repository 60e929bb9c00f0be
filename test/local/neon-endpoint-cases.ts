import { request } from 'node:http';
import { neon, neonConfig } from '@neondatabase/serverless';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NeonEndpoint, startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import type { SqlBackend } from '../../scripts/local/sql-backend.ts';

type Sql = ReturnType<typeof neon<false, false>>;

const full = (sql: Sql, text: string, params: unknown[] = []) =>
  sql.query(text, params, { fullResults: true });

/** The cases that both backends must pass, through Neon's own driver. */
const cases: [name: string, run: (sql: Sql, endpoint: NeonEndpoint) => Promise<void>][] = [
  [
    'values of many types, nulls, arrays, jsonb and bytea',
    async (sql) => {
      const rows = await sql.query(
        `select 1::int4 as i, 2::int8 as big, 1.50::numeric as n, true as t, false as f,
          null::text as nothing, 'é"\\'::text as s, array['a', null, 'c,d']::text[] as a,
          $1::jsonb as j, $2::text[] as p, $3::bytea as b, '' as empty,
          '2026-01-02 03:04:05.678+00'::timestamptz as at`,
        [JSON.stringify([{ k: [1] }]), ['x', 'y z'], Buffer.from([0, 255, 16])],
      );
      expect(rows).toEqual([
        {
          i: 1,
          big: '2',
          n: '1.50',
          t: true,
          f: false,
          nothing: null,
          s: 'é"\\',
          a: ['a', null, 'c,d'],
          j: [{ k: [1] }],
          p: ['x', 'y z'],
          b: Buffer.from([0, 255, 16]),
          empty: '',
          at: new Date('2026-01-02T03:04:05.678Z'),
        },
      ]);
    },
  ],
  [
    'values as raw text and fields, in array and in object mode',
    async (_sql, { url, connectionString }) => {
      const ask = async (arrays: string) => {
        const response = await fetch(`${url}/sql`, {
          method: 'POST',
          headers: {
            'Neon-Connection-String': connectionString,
            'Neon-Raw-Text-Output': 'true',
            'Neon-Array-Mode': arrays,
          },
          body: JSON.stringify({
            query: `select true as t, now()::text like '%+00' as gmt, 7 as n, null as x`,
          }),
        });
        return response.json();
      };
      const arrays = await ask('true');
      expect(arrays).toMatchObject({
        rowAsArray: true,
        rows: [['t', 't', '7', null]],
        command: 'SELECT',
        rowCount: 1,
      });
      expect(arrays).toHaveProperty('fields.0', {
        name: 't',
        dataTypeID: 16,
        tableID: 0,
        columnID: 0,
        dataTypeSize: 1,
        dataTypeModifier: -1,
        format: 'text',
      });
      expect(await ask('false')).toMatchObject({
        rowAsArray: false,
        rows: [{ t: 't', gmt: 't', n: '7', x: null }],
      });
    },
  ],
  [
    'row counts come from the command tag',
    async (sql) => {
      const counts = [
        await full(sql, `insert into items values ('c1', 1), ('c2', 1)`),
        await full(sql, `update items set n = 2 where id like 'c%'`),
        await full(sql, `delete from items where id = 'missing'`),
        await full(sql, `create table if not exists items (id text)`),
      ].map(({ command, rowCount }) => [command, rowCount]);
      expect(counts).toEqual([
        ['INSERT', 2],
        ['UPDATE', 2],
        ['DELETE', 0],
        ['CREATE', null],
      ]);
    },
  ],
  [
    'a CTE that modifies data',
    async (sql) => {
      const text = `with put as (insert into items values ('cte', 5) returning id, n)
        select id, n from put`;
      expect(await full(sql, text)).toMatchObject({ rows: [{ id: 'cte', n: 5 }], rowCount: 1 });
    },
  ],
  [
    'a unique violation has all its fields',
    async (sql) => {
      const twice = sql.query(`insert into items values ('u', 1), ('u', 2)`);
      await expect(twice).rejects.toMatchObject({
        name: 'NeonDbError',
        message: 'duplicate key value violates unique constraint "items_pkey"',
        code: '23505',
        severity: 'ERROR',
        detail: 'Key (id)=(u) already exists.',
        schema: 'public',
        table: 'items',
        constraint: 'items_pkey',
        routine: '_bt_check_unique',
      });
    },
  ],
  [
    'an error that the SQL raises itself',
    async (sql) => {
      const raised = sql.query(`do $$ begin
        raise exception 'no table free' using errcode = 'MD001', hint = 'later', detail = 'full';
      end $$`);
      await expect(raised).rejects.toMatchObject({
        message: 'no table free',
        code: 'MD001',
        hint: 'later',
        detail: 'full',
        where: expect.stringContaining('PL/pgSQL'),
      });
    },
  ],
  [
    'a batch commits as one transaction',
    async (sql) => {
      const results = await sql.transaction([
        sql`insert into items values ('b1', 1)`,
        sql`select id, pg_current_xact_id()::text as x from items where id = 'b1'`,
        sql`select pg_current_xact_id()::text as x`,
      ]);
      expect(results[1]?.[0]).toMatchObject({ id: 'b1', x: results[2]?.[0]?.['x'] });
      expect(await sql`select n from items where id = 'b1'`).toEqual([{ n: 1 }]);
    },
  ],
  [
    'a batch that fails is rolled back as a whole',
    async (sql) => {
      const batch = sql.transaction([sql`insert into items values ('r1', 1)`, sql`select 1 / 0`]);
      await expect(batch).rejects.toMatchObject({ code: '22012' });
      expect(await sql`select 1 from items where id = 'r1'`).toEqual([]);
    },
  ],
  [
    'a batch has the requested isolation level, and a read-only batch refuses to write',
    async (sql) => {
      const level = await sql.transaction([sql`show transaction_isolation`], {
        isolationLevel: 'Serializable',
      });
      expect(level).toEqual([[{ transaction_isolation: 'serializable' }]]);
      const batch = sql.transaction([sql`insert into items values ('ro', 1)`], { readOnly: true });
      await expect(batch).rejects.toMatchObject({ code: '25006' });
    },
  ],
  [
    'several statements in one query are refused, also in a batch',
    async (sql) => {
      const refused = { code: '42601' };
      await expect(sql.query('select 1; select 2')).rejects.toMatchObject(refused);
      await expect(sql.transaction([sql`select 1; select 2`])).rejects.toMatchObject(refused);
    },
  ],
  [
    'a query after an error works as usual',
    async (sql) => {
      await expect(sql.query('selec')).rejects.toMatchObject({ code: '42601', position: '1' });
      await expect(sql.query('select $1::int4', ['x'])).rejects.toMatchObject({ code: '22P02' });
      expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    },
  ],
  [
    'thirty requests at once, each with its own answer',
    async (sql, endpoint) => {
      const before = endpoint.requests();
      const numbers = Array.from({ length: 30 }, (_, at) => at);
      const answers = await Promise.all(
        numbers.map((at) =>
          at % 3 === 0
            ? sql.query(`select 1 / ($1::int4 - $1::int4)`, [at]).catch((error) => error.code)
            : sql.transaction([sql`select ${at}::int4 as n`]).then(([rows]) => rows?.[0]?.['n']),
        ),
      );
      expect(answers).toEqual(numbers.map((at) => (at % 3 === 0 ? '22012' : at)));
      expect(endpoint.requests() - before).toBe(30);
    },
  ],
  [
    'a request without a valid query gets 404, 400 or 413',
    async (_sql, { url, connectionString }) => {
      const headers = { 'Neon-Connection-String': connectionString };
      const status = async (path: string, body: string) =>
        (await fetch(`${url}${path}`, { method: 'POST', headers, body })).status;
      expect(await status('/other', '{}')).toBe(404);
      expect((await fetch(`${url}/sql`)).status).toBe(404);
      expect(await status('/sql', '{')).toBe(400);
      expect(await status('/sql', '{"params":[]}')).toBe(400);
      expect(await status('/sql', 'x'.repeat(10 * 1024 * 1024 + 1))).toBe(413);
    },
  ],
  [
    'a request without the password, or of a web page, runs no SQL',
    async (_sql, { url, connectionString, requests }) => {
      const before = requests();
      const { port } = new URL(url);
      const right = { 'Neon-Connection-String': connectionString };
      const { password } = new URL(connectionString);
      expect(password).toMatch(/^[\w-]{43}$/);
      const others = [password.slice(1), `${password}x`, 'postgres', ''].map((other) =>
        connectionString.replace(password, other),
      );
      for (const [headers, expected] of [
        [right, 200],
        [{}, 400],
        [{ 'Neon-Connection-String': 'nonsense' }, 400],
        ...others.map((other) => [{ 'Neon-Connection-String': other }, 400] as const),
        [{ ...right, Origin: 'https://stranger.example' }, 403],
        [{ ...right, Origin: 'null' }, 403],
        [{ ...right, Origin: url }, 403],
        // A name of the page's own, which resolves to this machine.
        [{ ...right, Host: `rebound.stranger.example:${port}` }, 403],
        [{ ...right, Host: `127.0.0.1.stranger.example:${port}` }, 403],
        [{ ...right, Host: `localhost:${port}` }, 200],
      ] as const) {
        expect(await statusOf(`${url}/sql`, headers), JSON.stringify(headers)).toBe(expected);
      }
      expect(requests() - before).toBe(2);
      // A browser asks before it sends a header of its own, and gets no permission.
      const preflight = await fetch(`${url}/sql`, { method: 'OPTIONS' });
      expect(preflight.status).toBe(404);
      expect(preflight.headers.has('Access-Control-Allow-Origin')).toBe(false);
    },
  ],
];

/** The status of a request with any headers; `fetch` does not let its caller set `Host`. */
function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers, agent: false }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode ?? 0);
    });
    outgoing.once('error', reject);
    outgoing.end(JSON.stringify({ query: 'select 1' }));
  });
}

/** Defines the tests of the endpoint in front of one backend. */
export function describeNeonEndpoint(name: string, open: () => Promise<SqlBackend>): void {
  describe(`Neon over HTTP in front of ${name}`, () => {
    let backend: SqlBackend;
    let endpoint: NeonEndpoint;
    let sql: Sql;
    beforeAll(async () => {
      backend = await open();
      endpoint = await startNeonEndpoint({ backend });
      neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`;
      sql = neon(endpoint.connectionString);
      await sql`create table items (id text primary key, n int4 not null)`;
    }, 60_000);
    afterAll(async () => {
      await endpoint?.close();
      await backend?.close();
    });

    it.each(cases)('%s', (_case, run) => run(sql, endpoint));

    it('refuses a port that is taken', async () => {
      const port = Number(new URL(endpoint.url).port);
      await expect(startNeonEndpoint({ backend, port })).rejects.toMatchObject({
        code: 'EADDRINUSE',
      });
    });
  });
}
