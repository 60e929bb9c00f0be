import { DEFAULT_FOLLOW_UPS } from '../../src/venues/follow-up-settings.ts';

/** How many messages {@link SEED} stores. */
export const MESSAGES = 200_000;

/** The digest of the rows that {@link SEED} has imported from the source `plans`, in hexadecimal. */
export const SEEDED_DIGEST = 'ff';

/** 200,000 messages in 20,000 conversations of 10,000 customers in the workspace `plans`. */
export const SEED = [
  `insert into workspaces (id, name) select gen_random_uuid(), 'other ' || n from generate_series(1, 2000) n`,
  `insert into api_keys (id, workspace_id, name, scopes)
     select gen_random_uuid(), id, 'k', '{admin}' from workspaces, generate_series(1, 3)`,
  `insert into customers (id, workspace_id, external_id, name)
     select customer_id_v1(id, 'guest-' || n), id, 'guest-' || n, 'Guest ' || n
       from workspaces, generate_series(1, 10000) n where name = 'plans'`,
  `insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq)
     select gen_random_uuid(), id, 'conversation-' || n, (array['web', 'sms', 'voice'])[1 + n % 3],
            customer_id_v1(id, 'guest-' || (1 + n % 10000)), 10
       from workspaces, generate_series(1, 20000) n where name = 'plans'`,
  `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest, label,
                         confidence, valence, model_version, emotion_state)
     select c.workspace_id, c.id, n, 'm' || n, (array['customer', 'assistant'])[1 + n % 2],
            repeat('some words ', 8), now() - random() * interval '300 days', sha256('x'),
            case when n % 2 = 0 and n < 9 then (array['joy', 'anger', 'neutral'])[1 + n % 3] end,
            500, case when n % 2 = 0 and n < 9 then n * 100 - 500 end,
            case when n % 2 = 0 and n < 9 then 'seed' end,
            case when n >= 9 and n % 2 = 0 then 'pending' when n % 2 = 0 then 'folded' else 'none' end
       from conversations c, generate_series(1, 10) n`,
  `update messages set emotion_state = 'set_apart' where seq = 10 and random() < 0.05`,
  `insert into conversation_moods (conversation_id, workspace_id, as_of_seq, fold_version, walked_version)
     select id, workspace_id, 9, 1, 1 from conversations`,
  `update conversation_moods d
      set attention_seq = 4, attention_mood = -400, attention_label = 'anger', attention_at = now()
     from conversations c where c.id = d.conversation_id and c.external_id like '%7'`,
  `insert into attention_events (conversation_id, seq, workspace_id, mood, label)
     select conversation_id, 4, workspace_id, -400, 'anger' from conversation_moods`,
  `select rebuild_statistics_v1(id) from workspaces where name = 'plans'`,
  `insert into workspace_emotions
     select id, quarter_hour_v1(now()) - n * interval '15 minutes', 'customer', 'joy', 'seed', 1, 0, 0
       from workspaces, generate_series(1, 20) n where name <> 'plans'`,
  `insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before,
                       buffer_after, lead_time, horizon_days, hold_seconds, cancellation_cutoff,
                       follow_ups)
     select gen_random_uuid(), w.id, 'venue ' || n, 'Europe/Paris', 15,
            '[{"maxParty": 4, "minutes": 90}]', 0, 0, 0, 90, 300, 0,
            '${JSON.stringify(DEFAULT_FOLLOW_UPS)}'
       from workspaces w, generate_series(1, 2) n`,
  `insert into resources (id, workspace_id, venue_id, name, kind, min_party, max_party, priority)
     select gen_random_uuid(), workspace_id, id, 'T' || n, 'table', 1, 4, 0
       from venues, generate_series(1, 6) n`,
  `insert into combinations (id, workspace_id, venue_id, resource_ids, min_party, max_party, priority)
     select gen_random_uuid(), workspace_id, venue_id, array_agg(id), 5, 8, 0
       from resources where name in ('T1', 'T2') group by 2, 3`,
  `insert into bookings (id, workspace_id, venue_id, customer_id, conversation_id, message_seq, state,
                         starts_at, ends_at, party_size, cancellation_cutoff)
     select gen_random_uuid(), v.workspace_id, v.id, c.customer_id, c.id, 5,
            (array['confirmed', 'finished', 'cancelled'])[1 + abs(n) % 3],
            now() + n * interval '3 hours', now() + n * interval '3 hours' + interval '1 hour', 2, 0
       from venues v, generate_series(-60, 60) n
       cross join lateral (
         select * from conversations where external_id = 'conversation-' || (2000 + n)) c
      where v.name = 'venue 1' and (v.workspace_id = c.workspace_id or random() < 0.2)`,
  `insert into booking_events (booking_id, version, event, state, starts_at, party_size, resource_ids)
     select b.id, 1, b.state, b.state, b.starts_at, 2,
            (select array[r.id] from resources r where r.venue_id = b.venue_id limit 1)
       from bookings b`,
  `insert into allocations (booking_id, resource_id, venue_id, span)
     select e.booking_id, e.resource_ids[1], b.venue_id, tstzrange(b.starts_at, b.ends_at)
       from booking_events e join bookings b on b.id = e.booking_id where b.state = 'confirmed'`,
  `insert into waitlist_entries (id, workspace_id, venue_id, customer_id, party_size, earliest, latest,
                                 left_at)
     select gen_random_uuid(), v.workspace_id, v.id,
            customer_id_v1(w.id, 'guest-' || 1000 + (random() * 8000)::int), 2,
            now(), now() + interval '3 days', case when random() < 0.999 then now() end
       from venues v, generate_series(1, 5) n, workspaces w where w.name = 'plans'`,
  `insert into idempotency_keys (workspace_id, key, digest, customer_id, answer, created_at)
     select id, 'key-' || n, sha256('x'), gen_random_uuid(), case when n < 3 then '{}'::jsonb end,
            now() - case n when 1 then interval '25 hours' when 5 then interval '31 days'
                           else interval '1 hour' end
       from workspaces, generate_series(1, 5) n`,
  `insert into webhooks (id, workspace_id, url, events, secret)
     select gen_random_uuid(), id, 'https://example.com/' || n, '{booking.expired}', ''
       from workspaces, generate_series(1, 2) n`,
  `insert into jobs (id, workspace_id, kind, channel, webhook_id, event, due_at, state, wake_at,
                     created_at, finished_at)
     select gen_random_uuid(), workspace_id, 'event', 'webhook', id, 'booking.expired', now(),
            'delivered', now(), now(), now()
       from webhooks, generate_series(1, 5)`,
  `insert into job_attempts (job_id, attempt, webhook_id, at, outcome, status)
     select id, n, webhook_id, created_at - n * interval '1 minute', 'retry', 500
       from jobs, generate_series(1, 2) n where kind = 'event'`,
  `insert into jobs (id, workspace_id, kind, channel, booking_id, version, schedule_version, due_at,
                     state, wake_at, created_at)
     select gen_random_uuid(), workspace_id, 'reminder', 'email', id, 1, 1,
            greatest(starts_at, now() + interval '1 day'), 'planned',
            greatest(starts_at, now() + interval '1 day'), now()
       from bookings, generate_series(1, 3)`,
  `insert into imported_rows (workspace_id, id, digest, customer_id)
     select workspace_id, import_id_v1(workspace_id, 'plans', 'guest', external_id),
            '\\x${SEEDED_DIGEST}', id
       from customers`,
  `insert into imported_rows (workspace_id, id, digest, booking_id)
     select workspace_id, import_id_v1(workspace_id, 'plans', 'booking', id::text),
            '\\x${SEEDED_DIGEST}', id
       from bookings`,
  // Nearly all of them are in the future, so the sweep must not read them.
  `insert into message_announcements (conversation_id, seq, workspace_id, at)
     select conversation_id, seq, workspace_id,
            now() + case when random() < 0.9998 then interval '1 day' else interval '0' end
       from messages where seq <= 5`,
  `insert into emotion_corrections (id, conversation_id, seq, key_id, to_label, to_valence)
     select gen_random_uuid(), conversation_id, seq, gen_random_uuid(), 'joy', 700
       from messages where seq = 4`,
  // All events are planned already, except for a few.
  `update booking_events set planned_at = now() where random() < 0.999`,
  `update attention_events set planned_at = now() where random() < 0.999`,
];

