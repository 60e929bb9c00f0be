import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { isNotSetApart } from '../platform/failed-work/store.ts';
import { idSchema } from '../platform/ids.ts';
import { ids, integer, integers, interval, text } from '../platform/parameter-kinds.ts';
import { statement } from '../platform/statement.ts';

/** The number of failures of the classifier after which a message is set apart. */
const MAX_ATTEMPTS = sql.raw('5');

export const keyParams = { conversations: ids<'conversation'>(), seqs: integers };

/** The keys of some messages, as the table `n`. */
export const namedKeys = (p: { conversations: SQL; seqs: SQL }) =>
  sql`unnest(${p.conversations}, ${p.seqs}) as n (conversation_id, seq)`;

/**
 * The message `m` that has the key of `n`, if it is in the given state. The range and the order make
 * PostgreSQL look it up by its primary key, whatever its statistics say (see docs/database.md). Without
 * them it might use the index of the conversation's message ids.
 */
const messageInState = (state: 'pending' | 'set_apart') => sql`messages m
           where m.conversation_id = n.conversation_id and m.seq between n.seq and n.seq
             and m.emotion_state = '${sql.raw(state)}'
           order by m.seq`;

/** The message `m` that has the key of `n`, if it is pending. */
export const pendingMessage = messageInState('pending');

export const keySchema = z.object({ conversationId: idSchema<'conversation'>(), seq: z.number() });

/**
 * Counts a failure on each named message that is pending; the last attempt sets it apart. A message
 * that is set apart no longer holds up the mood, so its conversation is walked again.
 */
export const recordFailures = statement({
  params: { ...keyParams, error: text },
  row: z.object({ setApart: z.boolean() }),
  sql: (p) => sql`with locked as materialized (
      select m.ctid
        from (select * from ${namedKeys(p)} order by conversation_id, seq) n
        cross join lateral (
          select m.ctid from ${pendingMessage}
             for no key update
        ) m
    ),
    counted as (
      update messages m
         set fold_attempts = m.fold_attempts + 1, fold_error = ${p.error},
             emotion_state = case when m.fold_attempts + 1 >= ${MAX_ATTEMPTS}
                                  then 'set_apart' else 'pending' end
       where m.ctid = any (array(select ctid from locked))
      returning m.conversation_id, m.emotion_state = 'set_apart' as set_apart
    ),
    held_up as materialized (
      select d.conversation_id
        from (select distinct conversation_id from counted where set_apart order by 1) c
        cross join lateral (
          select conversation_id from conversation_moods
           where conversation_id = c.conversation_id for no key update
        ) d
    ),
    due as (
      update conversation_moods set fold_version = fold_version + 1, folded_at = now()
       where conversation_id = any (array(select conversation_id from held_up))
    )
    select set_apart as "setApart" from counted`,
});

/**
 * Makes up to `limit` messages pending again that were set apart, with all their attempts. Their moods
 * are set back, because a walk has passed these messages without their labels.
 */
export const retrySetApart = statement({
  params: { limit: integer },
  row: z.object({ retried: z.number() }),
  sql: (p) => sql`with chosen as materialized (
      select m.ctid
        from (
          select conversation_id, seq from set_apart_messages
           order by workspace_id, conversation_id, seq
           limit (select ${p.limit})
        ) n
        cross join lateral (
          select m.ctid from ${messageInState('set_apart')}
             for no key update skip locked
        ) m
    ),
    retried as (
      update messages set emotion_state = 'pending', fold_attempts = 0, fold_error = null
       where ctid = any (array(select ctid from chosen))
      returning conversation_id
    ),
    moods as materialized (
      select d.conversation_id
        from (select distinct conversation_id from retried order by 1) r
        cross join lateral (
          select conversation_id from conversation_moods
           where conversation_id = r.conversation_id for no key update
        ) d
    ),
    reset as (
      update conversation_moods
         set told_seq = greatest(told_seq, as_of_seq), as_of_seq = 0, mood = 0,
             attention_seq = null, attention_mood = null, attention_label = null,
             attention_at = null, fold_version = fold_version + 1,
             walked_version = -1 - fold_version, folded_at = now()
       where conversation_id = any (array(select conversation_id from moods))
      returning 1
    )
    select count(*)::int as retried from retried`,
});

/**
 * Messages that have been pending for a while, at most 100 of each workspace, so that the backlog
 * of one workspace does not hold up the others. Conversations that are set apart are left out. The
 * recursive query finds the workspaces by skipping from one to the next through the primary key of
 * `pending_messages`.
 */
export const selectOverdue = statement({
  params: { olderThan: interval, limit: integer },
  row: keySchema,
  sql: (p) => sql`with recursive waiting as (
      (select workspace_id from pending_messages order by workspace_id limit 1)
      union all
      select (select m.workspace_id from pending_messages m
               where m.workspace_id > w.workspace_id
               order by m.workspace_id limit 1)
        from waiting w where w.workspace_id is not null
    )
    select m.conversation_id as "conversationId", m.seq
      from (select workspace_id from waiting where workspace_id is not null order by random()) w
      cross join lateral (
        select conversation_id, seq from pending_messages
         where workspace_id = w.workspace_id
           and (workspace_id, created_at) >= (w.workspace_id, '-infinity')
           and created_at < now() - ${p.olderThan}
           and ${isNotSetApart('fold_messages', sql`conversation_id`, sql`now()`)}
         order by workspace_id, created_at
         limit (select 100)
      ) m
     limit ${p.limit}`,
});
