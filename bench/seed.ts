import pg from 'pg';

/** The workspace and key that every variant writes with. */
export const WORKSPACE_ID = '01900000-0000-7000-8000-000000000001';
export const KEY_ID = '01900000-0000-7000-8000-000000000002';

export const CONVERSATIONS = 2000;

/** Fills an empty, migrated database: conversations with messages whose emotions are folded. */
export async function seed(connectionString: string, messages: number): Promise<void> {
  const client = new pg.Client(connectionString);
  await client.connect();
  const conversations = Math.min(CONVERSATIONS, messages);
  const each = Math.floor(messages / conversations);
  try {
    await client.query(`insert into workspaces (id, name) values ('${WORKSPACE_ID}', 'bench')`);
    await client.query(
      `insert into api_keys (id, workspace_id, name, scopes)
       values ('${KEY_ID}', '${WORKSPACE_ID}', 'bench', '{messages:write,messages:read}')`,
    );
    await client.query(
      `insert into customers (id, workspace_id, external_id)
       select customer_id_v1('${WORKSPACE_ID}', 'guest-' || n), '${WORKSPACE_ID}', 'guest-' || n
         from generate_series(0, ${CONVERSATIONS - 1}) n`,
    );
    await client.query(
      `insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq)
       select gen_random_uuid(), '${WORKSPACE_ID}', 'conversation-' || n, 'web',
              customer_id_v1('${WORKSPACE_ID}', 'guest-' || n),
              case when n < ${conversations} then ${each} else 0 end
         from generate_series(0, ${CONVERSATIONS - 1}) n`,
    );
    await client.query(
      `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                             label, confidence, valence, model_version, emotion_state)
       select c.workspace_id, c.id, n, 'seed-' || n, 'customer',
              'We would like a table for four on Saturday evening, near the window.',
              now() - n * interval '1 minute', sha256('seed'), 'neutral', 500, 0, 'seed', 'folded'
         from generate_series(1, ${each}) n, conversations c where c.last_seq > 0`,
    );
    await client.query(
      `insert into conversation_moods (conversation_id, workspace_id, as_of_seq)
       select id, workspace_id, last_seq from conversations`,
    );
    await client.query(`select rebuild_statistics_v1('${WORKSPACE_ID}')`);
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

/** Makes `database` anew as a copy of `template`, both of the cluster at this address. */
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
