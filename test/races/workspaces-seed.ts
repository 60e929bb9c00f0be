/**
 * One of each for each workspace: what is done, what waits for later, and what is kept. Nothing of it is
 * due. Foreign keys are not checked.
 */
export const seedOf = (workspaces: number): string[] => {
  const of = 'from workspaces w';
  return [
    'set statement_timeout = 0',
    `set session_replication_role = replica`,
    `insert into workspaces (id, name)
       select gen_random_uuid(), 'w' || n from generate_series(1, ${workspaces}) n`,
    `insert into api_keys (id, workspace_id, name, scopes)
       select gen_random_uuid(), w.id, 'k', '{admin}' ${of}`,
    `insert into customers (id, workspace_id, external_id)
       select customer_id_v1(w.id, 'g'), w.id, 'g' ${of}`,
    `insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq)
       select gen_random_uuid(), w.id, 'c', 'web', customer_id_v1(w.id, 'g'), 1 ${of}`,
    `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest, label,
                           valence, model_version, emotion_state)
       select workspace_id, id, 1, 'm', 'customer', 'text', now(), 'x', 'joy', 500, 'seed', 'folded'
         from conversations`,
    `insert into conversation_moods (conversation_id, workspace_id, fold_version, walked_version,
                                     as_of_seq)
       select id, workspace_id, 1, 1, 1 from conversations`,
    `insert into attention_events (conversation_id, seq, workspace_id, mood, label, raised_at, planned_at)
       select id, 1, workspace_id, -400, 'anger', now() - interval '1 hour', now() from conversations`,
    `insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before,
                         buffer_after, lead_time, horizon_days, hold_seconds, cancellation_cutoff,
                         follow_ups)
       select gen_random_uuid(), w.id, 'v', 'UTC', 15, '[{"maxParty": 4, "minutes": 90}]', 0, 0, 0, 90,
              300, 0, '{}' ${of}`,
    `insert into bookings (id, workspace_id, venue_id, customer_id, state, starts_at, ends_at,
                           party_size, cancellation_cutoff, hold_expires_at)
       select gen_random_uuid(), v.workspace_id, v.id, customer_id_v1(v.workspace_id, 'g'), state,
              now() + interval '1 day', now() + interval '26 hours', 2, 0,
              case state when 'held' then now() + interval '1 hour' end
         from venues v, unnest('{confirmed,held}'::text[]) state`,
    `insert into booking_events (booking_id, version, event, state, starts_at, party_size,
                                 resource_ids, at, planned_at)
       select id, 1, state, state, starts_at, 2, '{}', now() - interval '1 hour', now() from bookings`,
    `insert into waitlist_entries (id, workspace_id, venue_id, customer_id, party_size, earliest, latest)
       select gen_random_uuid(), workspace_id, id, customer_id_v1(workspace_id, 'g'), 2, now(),
              now() + interval '3 days'
         from venues`,
    `insert into blocks (id, workspace_id, venue_id, starts_local, ends_local, key_id, ends_at,
                         expanded_to, filled_to, wake_at)
       select gen_random_uuid(), workspace_id, id, now(), now(), id, now() + interval '1 day', 'infinity',
              'infinity', now() + interval '1 hour'
         from venues`,
    `insert into webhooks (id, workspace_id, url, events, secret, verified_at)
       select gen_random_uuid(), w.id, 'https://example.com', '{booking.confirmed}', '', now() ${of}`,
    `insert into jobs (id, workspace_id, kind, channel, booking_id, version, schedule_version, due_at,
                       state, wake_at, created_at)
       select gen_random_uuid(), workspace_id, 'reminder', 'email', id, 1, 1, now() + interval '1 hour',
              'planned', now() + interval '1 hour', now()
         from bookings where state = 'confirmed'`,
    // A webhook that is tried again later, one that was delivered, and one that is dead for months.
    `insert into jobs (id, workspace_id, kind, channel, webhook_id, event, due_at, state, wake_at,
                       created_at, finished_at)
       select gen_random_uuid(), workspace_id, 'event', 'webhook', id, 'booking.confirmed',
              now() + interval '1 hour', state, now() + interval '1 hour', now(),
              case state when 'delivered' then now() when 'dead' then now() - interval '90 days' end
         from webhooks, unnest('{planned,delivered,dead}'::text[]) state`,
    `insert into mailed_addresses (workspace_id, address, day, sent, unsubscribed_at)
       select w.id, sha256(n::text::bytea), current_date - n, 1, case n when 9 then now() end
         from workspaces w, unnest('{0,9}'::int[]) n`,
    `insert into erasures (customer_id, workspace_id, requested_at, finished_at)
       select id, workspace_id, now(), now() from customers`,
    `insert into retentions (workspace_id, conversations_days, bookings_days, wake_at)
       select w.id, 30, 30, now() + interval '1 hour' ${of}`,
    `insert into idempotency_keys (workspace_id, key, digest, answer, created_at)
       select w.id, 'k' || n, 'x', case n when 1 then '{}'::jsonb end, now() - n * interval '1 hour'
         from workspaces w, unnest('{1,99}'::int[]) n`,
    // The cases delete failures that were recorded before now; the sweep, those of a week ago.
    `insert into failed_work (work, subject, reason, failed_at, retry_at)
       select 'plan_booking', id, 'fault', now() + interval '1 day', now() from bookings
        limit 300`,
    'analyze',
  ];
};

