-- Raises the reason why a message was not stored, MT409 or MT410, which rolls back the whole
-- statement. Returns only when the reason no longer exists. The caller may then try again.
create or replace function refuse_message_v1(
  p_workspace uuid, p_conversation text, p_channel text, p_customer text
) returns text
language plpgsql volatile
as $$
declare
  v_customer uuid := customer_of_v1(p_workspace, p_customer);
  v_conversation conversations%rowtype;
begin
  if exists (select 1 from customers where id = v_customer and erased_at is not null) then
    raise exception 'customer_erased' using errcode = 'MT410';
  end if;
  select * into v_conversation from conversations
   where workspace_id = p_workspace and external_id = p_conversation;
  if v_conversation.erased_at is not null or exists (
    select from customers where id = v_conversation.customer_id and erased_at is not null
  ) then
    raise exception 'conversation_erased' using errcode = 'MT410';
  elsif v_conversation.customer_id <> v_customer then
    raise exception 'customer_mismatch' using errcode = 'MT409';
  elsif v_conversation.channel <> p_channel then
    raise exception 'channel_mismatch' using errcode = 'MT409';
  end if;
  return 'changed_meanwhile';
end
$$;
