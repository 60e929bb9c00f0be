-- A customer with everything that is counted about it, as the Worker reads it. The Worker removes what
-- the caller's key may not read. Null when there is no such row.
--
-- Conversations are counted up to 10,000. Visits, no-shows and late cancellations are counted among the
-- newest 2,000 bookings. The mood is that of the conversation with the newest message, among the 20
-- newest conversations.
create or replace function customer_json_v1(p_customer uuid) returns jsonb
language plpgsql stable
-- The statements are the same for every customer, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
begin
  return (
    select jsonb_build_object(
      'id', g.external_id, 'name', g.name, 'email', g.email, 'phone', g.phone, 'locale', g.locale,
      'timeZone', g.time_zone, 'tags', to_jsonb(g.tags), 'preferences', g.preferences,
      'staffNotes', g.staff_notes,
      'refusal', case when g.refused_at is not null then jsonb_build_object(
        'at', iso_v1(g.refused_at), 'reason', g.refusal_reason) end,
      'version', g.version, 'createdAt', iso_v1(g.created_at),
      'lastSeenAt', iso_v1(g.last_seen_at),
      'unsubscribedAt', (
        select iso_v1(m.unsubscribed_at) from mailed_addresses m
         where m.workspace_id = g.workspace_id
           and m.address = address_hash_v1(g.workspace_id, g.email)),
      'conversations', (
        select count(*) from (
          select from conversations where customer_id between g.id and g.id
           order by customer_id limit (select 10000)) counted),
      'attendance', attendance_v1(g.id, 2000),
      'recentMood', (
        select jsonb_build_object('mood', d.mood / 1000.0, 'conversationId', c.external_id,
                                  'at', iso_v1(c.last_message_at))
          from (
            select x.id, x.external_id, x.last_message_at, x.erased_at from conversations x
             where x.customer_id between g.id and g.id
             order by x.customer_id desc, x.id desc
             limit (select 20)
          ) c
          cross join lateral (
            select * from conversation_moods where conversation_id = c.id offset 0
          ) d
         where d.as_of_seq > 0 and c.erased_at is null
         order by c.last_message_at desc
         limit 1),
      'merged', (
        select coalesce(jsonb_agg(jsonb_build_object(
                 'id', m.external_id, 'name', m.name, 'email', m.email, 'phone', m.phone,
                 'at', iso_v1(m.merged_at))
               order by m.merged_at, m.external_id), '[]')
          from unnest(g.merged_ids) as n (id)
          cross join lateral (select * from customers where id = n.id offset 0) m),
      'changes', (
        select coalesce(jsonb_agg(jsonb_build_object(
                 'at', iso_v1(x.at), 'keyId', x.key_id, 'fields', x.fields)
               order by x.number desc), '[]')
          from customer_changes x where x.customer_id = g.id))
      from (select * from customers where id = p_customer offset 0) g);
end
$$;
