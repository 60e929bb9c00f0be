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
