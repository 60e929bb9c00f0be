-- Copies what was pending before the triggers existed. The rows that are read are locked until the end,
-- so that none changes its state between the moment when it is read and the moment when its copy is
-- visible to the trigger. A consumer skips locked messages and the sweep folds them later. Requests
-- that store new messages wait for none of these locks.
insert into pending_messages (workspace_id, created_at, conversation_id, seq)
select workspace_id, created_at, conversation_id, seq from messages
 where emotion_state = 'pending'
   for share
on conflict do nothing;
--> statement-breakpoint
insert into set_apart_messages (workspace_id, conversation_id, seq)
select workspace_id, conversation_id, seq from messages
 where emotion_state = 'set_apart'
   for share
on conflict do nothing;
--> statement-breakpoint
insert into due_moods (conversation_id, due_since)
select conversation_id, folded_at from conversation_moods
 where fold_version <> walked_version
   for share
on conflict do nothing;
