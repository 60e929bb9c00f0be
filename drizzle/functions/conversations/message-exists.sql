-- Whether a conversation has a message of this id. The function must be volatile. The message
-- upsert calls it after it has locked the conversation's row. Being volatile, it reads with a new
-- snapshot and sees what a racing duplicate has just committed. With the statement's own snapshot,
-- seq would get gaps.
create or replace function message_exists_v1(p_conversation uuid, p_id text) returns boolean
language plpgsql volatile strict
as $$
begin
  return (
    select exists (select from messages where conversation_id = p_conversation and id = p_id));
end
$$;
