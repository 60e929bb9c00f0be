-- Locks the conversation that a booking or a waitlist entry names, and makes it the customer's. A
-- conversation without a customer gets this one, as it does from a message that names a customer.
-- The export and the erasure of a customer find conversations by their customer. Of two bookings
-- that race for a conversation, the second waits for the lock and then finds the first one's
-- customer.
--
-- p_conversation is the caller's own id. p_customer is the customer of the booking, who is locked
-- already. Returns null when p_conversation is null, because the function is strict. Raises MT404,
-- MT409 (customer_mismatch) and MT410.
create or replace function lock_conversation_of_v1(
  p_workspace uuid, p_conversation text, p_customer uuid
) returns conversations
language plpgsql volatile strict
as $$
declare
  c conversations;
begin
  select * into c from conversations
   where workspace_id = p_workspace and external_id = p_conversation
     for no key update;
  if not found then
    raise exception 'conversation_not_found' using errcode = 'MT404';
  elsif c.erased_at is not null then
    raise exception 'conversation_erased' using errcode = 'MT410';
  elsif c.customer_id is null then
    update conversations set customer_id = p_customer where id = c.id returning * into c;
  elsif c.customer_id <> p_customer then
    raise exception 'customer_mismatch' using errcode = 'MT409';
  end if;
  return c;
end
$$;
