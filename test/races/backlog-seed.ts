import { CANARY_WORKSPACE } from '../../src/operations/canary/workspace.ts';
import { SEED } from './plan-seed.ts';

/** Puts work of every kind off: what a long outage of the queues and of the sweeps leaves behind. */
export const BACKLOG = [
  // Rows that the canary has not deleted. They are those of a tenant before.
  `insert into workspaces (id, name) values ('${CANARY_WORKSPACE}', 'canary') on conflict do nothing`,
  `update bookings set workspace_id = '${CANARY_WORKSPACE}', conversation_id = null,
                       created_at = now() - interval '2 hours'
    where id in (select id from bookings where state = 'cancelled' order by id limit 300)`,
  `delete from imported_rows
    where booking_id in (select id from bookings where workspace_id = '${CANARY_WORKSPACE}')`,
  `update jobs j set workspace_id = b.workspace_id
     from bookings b
    where b.id = j.booking_id and b.workspace_id = '${CANARY_WORKSPACE}'`,
  `update conversations set workspace_id = '${CANARY_WORKSPACE}',
                            last_message_at = now() - interval '2 hours'
    where id in (select c.id from conversations c
                  where not exists (select from bookings b where b.conversation_id = c.id)
                  order by c.id desc limit 300)`,
  `update messages m set workspace_id = c.workspace_id
     from conversations c
    where c.id = m.conversation_id and c.workspace_id = '${CANARY_WORKSPACE}'`,
  `update messages set emotion_state = 'pending', label = null, valence = null,
                       model_version = null, created_at = now() - interval '1 hour'
    where seq = 10`,
  `update conversation_moods
      set fold_version = 2, walked_version = 1, folded_at = now() - interval '1 hour', as_of_seq = 9`,
  `update bookings set state = 'held', hold_expires_at = now() - random() * interval '1 hour'
    where state = 'cancelled'`,
  `update booking_events set planned_at = null`,
  `update attention_events set planned_at = null`,
  `update venues set replan_from = '2026-01-01T00:00:00Z'`,
  `insert into message_announcements (conversation_id, seq, workspace_id, at)
     select conversation_id, seq, workspace_id, now() - interval '1 hour'
       from messages where seq <= 5
     on conflict (conversation_id, seq) do update set at = excluded.at`,
  `update jobs set state = (array['planned', 'planned', 'leased', 'running'])[1 + random() * 3],
                   attempts = 1, finished_at = null, wake_at = now() - interval '1 hour'
    where kind = 'reminder'`,
  `insert into jobs (id, workspace_id, kind, channel, event, due_at, state, wake_at, created_at,
                     finished_at)
     select gen_random_uuid(), workspace_id, 'event', 'webhook', 'booking.expired', now(),
            'delivered', now(), now(), now() - interval '40 days'
       from webhooks, generate_series(1, 5)`,
  `insert into jobs (id, workspace_id, kind, channel, webhook_id, conversation_id, seq, event, due_at,
                     state, wake_at, attempts, created_at)
     select gen_random_uuid(), workspace_id, 'event', 'webhook', (select id from webhooks limit 1),
            conversation_id, seq, 'message.created', now(), 'leased', now(), 1, now()
       from messages where seq = 5 limit 5000`,
  // Customers that were stored before the guest book had an index.
  `delete from customer_keys`,
  `delete from customer_index`,
  `update customer_indexing
      set position = '00000000-0000-0000-0000-000000000000', finished_at = null`,
  // A guest who did not come must not be erased: only guests of future bookings are.
  `with erased as (
     update customers
        set external_id = null, name = null, email = null, phone = null, locale = null,
            time_zone = null, erased_at = now()
      where id in (select customer_id from bookings
                   where customer_id is not null and starts_at > now() limit 200)
     returning id, workspace_id
   )
   insert into erasures (customer_id, workspace_id, requested_at, wake_at)
   select id, workspace_id, now(), now() - interval '1 hour' from erased
   on conflict (customer_id) do update set finished_at = null, wake_at = excluded.wake_at`,
  `insert into retentions (workspace_id, conversations_days, bookings_days, wake_at)
     select id, 30, 30, now() - interval '1 hour' from workspaces
     on conflict (workspace_id) do update set wake_at = excluded.wake_at, position = '{}'`,
  `update conversations set created_at = now() - interval '60 days',
                           last_message_at = now() - interval '60 days'
    where last_seq > 0 and id in (select id from conversations order by id limit 5000)`,
  // They lie around the bookings of their venues.
  `insert into blocks (id, workspace_id, venue_id, resource_ids, starts_local, ends_local, key_id, ends_at,
                       expanded_to, filled_to, changes, wake_at)
     select gen_random_uuid(), workspace_id, id,
            array(select r.id from resources r where r.venue_id = v.id), now(), now(), id,
            now() + interval '2 days', 'infinity', now(), 1, now() - interval '1 minute'
       from venues v`,
  `insert into block_spans (block_id, venue_id, starts_at, ends_at, is_whole)
     select b.id, b.venue_id, now() + n * interval '1 day', now() + n * interval '1 day'
            + interval '1 hour', false
       from blocks b, generate_series(1, 10) n
     on conflict do nothing`,
  // A customer waits once for a window, so no two windows are the same.
  `update waitlist_entries
      set left_at = null, earliest = now(), latest = now() + (3 + random()) * interval '1 day'`,
  `insert into webhook_health (webhook_id, workspace_id, version, failures, slow, opened, spent_in,
                               spent_ms)
     select id, workspace_id, 1, 0, 0, 0, now(), 0 from webhooks
     on conflict (webhook_id) do nothing`,
  `insert into webhooks (id, workspace_id, url, events, secret, verified_at, challenge_job)
     select gen_random_uuid(), id, 'https://example.com/challenged', '{booking.expired}', '', null,
            gen_random_uuid()
       from workspaces where name = 'plans'`,
  `insert into failed_work (work, subject, reason, failed_at, retry_at)
     select work, gen_random_uuid(), 'fault', now() - interval '8 days', now() + interval '1 hour'
       from unnest('{plan_booking,plan_conversation,offer_waitlist}'::text[]) work,
            generate_series(1, 3000)`,
  `insert into idempotency_keys (workspace_id, key, digest, answer, created_at)
     select id, 'key-' || n, sha256('x'), case when n <= 3 then '{}'::jsonb end,
            now() - case when n <= 3 then interval '2 days' else interval '40 days' end
       from workspaces, generate_series(1, 5) n
     on conflict (workspace_id, key)
     do update set answer = excluded.answer, created_at = excluded.created_at`,
];

