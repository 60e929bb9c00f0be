import pg from 'pg';
import { CALLER_SCOPES } from './caller-scopes.ts';

/** The workspace and key that every variant writes with. */
export const WORKSPACE_ID = '01900000-0000-7000-8000-000000000001';
export const KEY_ID = '01900000-0000-7000-8000-000000000002';

/** Rates that no run reaches: the benchmark sends more requests than one tenant may. */
const UNLIMITED = JSON.stringify({
  requests_per_minute: 1_000_000_000,
  database_ms_per_minute: 1_000_000_000,
});

/** Fills an empty, migrated database with a workspace, its key and customers, and runs `texts`. */
export async function seedDatabase(
  connectionString: string,
  customers: number,
  texts: readonly string[],
): Promise<void> {
  const common = [
    `insert into workspaces (id, name, limits) values ('${WORKSPACE_ID}', 'bench', '${UNLIMITED}')`,
    `insert into api_keys (id, workspace_id, name, scopes)
     values ('${KEY_ID}', '${WORKSPACE_ID}', 'bench', '${CALLER_SCOPES}')`,
    `insert into customers (id, workspace_id, external_id)
     select customer_id_v1('${WORKSPACE_ID}', 'guest-' || n), '${WORKSPACE_ID}', 'guest-' || n
       from generate_series(0, ${customers - 1}) n`,
  ];
  const client = new pg.Client({ connectionString, options: '-c statement_timeout=0' });
  await client.connect();
  try {
    for (const text of [...common, ...texts, 'vacuum analyze', 'checkpoint']) {
      await client.query(text);
    }
  } finally {
    await client.end();
  }
}

/** Replaces `database` by a copy of `template`. Both belong to the cluster at this address. */
export async function copyDatabase(
  clusterUrl: string,
  template: string,
  database: string,
): Promise<string> {
  const url = new URL(clusterUrl);
  url.pathname = '/postgres';
  const client = new pg.Client(url.href);
  await client.connect();
  try {
    await client.query(`drop database if exists ${database} with (force)`);
    await client.query(`create database ${database} template ${template} strategy file_copy`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
  url.pathname = `/${database}`;
  return url.href;
}