/** The workspaces that have something due. */
const FEW = `(select id from workspaces order by id limit 20)`;

/** One of each that is due, for a few workspaces. */
export const FEW_DUE = [
  `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, created_at, digest,
                         emotion_state)
     select workspace_id, id, 2, 'm2', 'customer', 'text', now(), now() - interval '1 hour', 'x',
            'pending'
       from conversations where workspace_id in ${FEW}`,
  `update conversation_moods set fold_version = 2, folded_at = now() - interval '1 hour'
    where workspace_id in ${FEW}`,
  `update attention_events set planned_at = null where workspace_id in ${FEW}`,
  `update bookings set hold_expires_at = now() - interval '1 minute'
    where state = 'held' and workspace_id in ${FEW}`,
  `update booking_events set planned_at = null
    where booking_id in (select id from bookings where workspace_id in ${FEW})`,
  `update venues set replan_from = now() where workspace_id in ${FEW}`,
  `update jobs set wake_at = now() - interval '1 minute'
    where state = 'planned' and workspace_id in ${FEW}`,
  `update jobs set finished_at = now() - interval '90 days'
    where state = 'delivered' and workspace_id in ${FEW}`,
  `update mailed_addresses set unsubscribed_at = null where workspace_id in ${FEW}`,
  `update erasures set finished_at = null where workspace_id in ${FEW}`,
  `update retentions set wake_at = now() - interval '1 minute' where workspace_id in ${FEW}`,
  `update blocks set wake_at = now() - interval '1 minute' where workspace_id in ${FEW}`,
  `update idempotency_keys set created_at = now() - interval '40 days' where workspace_id in ${FEW}`,
  'vacuum analyze',
];

/**
 * One workspace has so many jobs of each queue that are all due: those for guests can be claimed, and
 * those for webhooks wait for an endpoint that rests.
 */
export const backlogOf = (jobs: number) => [
  `insert into jobs (id, workspace_id, kind, channel, webhook_id, event, due_at, state, wake_at,
                     created_at)
     select gen_random_uuid(), w.workspace_id, 'event', channel,
            case channel when 'webhook' then w.id end, 'booking.confirmed', now(), 'planned',
            now() - interval '1 minute', now()
       from (select * from webhooks order by workspace_id limit 1) w,
            unnest('{webhook,email}'::text[]) channel, generate_series(1, ${jobs})`,
  `insert into webhook_health (webhook_id, workspace_id, version, failures, slow, opened, open_until,
                               spent_in, spent_ms)
     select id, workspace_id, 1, 9, 0, 1, now() + interval '1 hour', now(), 0
       from webhooks order by workspace_id limit 1`,
  'vacuum analyze jobs, webhook_health',
];

/**
 * Many messages of the first workspace that are not folded: pending ones that are not overdue, and some
 * that are set apart, of other conversations than its first one.
 */
export const unfoldedOf = (messages: number) => {
  const conversation = `('ffffffff-ffff-4fff-8fff-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const of = `from (select id from workspaces order by id limit 1) w, generate_series(1, ${messages}) n`;
  return [
    `insert into pending_messages (workspace_id, created_at, conversation_id, seq)
       select w.id, now() + n * interval '1 hour', ${conversation}, 1 ${of}`,
    `insert into set_apart_messages (workspace_id, conversation_id, seq)
       select w.id, ${conversation}, 1 ${of}`,
    'vacuum analyze pending_messages, set_apart_messages',
  ];
};

/** The same workspace has so many jobs of each queue that wait for later. */
export const waitingOf = (jobs: number) => [
  `insert into jobs (id, workspace_id, kind, channel, webhook_id, event, due_at, state, wake_at,
                     created_at)
     select gen_random_uuid(), w.workspace_id, 'event', channel,
            case channel when 'webhook' then w.id end, 'booking.confirmed', now(), 'planned',
            now() + n * interval '1 hour', now()
       from (select * from webhooks order by workspace_id limit 1) w,
            unnest('{webhook,email}'::text[]) channel, generate_series(1, ${jobs}) n`,
  'vacuum analyze jobs',
];