/** Fills empty tables, with a backlog. */
export const FILL = [
  ...SEED,
  `update venues set weekly_hours = (
     select jsonb_agg(jsonb_build_object('weekday', d, 'opens', '12:00', 'closes', '22:00'))
       from generate_series(1, 7) d)`,
  ...BACKLOG,
];

/** Does all the work of {@link BACKLOG}. */
export const DRAIN = [
  `update messages set emotion_state = 'folded', label = 'joy', valence = 0, model_version = 'seed'
    where emotion_state = 'pending'`,
  `update conversation_moods set walked_version = fold_version`,
  `update bookings set state = 'cancelled', hold_expires_at = null where state = 'held'`,
  `update booking_events set planned_at = now()`,
  `update attention_events set planned_at = now()`,
  `update venues set replan_from = null`,
  `update blocks set wake_at = null`,
  `delete from message_announcements`,
  `update jobs set state = 'delivered', finished_at = now() where kind = 'reminder'`,
  `delete from jobs where kind = 'event'`,
  `update waitlist_entries set left_at = now()`,
  `delete from idempotency_keys`,
  `delete from failed_work`,
  `update erasures set finished_at = now()`,
  `update customer_indexing set finished_at = now()`,
];

/** Leaves each conversation with its first message, as if it had begun a moment ago. */
export const FIRST_MESSAGES = `delete from messages where seq > 1`;

/** Stores the messages again that {@link FIRST_MESSAGES} has deleted. */
export const LATER_MESSAGES = `
  insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                        emotion_state)
  select workspace_id, conversation_id, n, 'm' || n, 'customer', text, sent_at, digest, 'none'
    from messages, generate_series(2, 10) n`;

/** Finds the keys of a hundred rows of each kind, as `Named`. */
export const NAMED = `
  with sample as materialized (select * from jobs where kind = 'reminder' limit 20000)
  select jsonb_build_object(
    'messages', (select jsonb_agg(m) from (
      select conversation_id, seq from messages where seq = 10 limit 100) m),
    'planned', (select jsonb_agg(id) from (
      select id from sample order by state <> 'planned' limit 100) j),
    'leased', (select jsonb_agg(id) from (
      (select id from sample order by state <> 'leased' limit 50)
      union all
      (select id from jobs where event = 'message.created' limit 50)) j),
    'running', (select jsonb_agg(id) from (
      select id from sample order by state <> 'running' limit 100) j),
    'texts', (select jsonb_agg(id) from (
      select id from sample order by state <> 'running' limit 100) j),
    'no_show', (select j.id from jobs j join bookings b on b.id = j.booking_id
                 where j.kind = 'reminder' and b.state = 'confirmed' and b.starts_at < now() limit 1),
    'challenge', (select jsonb_build_object('webhook', id, 'job', challenge_job, 'url', url)
                    from webhooks where verified_at is null limit 1),
    'events', (select jsonb_agg(e) from (
      select booking_id, version from booking_events limit 100) e),
    'turns', (select jsonb_agg(a) from (
      select conversation_id, seq from attention_events limit 100) a),
    'announced', coalesce((select jsonb_agg(a) from (
      select conversation_id, seq from message_announcements limit 100) a), '[]'),
    'erased', (select jsonb_build_object('workspace', workspace_id, 'customer', customer_id)
                 from erasures order by finished_at nulls first limit 1),
    'venue', (select venue_id from waitlist_entries limit 1),
    'endpoints', (select coalesce(jsonb_agg(w), '[]') from (
      select id as webhook_id, workspace_id from webhooks limit 100) w),
    'replanning', (select id from venues order by replan_from limit 1),
    'confirmed', (select jsonb_agg(id) from (
      select id from bookings where state = 'confirmed' limit 100) b),
    'block', (select b.id from blocks b join venues v on v.id = b.venue_id
               where v.name = 'venue 1' order by b.wake_at limit 1),
    'held', (select coalesce(jsonb_agg(id), '[]') from (
      select id from bookings where state = 'held' limit 100) b),
    'importing', (select jsonb_build_object('workspace', v.workspace_id, 'venue', v.id, 'resource', (
      select id from resources where venue_id = v.id order by name desc limit 1), 'known', (
      select jsonb_agg(b.id) from (select id from bookings where venue_id = v.id limit 25) b))
                    from venues v join workspaces w on w.id = v.workspace_id
                   where w.name = 'plans' and v.name = 'venue 1'),
    'failed', (select coalesce(jsonb_agg(subject), '[]') from (
      select subject from failed_work where work = 'plan_booking' limit 100) f)
  ) as named`;
