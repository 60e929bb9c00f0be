/** Queries that return the rows that are wrong once all work is done. */
export const CHECKS: Readonly<Record<string, string>> = {
  'a conversation whose seq has a gap': `
    select c.id, c.last_seq, count(m.seq)
      from conversations c left join messages m on m.conversation_id = c.id
     where c.erased_at is null
     group by c.id having c.last_seq <> count(m.seq) or c.last_seq <> max(m.seq)`,
  'a message whose emotion is not folded': `
    select conversation_id, seq from messages where emotion_state = 'pending'`,
  'a message that the outbox of emotions has, although it is not pending': `
    select conversation_id, seq from pending_messages`,
  'a mood that is listed as due, although it is walked': `
    select conversation_id from due_moods`,
  'a conversation whose statistics differ from its messages': `
    select c.id
      from conversations c
     where coalesce((select sum(messages) from conversation_emotions e
                      where e.conversation_id = c.id), 0)
           <> (select count(*) from messages m
                where m.conversation_id = c.id and m.emotion_state = 'folded'
                  and m.label is not null)`,
  'a mood that is not walked': `
    select conversation_id from conversation_moods where fold_version <> walked_version`,
  'a booking whose follow-ups are not planned': `
    select booking_id, version from booking_events where planned_at is null`,
  'a follow-up that was planned twice': `
    select booking_id, version, kind, channel from jobs
     where booking_id is not null
     group by 1, 2, 3, 4, webhook_id having count(*) > 1`,
  'a follow-up that is dead, or due for a minute': `
    select id, kind, state from jobs
     where state = 'dead'
        or state in ('planned', 'leased', 'running') and due_at < now() - interval '1 minute'`,
};
