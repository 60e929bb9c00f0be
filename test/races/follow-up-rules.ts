/** The longest delay of a consumer, and the longest life of a claim. */
export const LATEST = '30 minutes';
/** The most attempts that a job gets. */
export const MOST_ATTEMPTS = 10;

/**
 * The views that the rules read. `happened`: each event with the state before it and its venue's
 * settings. `listened`: the endpoints that must, or may, receive an event. `meant`: the jobs that
 * must have been planned for an event. `turned`: the events that make earlier texts wrong.
 */
export const views = ([few, many]: readonly [number, number]) => `
  create temp view happened as
  select e.booking_id, e.version, e.event, e.state, e.starts_at, e.at, e.planned_at,
         p.state as state_before, b.workspace_id, v.follow_ups as settings,
         v.follow_ups -> 'channels' ? 'email' and g.email is not null as by_email,
         v.follow_ups -> 'channels' ? 'conversation' and b.conversation_id is not null as by_chat,
         e.version > 1 and (e.starts_at, e.party_size, e.resource_ids)
                           is distinct from (p.starts_at, p.party_size, p.resource_ids) as moved,
         e.starts_at + interval '1 minute' * case when e.party_size <= 2 then ${few} else ${many} end
           as ends_at
    from booking_events e
    join bookings b on b.id = e.booking_id
    join venues v on v.id = b.venue_id
    join customers g on g.id = b.customer_id
    left join booking_events p on p.booking_id = e.booking_id and p.version = e.version - 1;
  create temp view listened as
  select h.booking_id, h.version, w.id as webhook_id,
         w.disabled_at is null or h.planned_at < w.disabled_at as must,
         w.disabled_at is null or h.planned_at < w.disabled_at + interval '${LATEST}' as may
    from happened h
    join webhooks w on w.workspace_id = h.workspace_id
     and case h.event when 'confirm' then 'booking.confirmed' when 'confirmed' then 'booking.confirmed'
              when 'held' then 'booking.held' when 'reschedule' then 'booking.rescheduled'
              when 'change' then case when h.moved then 'booking.rescheduled' end
              when 'cancel' then 'booking.cancelled' when 'seat' then 'booking.seated'
              when 'finish' then 'booking.finished' when 'no_show' then 'booking.no_show'
              when 'expired' then 'booking.expired' else h.event end = any (w.events);
  create temp view meant as
  with told as (
    select * from happened
     where state = 'confirmed' and (event in ('confirm', 'confirmed')
                                    or event in ('reschedule', 'change') and moved)
  ),
  said as (
    select booking_id, version, case when event like 'confirm%' then 'confirmation' else 'moved' end
             as kind, planned_at as due_at from told
    union all
    select booking_id, version, 'reminder', starts_at - m::int * interval '1 minute'
      from told, jsonb_array_elements_text(settings -> 'reminders') m
     where starts_at - m::int * interval '1 minute' > planned_at
    union all
    select booking_id, version, 'upsell',
           starts_at - (settings -> 'upsell' ->> 'before')::int * interval '1 minute'
      from told
     where starts_at - (settings -> 'upsell' ->> 'before')::int * interval '1 minute' > planned_at
    union all
    -- The end may have changed before the thank-you was planned. A rule below checks the thank-yous
    -- that were sent.
    select booking_id, version, 'thank_you', null from happened
     where settings ->> 'thankYouAfter' is not null
       and ((booking_id, version) in (select booking_id, version from told)
            or state = 'seated' and moved)
    union all
    select booking_id, version, 'cancellation', planned_at from happened
     where event = 'cancel' and state_before = 'confirmed' and starts_at > at
  )
  select s.*, c.channel from said s join happened h using (booking_id, version)
    join lateral (values ('email', by_email), ('conversation', by_chat)) c (channel, reached) on reached
  union all
  select booking_id, version, 'no_show_check',
         starts_at + (settings ->> 'noShowAfter')::int * interval '1 minute', 'booking'
    from told where settings ->> 'noShowAfter' is not null;
  create temp view turned as
  select * from happened where moved or state in ('cancelled', 'expired', 'no_show');`;

