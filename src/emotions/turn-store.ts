import { type SQL, sql } from 'drizzle-orm';

/**
 * When the customer's mood turned: the time at which the message of the turn was stored. It stays the
 * same when the mood is walked again after a correction. A range of seqs in their order is a look-up by
 * the primary key, whatever the statistics.
 */
export const timeOfTurn = (conversation: SQL, seq: SQL) => sql`coalesce(
    (select t.created_at from messages t
      where t.conversation_id = ${conversation} and t.seq between ${seq} and ${seq}
      order by t.conversation_id, t.seq limit 1),
    now())`;
