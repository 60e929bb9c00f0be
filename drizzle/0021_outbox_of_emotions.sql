CREATE TABLE "due_moods" (
	"conversation_id" uuid PRIMARY KEY NOT NULL,
	"due_since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pending_messages" (
	"workspace_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "pending_messages_workspace_id_created_at_conversation_id_seq_pk" PRIMARY KEY("workspace_id","created_at","conversation_id","seq")
);
--> statement-breakpoint
CREATE TABLE "set_apart_messages" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "set_apart_messages_workspace_id_conversation_id_seq_pk" PRIMARY KEY("workspace_id","conversation_id","seq")
);
--> statement-breakpoint
CREATE INDEX "due_moods_oldest" ON "due_moods" USING btree ("due_since");--> statement-breakpoint
-- The triggers are created here and not only from drizzle/functions: the next migration copies what is
-- pending, and from now on each change must be recorded. Creating a trigger waits for the transactions
-- that write the table, and for a moment nobody else can write it.
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