/** Queries that must return no row. The name of a query is the fault that a row shows. */
export const RULES: Record<string, string> = {
  'an event was not planned':
    'select booking_id, version, event from booking_events where planned_at is null',
  'a message was not planned': 'select * from message_announcements',
  'a job is not finished': `select id, kind, channel, state from jobs
    where state not in ('delivered', 'suppressed', 'dead') or state <> 'delivered' and reason is null`,
  'an endpoint did not receive an event exactly once': `
    select l.booking_id, l.version, l.webhook_id, count(j.id) as jobs
      from listened l left join jobs j on j.kind = 'event' and (j.booking_id, j.version, j.webhook_id)
                                                         = (l.booking_id, l.version, l.webhook_id)
     group by 1, 2, 3, l.must, l.may
    having count(j.id) > l.may::int or count(j.id) < l.must::int`,
  'an endpoint received an event that it does not subscribe to': `
    select j.id from jobs j left join listened l using (booking_id, version, webhook_id)
     where j.kind = 'event' and j.booking_id is not null and l.webhook_id is null`,
  'an endpoint did not receive a message exactly once': `
    select m.conversation_id, m.seq, w.url, count(j.id) as jobs
      from messages m join webhooks w on w.workspace_id = m.workspace_id and w.disabled_at is null
       and 'message.created' = any (w.events)
      left join jobs j on (j.conversation_id, j.seq, j.webhook_id) = (m.conversation_id, m.seq, w.id)
     group by 1, 2, 3 having count(j.id) <> 1`,
  'the planned jobs are not the expected jobs': `
    with planned as (
      select booking_id, version, kind, channel, count(*),
             case when kind <> 'thank_you' then due_at end as due_at
        from jobs where kind <> 'event' group by 1, 2, 3, 4, 6),
    expected as (select booking_id, version, kind, channel, count(*), due_at
                   from meant group by 1, 2, 3, 4, 6)
    (select 'not planned' as what, * from (table expected except
       select booking_id, version, kind, channel, count, due_at from planned) a)
    union all
    (select 'planned in excess', booking_id, version, kind, channel, count, due_at from planned p
      -- The venue's settings changed before the event was planned: what was still ahead then was
      -- planned by the sweep.
      where not exists (select from happened h
                         where (h.booking_id, h.version) = (p.booking_id, p.version)
                           and p.kind in ('reminder', 'upsell')
                           and p.due_at > h.at and p.due_at <= h.planned_at)
     except select 'planned in excess', * from expected)`,
  'a thank-you was sent at another time after the end': `
    select j.id, j.due_at from jobs j join bookings b on b.id = j.booking_id join happened h
      on (h.booking_id, h.version) = (j.booking_id, j.version)
     where j.kind = 'thank_you' and j.state = 'delivered'
       and j.due_at <> h.ends_at + (h.settings ->> 'thankYouAfter')::int * interval '1 minute'`,
  'a party that came did not get exactly one thank-you': `
    select b.id, b.state, c.channel, count(j.id) as thanks
      from bookings b join happened h on h.booking_id = b.id and h.version = b.version
      join lateral (values ('email', by_email), ('conversation', by_chat)) c (channel, reached)
        on reached
      left join jobs j on j.booking_id = b.id and j.kind = 'thank_you' and j.channel = c.channel
       and j.state in ('delivered', 'dead')
     where b.state in ('confirmed', 'seated', 'finished')
       and h.settings ->> 'thankYouAfter' is not null
     group by 1, 2, 3 having count(j.id) <> 1`,
  'a text was delivered that was out of date': `
    select j.id, j.kind, j.channel, j.due_at, t.event, t.at
      from jobs j join job_attempts a on a.job_id = j.id and a.outcome = 'delivered'
      join turned t on t.booking_id = j.booking_id and t.version > j.version
     where j.channel in ('email', 'conversation') and j.kind <> 'cancellation'
       and (t.at < j.due_at or t.at < a.at)`,
  'a job was suppressed without cause': `
    select j.id, j.kind, j.reason from jobs j
     where j.state = 'suppressed' and not case
       when j.reason = 'superseded' then exists (
         select from turned t where t.booking_id = j.booking_id and t.version > j.version
            and t.at <= j.finished_at)
       when j.reason = 'too_late' then exists (
         select from bookings b where b.id = j.booking_id and b.starts_at <= j.finished_at)
       when j.reason = 'endpoint_disabled' then exists (
         select from webhooks w where w.id = j.webhook_id and w.disabled_at <= j.finished_at)
       when j.reason = 'gone' then exists (
         select from webhooks w where w.id = j.webhook_id and w.disabled_reason = 'gone')
       -- The party of a no-show check had just been seated, or had cancelled.
       when j.reason = 'booking_state' then j.kind = 'no_show_check' and exists (
         select from happened h where h.booking_id = j.booking_id and h.version > j.version
            and h.state in ('seated', 'finished', 'cancelled') and h.at <= j.finished_at)
       else exists (select from happened h where h.booking_id = j.booking_id
                       and h.state = j.reason and h.at <= j.finished_at) end`,
  'a job was attempted before it was due': `
    select j.id, j.due_at, a.at from jobs j join job_attempts a on a.job_id = j.id
     where a.at < j.due_at`,
  'the attempts of a job do not fit its outcome': `
    select j.id, j.state, count(a) as attempts from jobs j left join job_attempts a on a.job_id = j.id
     group by j.id
    having count(a) > ${MOST_ATTEMPTS} or j.failures > ${MOST_ATTEMPTS}
        or count(a) filter (where a.outcome = 'delivered') <> (j.state = 'delivered')::int
        or (count(a) filter (where a.status between 200 and 299) > 0) and j.state <> 'delivered'`,
  'a text was not posted exactly once': `
    with said as (select id, conversation_id, text from messages where id like 'follow-up-%')
    select j.id, j.state, count(s.id) as messages
      from jobs j left join bookings b on b.id = j.booking_id
      full join said s on s.id = 'follow-up-' || replace(j.id::text, '-', '')
       and s.conversation_id = b.conversation_id and s.text = j.content ->> 'text'
     where j.channel = 'conversation' or j.id is null
     group by 1, 2, s.id having count(s.id) <> (j.state is not distinct from 'delivered')::int`,
  'a conversation has a gap': `
    select c.id, c.last_seq from conversations c left join messages m on m.conversation_id = c.id
     group by c.id having count(m) <> c.last_seq or min(m.seq) <> 1 or max(m.seq) <> c.last_seq`,
  'a booking ended twice': `
    select booking_id from booking_events where state in ('cancelled', 'expired', 'no_show')
     group by 1 having count(*) > 1`,
};
