import { seedDatabase, WORKSPACE_ID } from '../seed.ts';

export const CONVERSATIONS = 2000;

/** Fills an empty, migrated database with conversations and messages that are folded. */
export function seedMessages(connectionString: string, messages: number): Promise<void> {
  const conversations = Math.min(CONVERSATIONS, messages);
  const each = Math.floor(messages / conversations);
  return seedDatabase(connectionString, CONVERSATIONS, [
    `insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq)
     select gen_random_uuid(), '${WORKSPACE_ID}', 'conversation-' || n, 'web',
            customer_id_v1('${WORKSPACE_ID}', 'guest-' || n),
            case when n < ${conversations} then ${each} else 0 end
       from generate_series(0, ${CONVERSATIONS - 1}) n`,
    `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                           label, confidence, valence, model_version, emotion_state)
     select c.workspace_id, c.id, n, 'seed-' || n, 'customer',
            'We would like a table for four on Saturday evening, near the window.',
            now() - n * interval '1 minute', sha256('seed'), 'neutral', 500, 0, 'seed', 'folded'
       from generate_series(1, ${each}) n, conversations c where c.last_seq > 0`,
    `insert into conversation_moods (conversation_id, workspace_id, as_of_seq)
     select id, workspace_id, last_seq from conversations`,
    `select rebuild_statistics_v1('${WORKSPACE_ID}')`,
  ]);
}
