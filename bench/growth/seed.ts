import pg from 'pg';
import { CALLER_SCOPES } from '../caller-scopes.ts';
import { KEY_ID, WORKSPACE_ID } from '../seed.ts';

/** The messages of each conversation. A message of a customer has a label; the others have none. */
export const EACH = 10;
/** How many messages are still pending, each the last one of another conversation. */
export const PENDING = 100;
const DAYS = 7;
/** The end of the seeded week, in milliseconds since 1970: a full hour, for all databases the same. */
export const END_MS = Math.floor(Date.now() / 3_600_000) * 3_600_000;
export const START_MS = END_MS - DAYS * 86_400_000;

const instantOf = (ms: number) => `timestamptz '${new Date(ms).toISOString()}'`;
const LABELS = `'{joy,neutral,anger,sadness,surprise,fear,disgust,abstained}'::text[]`;

/** Makes an id like the Worker's, which is ordered by the time `at`. */
const SEED_ID = `
  create function seed_id(at timestamptz, name text) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
            || substr(md5(name), 1, 3) || '8' || substr(md5(name), 4, 15))::uuid
  $$`;

/**
 * Fills an empty, migrated database with a workspace that has got `messages` messages in a week, evenly
 * spread, with the statistics that folds of them would have made. One of 20 conversations has made a
 * booking, and one of 50 needs attention. Foreign keys are not checked.
 */
export async function seedWeek(connectionString: string, messages: number): Promise<void> {
  const conversations = Math.ceil(messages / EACH);
  const at = `${instantOf(START_MS)} + n * interval '${DAYS} days' / ${conversations}`;
  const guest = `customer_id_v1('${WORKSPACE_ID}', 'guest-' || n / 2)`;
  await runTexts(connectionString, [
    SEED_ID,
    `insert into workspaces (id, name) values ('${WORKSPACE_ID}', 'bench')`,
    `insert into api_keys (id, workspace_id, name, scopes)
     values ('${KEY_ID}', '${WORKSPACE_ID}', 'bench', '${CALLER_SCOPES}')`,
    `insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before,
                         buffer_after, lead_time, horizon_days, hold_seconds, cancellation_cutoff,
                         follow_ups)
     values ('${WORKSPACE_ID}', '${WORKSPACE_ID}', 'v', 'UTC', 15, '[{"maxParty": 4, "minutes": 90}]',
             0, 0, 0, 90, 300, 0, '{}')`,
    `insert into customers (id, workspace_id, external_id)
     select ${guest}, '${WORKSPACE_ID}', 'guest-' || n / 2
       from generate_series(0, ${conversations - 1}, 2) n`,
    `insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq,
                                created_at, last_message_at)
     select seed_id(${at}, n::text), '${WORKSPACE_ID}', 'conversation-' || n, 'web', ${guest}, ${EACH},
            ${at}, ${at} + interval '${EACH} minutes'
       from generate_series(0, ${conversations - 1}) n`,
    `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, created_at,
                           digest, label, confidence, valence, model_version, abstained,
                           probabilities, emotion_state)
     select '${WORKSPACE_ID}', c.id, seq, 'seed-' || seq,
            case when seq % 3 = 0 then 'assistant' else 'customer' end,
            'We would like a table for four on Saturday evening, near the window.',
            c.created_at + seq * interval '1 minute', c.created_at + seq * interval '1 minute',
            sha256('seed'), l.label, case when l.label is not null then 500 end,
            case when l.label is not null then 1000 - (c.n * 7 + seq) % 2001 end,
            case when l.label is not null
                 then case when c.n % 10 = 0 then 'workers-ai/seed' else 'seed' end end,
            case when l.label = 'abstained' then 'language' end,
            case when l.label is not null then '{500,100,100,100,100,50,50}'::smallint[] end,
            case when seq % 3 = 0 then 'none' else 'folded' end
       from (select *, substr(external_id, 14)::int as n from conversations order by id) c
      cross join generate_series(1, ${EACH}) seq
      cross join lateral (
        select case when seq % 3 <> 0 then (${LABELS})[1 + (c.n + seq / 4) % 8] end as label
      ) l`,
    `insert into conversation_emotions
     select conversation_id, role, label, model_version, count(*), sum(valence),
            sum(valence::bigint * valence)
       from messages where label is not null group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    `insert into workspace_emotions
     select workspace_id, quarter_hour_v1(sent_at), role, label, model_version, count(*), sum(valence),
            sum(valence::bigint * valence)
       from messages where label is not null group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    `insert into conversation_moods (conversation_id, workspace_id, fold_version, walked_version,
                                     as_of_seq, told_seq, attention_seq, attention_mood,
                                     attention_label, attention_at)
     select id, workspace_id, 2, 2, ${EACH}, ${EACH}, case when last then ${EACH} end,
            case when last then -500 end, case when last then 'anger' end,
            case when last then last_message_at end
       from (select *, substr(external_id, 14)::int % 50 = 0 as last from conversations) c order by id`,
    `insert into bookings (id, workspace_id, venue_id, customer_id, conversation_id, message_seq, state,
                           starts_at, ends_at, party_size, cancellation_cutoff)
     select seed_id(created_at, 'b' || id), workspace_id, '${WORKSPACE_ID}', customer_id, id, 7,
            'finished', created_at + interval '1 hour', created_at + interval '2 hours', 2, 0
       from conversations where substr(external_id, 14)::int % 20 = 0 order by id`,
    // The last message of some conversations is still pending, for longer than a minute.
    `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, created_at,
                           digest, emotion_state)
     select workspace_id, id, ${EACH + 1}, 'pending', 'customer', 'That is wonderful, thank you!',
            last_message_at, last_message_at, sha256('seed'), 'pending'
       from conversations order by md5(external_id) limit ${PENDING}`,
    `update conversations set last_seq = ${EACH + 1}
      where id in (select conversation_id from messages where emotion_state = 'pending')`,
    'vacuum analyze',
    'checkpoint',
  ]);
}