/**
 * Fills the tables that {@link SEED} leaves empty. PostgreSQL reads a table of few rows as a whole,
 * whatever indexes it has.
 */
export const SMALL_TABLES = [
  `insert into workspace_usage (workspace_id, jobs, storage_bytes)
     select id, 10, 100000 from workspaces`,
  `insert into retentions (workspace_id, conversations_days, bookings_days, wake_at)
     select id, 30, 30, now() + interval '1 day' from workspaces where name <> 'plans'`,
  `insert into blocks (id, workspace_id, venue_id, starts_local, ends_local, key_id, ends_at, expanded_to,
                       filled_to, wake_at)
     select gen_random_uuid(), workspace_id, id, now(), now(), id, now() + n * interval '1 day',
            'infinity', 'infinity', now() + n * interval '1 day'
       from venues, generate_series(1, 2) n`,
  `insert into block_spans (block_id, venue_id, starts_at, ends_at, is_whole)
     select id, venue_id, now() + interval '20 days', now() + interval '21 days', id < venue_id
       from blocks`,
  `insert into booking_series (id, workspace_id, venue_id, repeat, starts_local, booking_ids, key_id)
     select gen_random_uuid(), workspace_id, id, 'FREQ=DAILY;COUNT=1', now(), array[gen_random_uuid()],
            id
       from venues, generate_series(1, 2)`,
  `insert into seen_customers (customer_id) select id from customers`,
  `insert into customer_changes (customer_id, number, fields) select id, 1, '{name}' from customers`,
  `insert into erasures (customer_id, workspace_id, requested_at, finished_at)
     select id, workspace_id, now(), now() from customers where external_id like 'guest-9___'`,
  `insert into mailed_addresses (workspace_id, address, day, sent)
     select id, sha256(n::text::bytea), current_date, 1
       from workspaces, generate_series(1, 2) n`,
  `insert into webhook_health (webhook_id, workspace_id, version, failures, slow, opened, spent_in,
                               spent_ms)
     select id, workspace_id, 1, 0, 0, 0, now(), 0 from webhooks`,
  `insert into failed_work (work, subject, reason, failed_at, retry_at)
     select work, gen_random_uuid(), 'fault', now(), now()
       from unnest('{plan_booking,plan_conversation,offer_waitlist,claim_job}'::text[]) work,
            generate_series(1, 1000)`,
];
