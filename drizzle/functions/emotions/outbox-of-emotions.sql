-- The triggers on messages come before those on conversation_moods, because a fold locks the tables in
-- this order.
--
-- Keeps pending_messages and set_apart_messages in step with the column emotion_state of messages: a
-- message has a row in one of them exactly while its state is `pending` or `set_apart`. This is a
-- trigger, so that no statement that changes the state of a message can forget it, also none of a
-- Worker of an earlier version.
--
-- Whoever changes the state of a message has locked the message, so two transactions never write the
-- same row here.
create or replace function keep_outbox_of_emotions_v1() returns trigger
language plpgsql
-- A plan that was made while the table was empty would read all of it after an outage of the queue.
set enable_seqscan = off
as $$
begin
  if tg_op <> 'INSERT' then
    if old.emotion_state = 'pending' then
      delete from pending_messages
       where workspace_id = old.workspace_id and created_at = old.created_at
         and conversation_id = old.conversation_id and seq = old.seq;
    elsif old.emotion_state = 'set_apart' then
      delete from set_apart_messages
       where workspace_id = old.workspace_id and conversation_id = old.conversation_id
         and seq = old.seq;
    end if;
  end if;
  if tg_op <> 'DELETE' then
    if new.emotion_state = 'pending' then
      insert into pending_messages (workspace_id, created_at, conversation_id, seq)
      values (new.workspace_id, new.created_at, new.conversation_id, new.seq);
    elsif new.emotion_state = 'set_apart' then
      insert into set_apart_messages (workspace_id, conversation_id, seq)
      values (new.workspace_id, new.conversation_id, new.seq);
    end if;
  end if;
  return null;
end
$$;
--> statement-breakpoint
-- Three triggers, because a condition may name only the rows that the event has.
create or replace trigger messages_outbox_insert after insert on messages
  for each row when (new.emotion_state in ('pending', 'set_apart'))
  execute function keep_outbox_of_emotions_v1();
--> statement-breakpoint
create or replace trigger messages_outbox_update after update of emotion_state on messages
  for each row when (old.emotion_state <> new.emotion_state
                     and (old.emotion_state in ('pending', 'set_apart')
                          or new.emotion_state in ('pending', 'set_apart')))
  execute function keep_outbox_of_emotions_v1();
--> statement-breakpoint
create or replace trigger messages_outbox_delete after delete on messages
  for each row when (old.emotion_state in ('pending', 'set_apart'))
  execute function keep_outbox_of_emotions_v1();
--> statement-breakpoint
-- Keeps due_moods in step with conversation_moods: a mood has a row there exactly while its
-- fold_version differs from its walked_version. This is a trigger, so that no statement that makes a
-- mood due can forget it, also none of a Worker of an earlier version. It runs only when a mood
-- becomes due or ceases to be: a fold that stores the walked mood too does not run it.
create or replace function keep_due_mood_v1() returns trigger
language plpgsql
-- A plan that was made while the table was empty would read all of it later.
set enable_seqscan = off
as $$
begin
  if tg_op <> 'DELETE' and new.fold_version <> new.walked_version then
    insert into due_moods (conversation_id, due_since)
    values (new.conversation_id, new.folded_at);
  else
    delete from due_moods where conversation_id = old.conversation_id;
  end if;
  return null;
end
$$;
--> statement-breakpoint
create or replace trigger conversation_moods_due_insert after insert on conversation_moods
  for each row when (new.fold_version <> new.walked_version)
  execute function keep_due_mood_v1();
--> statement-breakpoint
create or replace trigger conversation_moods_due_update
  after update of fold_version, walked_version on conversation_moods
  for each row when ((old.fold_version <> old.walked_version)
                     <> (new.fold_version <> new.walked_version))
  execute function keep_due_mood_v1();
--> statement-breakpoint
create or replace trigger conversation_moods_due_delete after delete on conversation_moods
  for each row when (old.fold_version <> old.walked_version)
  execute function keep_due_mood_v1();