/** The workspace of which only the statistics of two years are seeded. */
export const YEARS_ID = '01900000-0000-7000-8000-000000000003';
export const YEARS_DAYS = 732;

/** Adds the statistics of two years: all labels and two model versions in each quarter hour. */
export function seedYears(connectionString: string): Promise<void> {
  return runTexts(connectionString, [
    `insert into workspaces (id, name) values ('${YEARS_ID}', 'years')`,
    `insert into api_keys (id, workspace_id, name, scopes)
     values ('${YEARS_ID}', '${YEARS_ID}', 'years', '${CALLER_SCOPES}')`,
    `insert into workspace_emotions
     select '${YEARS_ID}'::uuid, t, 'customer', label, model, 1000, 1000, 1000000
       from generate_series(${instantOf(END_MS - YEARS_DAYS * 86_400_000)}, ${instantOf(END_MS)},
                            interval '15 minutes') t,
            unnest(${LABELS}) label, unnest('{seed,workers-ai/seed}'::text[]) model
      order by 1, 2, 3, 4, 5`,
    'vacuum analyze workspace_emotions',
  ]);
}

/** Runs statements one after the other, without limits of time and without checks of foreign keys. */
async function runTexts(connectionString: string, texts: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString, options: '-c statement_timeout=0' });
  await client.connect();
  try {
    await client.query(`set session_replication_role = replica; set work_mem = '512MB';
                        set maintenance_work_mem = '512MB'`);
    for (const text of texts) {
      const started = performance.now();
      await client.query(text);
      const seconds = (performance.now() - started) / 1000;
      if (seconds > 10) console.log(`  ${seconds.toFixed(0)} s: ${text.trim().slice(0, 60)}`);
    }
  } finally {
    await client.end();
  }
}
