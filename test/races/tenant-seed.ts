import { DEFAULT_FOLLOW_UPS } from '../../src/venues/follow-up-settings.ts';

/** A tenant of the plan tests, by the name of its workspace. */
export const TENANTS = ['huge', 'average', 'tiny'] as const;
export type TenantName = (typeof TENANTS)[number];

/** How many rows each tenant has of a kind. */
interface Size {
  readonly guests: number;
  /** The number of conversations; each has one message, except for the first one. */
  readonly conversations: number;
  /** How many of them belong to the guest `regular`. */
  readonly ofRegular: number;
  /** The messages of the first conversation, in which the guest `regular` speaks. */
  readonly longest: number;
  /** Also the number of dead jobs, of waitlist entries and of answers of idempotency keys. */
  readonly bookings: number;
  readonly venues: number;
  readonly keys: number;
}

const SIZES: Readonly<Record<TenantName, Size>> = {
  huge: {
    ...{ guests: 20_000, conversations: 40_000, ofRegular: 15_000, longest: 20_000 },
    ...{ bookings: 20_000, venues: 2500, keys: 5000 },
  },
  average: {
    ...{ guests: 500, conversations: 1000, ofRegular: 30, longest: 300 },
    ...{ bookings: 500, venues: 20, keys: 50 },
  },
  tiny: {
    ...{ guests: 5, conversations: 21, ofRegular: 5, longest: 20 },
    ...{ bookings: 10, venues: 3, keys: 3 },
  },
};

/** The end of the year of the seed. */
const NOW = `timestamptz '${new Date().toISOString()}'`;

const DURATIONS = 'measured, outcome, grain, at, requests, slow, total, in_database, wait';

/** Durations of three operations: five hours of minutes, five weeks of hours, and two months of days. */
const durationsOf = (outcome: string) => `
  m, '${outcome}', g, date_trunc(g, ${NOW}, 'UTC') - n * ('1 ' || g)::interval, 10, 1, 1e4200,
         1e2400, 1e4200
    from unnest(array['store_message', 'confirm_booking', 'read']) m,
         (values ('minute', 300), ('hour', 840), ('day', 60)) g (g, most),
         lateral generate_series(0, most) n`;

/** The durations of all workspaces together, in five regions, and those of ten others. */
export const SEED_OF_ALL = [
  `insert into latency_of_regions (region, ${DURATIONS})
     select r, d.* from unnest(array['EU-CDG', 'EU-FRA', 'NA-IAD', 'AS-NRT', 'unknown']) r,
       lateral (select ${durationsOf('done')} union all select ${durationsOf('failed')}) d`,
  `with crowd as (
     insert into workspaces (id, name)
     select gen_random_uuid(), 'crowd ' || n from generate_series(1, 10) n
     returning id
   )
   insert into latency_of_workspaces (workspace_id, ${DURATIONS})
     select id, 'store_message', 'done', 'hour', date_trunc('hour', ${NOW}, 'UTC') - n * interval '1 hour',
            10, 1, 1e4200, 1e2400, 1e4200
       from crowd, generate_series(0, 1000) n`,
  `insert into light_changes (id, at, light, former, kind, signals)
     select gen_random_uuid(), ${NOW} - n * interval '10 minutes', 'green', 'yellow', 'evaluated', '[]'
       from generate_series(1, 5000) n`,
  `insert into platform_light (light, since, evaluated_at, signals)
     values ('green', ${NOW}, ${NOW}, '[]')`,
  `insert into maintenance_windows (id, starts_at, ends_at, reason)
     select gen_random_uuid(), ${NOW} - n * interval '5 days', ${NOW} - n * interval '5 days'
            + interval '90 minutes', 'a move'
       from generate_series(1, 100) n`,
] as const;

/** Makes an id like the Worker's, which is ordered by the time `at`. */
export const TEST_ID = `
  create function test_id(at timestamptz, name text) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
            || substr(md5(name), 1, 3) || '8' || substr(md5(name), 4, 15))::uuid
  $$`;

/**
 * Fills the workspace of a tenant. The rows of the huge tenant are spread over a year, and those of the
 * others lie in the middle of it. Whoever reads the ids of all tenants in their order, from either end,
 * therefore reads half of the huge tenant's rows before the first of another tenant's.
 */
export function seedOf(name: TenantName): string[] {
  const size = SIZES[name];
  const of = `(select id from workspaces where name = '${name}')`;
  const at = (n: string, count: number) =>
    name === 'huge'
      ? `${NOW} - interval '1 year' + ${n} * interval '1 year' / ${count}`
      : `${NOW} - interval '180 days' + ${n} * interval '1 minute'`;
  const idOf = (kind: string, n: string, count: number) =>
    `test_id(${at(n, count)}, '${name} ${kind} ' || ${n})`;
  const booking = (n: string) => idOf('booking', n, size.bookings);
  const conversation = (n: string) => idOf('conversation', n, size.conversations);
  const venue = (n: string) => idOf('venue', n, size.venues);
  const webhook = (n: string) => idOf('webhook', n, size.venues);
  const job = (n: string) => idOf('job', n, size.bookings);
  const guest = (n: string) =>
    `customer_id_v1(${of}, case when ${n} <= ${size.ofRegular} then 'regular'
                                else 'guest-' || 1 + ${n} % ${size.guests} end)`;
  const series = (count: number) => `generate_series(1, ${count}) n`;
  return [
    `insert into workspaces (id, name) select ${idOf('workspace', '1', 1)}, '${name}'`,
    `insert into api_keys (id, workspace_id, name, scopes)
       select ${idOf('key', 'n', size.keys)}, ${of}, 'k', '{admin}' from ${series(size.keys)}`,
    // The first eighth was seen last long ago.
    `insert into customers (id, workspace_id, external_id, name, email, phone, tags, refused_at,
                            last_seen_at)
       select customer_id_v1(${of}, x), ${of}, x,
              case when n <= ${size.guests / 8} then 'Oldtimer ' else 'Maria ' end || x,
              x || '@example.com', '+33 1 ' || substr(x, 7), '{regular}',
              -- The regular guest, whose number is a multiple of five, may book.
              case when n % 100 = 49 then ${NOW} end, ${at('n', size.guests)}
         from (select 'guest-' || n, n from ${series(size.guests)}
               union all select 'regular', ${size.guests}) g (x, n)`,
    `insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq,
                                created_at)
       select ${conversation('n')}, ${of}, 'conversation-' || n, 'web', ${guest('n')},
              case n when 1 then ${size.longest} else 1 end, ${at('n', size.conversations)}
         from ${series(size.conversations)}`,
    `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest, label,
                           valence, model_version, emotion_state, created_at)
       select ${of}, ${conversation('c.n')}, s.n, 'm' || s.n,
              -- The guest speaks in the middle of the long conversation, the assistant before and after.
              case when c.n > 1 or s.n = ${size.longest / 2} then 'customer' else 'assistant' end,
              'some words', ${at('c.n', size.conversations)}, 'x',
              case when c.n > 1 or s.n = ${size.longest / 2} then 'joy' end,
              case when c.n > 1 or s.n = ${size.longest / 2} then 700 end,
              case when c.n > 1 or s.n = ${size.longest / 2} then 'seed' end,
              case when c.n > 1 or s.n = ${size.longest / 2} then 'folded' else 'none' end, now()
         from generate_series(1, ${size.conversations}) c (n),
              generate_series(1, case c.n when 1 then ${size.longest} else 1 end) s (n)`,
    `update messages set emotion_state = 'set_apart', label = null, valence = null,
                         model_version = null
      where workspace_id = ${of} and conversation_id <> ${conversation('1')}
        and get_byte(uuid_send(conversation_id), 15) < 64`,
    `update messages set emotion_state = 'pending', label = null, valence = null, model_version = null
      where workspace_id = ${of} and conversation_id <> ${conversation('1')}
        and get_byte(uuid_send(conversation_id), 15) > 192`,
    `insert into conversation_moods (conversation_id, workspace_id, as_of_seq, fold_version,
                                     walked_version, attention_seq, attention_mood, attention_label,
                                     attention_at)
       select ${conversation('n')}, ${of}, case n when 1 then 10 else 1 end, 1, 1, 1, -400, 'anger',
              now()
         from ${series(size.conversations)}`,
    `select rebuild_statistics_v1(id) from workspaces where name = '${name}'`,
    `insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before,
                         buffer_after, lead_time, horizon_days, hold_seconds, cancellation_cutoff,
                         follow_ups, weekly_hours, calendar_hash, guest_overlap, guest_bookings,
                         guest_holds, guest_bookings_per_day)
       select ${venue('n')}, ${of}, 'venue ' || n, 'Europe/Paris', 15,
              '[{"maxParty": 4, "minutes": 90}]', 0, 0, 0, 90, 300, 0,
              '${JSON.stringify(DEFAULT_FOLLOW_UPS)}', (
                select jsonb_agg(jsonb_build_object('weekday', d, 'opens', '12:00',
                                                    'closes', '22:00'))
                  from generate_series(1, 7) d), sha256(convert_to('${name} ' || n, 'UTF8')),
              'refuse', 1000, 1000, 1000
         from ${series(size.venues)}`,
    // One of the tables has an area, so that reports look the areas of bookings up.
    `insert into resources (id, workspace_id, venue_id, name, kind, min_party, max_party, priority,
                            area)
       select test_id(${NOW}, '${name} resource ' || n || ' ' || v), ${of}, ${venue('v')}, 'T' || n,
              'table', 1, 4, 0, case n when 1 then 'terrace' end
         from ${series(3)}, generate_series(1, ${size.venues}) v`,
    `insert into combinations (id, workspace_id, venue_id, resource_ids, min_party, max_party,
                               priority)
       select gen_random_uuid(), workspace_id, venue_id, array_agg(id), 5, 8, 0
         from resources where workspace_id = ${of} and name in ('T1', 'T2') group by 2, 3`,
    // As many blocks of the first venue as the tenant has venues, and one of the second.
    `insert into blocks (id, workspace_id, venue_id, starts_local, ends_local, key_id, ends_at,
                         expanded_to, filled_to, deleted_at)
       select ${idOf('block', 'n', size.venues)}, ${of}, ${venue('1')}, now(), now(),
              gen_random_uuid(), now() + interval '30 days', 'infinity', 'infinity',
              case when n % 2 = 0 then now() end
         from ${series(size.venues)}`,
    `insert into blocks (id, workspace_id, venue_id, resource_ids, starts_local, ends_local, key_id,
                         ends_at, expanded_to, filled_to)
       select test_id(${NOW}, '${name} blocked'), ${of}, r.venue_id, array[r.id], now(), now(),
              gen_random_uuid(), now() + interval '31 days', 'infinity', 'infinity'
         from resources r where r.venue_id = ${venue('2')} and r.name = 'T3'`,
    `insert into block_spans (block_id, venue_id, starts_at, ends_at, is_whole)
       select b.id, b.venue_id, now() + interval '30 days', now() + interval '31 days', false
         from blocks b where b.venue_id = ${venue('2')}`,
    `insert into allocations (block_id, venue_id, resource_id, span)
       select b.id, b.venue_id, b.resource_ids[1],
              tstzrange(now() + interval '30 days', now() + interval '31 days')
         from blocks b where b.venue_id = ${venue('2')}`,
    // Of the first booking's conversation, because it is the regular guest's, and of the first venue.
    `insert into bookings (id, workspace_id, venue_id, customer_id, conversation_id, message_seq, state,
                           starts_at, ends_at, party_size, cancellation_cutoff)
       select ${booking('n')}, ${of}, ${venue('1')}, ${guest('n')},
              ${conversation(`case when n <= ${size.ofRegular} then 1 else n end`)},
              1 + n % ${size.longest / 2}, case n when ${size.bookings} then 'confirmed'
                                      when ${size.bookings - 1} then 'cancelled' else 'finished' end,
              ${at('n', size.bookings)}, ${at('n', size.bookings)} + interval '1 hour', 2, 0
         from ${series(size.bookings)}`,
    `insert into booking_events (booking_id, version, event, state, starts_at, party_size,
                                 resource_ids, planned_at)
       select id, 1, state, state, starts_at, 2,
              array[test_id(${NOW}, '${name} resource ' || 1 + get_byte(uuid_send(id), 15) % 3 || ' 1')], now()
         from bookings where workspace_id = ${of}`,
    // The cancelled booking can be restored.
    `update booking_events set event = 'confirmed', state = 'confirmed'
      where booking_id = ${booking(`${size.bookings - 1}`)}`,
    `with b as (
       update bookings set version = 2, starts_at = now() + interval '1 day',
                           ends_at = now() + interval '25 hours'
        where id = ${booking(`${size.bookings - 1}`)} returning *
     )
     insert into booking_events (booking_id, version, event, state, starts_at, party_size,
                                 resource_ids, planned_at)
       select id, 2, 'cancel', 'cancelled', starts_at, 2, '{}', now() from b`,
    // A series for each of the first bookings, and one of the newest that can still be cancelled.
    `insert into booking_series (id, workspace_id, venue_id, repeat, starts_local, booking_ids, key_id)
       select id, workspace_id, venue_id, 'FREQ=DAILY;COUNT=1', now(), array[id], id from bookings
        where workspace_id = ${of} and (state = 'confirmed' or starts_at < now() - interval '300 days')`,
    `update bookings set series_id = id where workspace_id = ${of} and state = 'confirmed'`,
    `insert into waitlist_entries (id, workspace_id, venue_id, customer_id, party_size, earliest, latest,
                                   left_at)
       select ${idOf('entry', 'n', size.bookings)}, ${of}, ${venue('1')}, ${guest('n')}, 2,
              ${at('n', size.bookings)}, now() + interval '3 days',
              case when n % 1000 <> 1 then now() end
         from ${series(size.bookings)}`,
    `insert into idempotency_keys (workspace_id, key, digest, customer_id, answer)
       select ${of}, 'key-' || n, 'x', gen_random_uuid(), '{}' from ${series(size.bookings)}`,
    `insert into webhooks (id, workspace_id, url, events, secret)
       select ${webhook('n')}, ${of}, 'https://example.com/' || n, '{booking.expired}', ''
         from ${series(size.venues)}`,
    `insert into jobs (id, workspace_id, kind, channel, webhook_id, event, due_at, state, wake_at,
                       created_at, finished_at)
       select ${job('n')}, ${of}, 'event', 'webhook', ${webhook('1')}, 'booking.expired', now(), 'dead',
              now(), now(), ${at('n', size.bookings)}
         from ${series(size.bookings)}`,
    `insert into job_attempts (job_id, attempt, webhook_id, at, outcome, status)
       select ${job('n')}, 1, ${webhook('1')}, ${at('n', size.bookings)}, 'dead', 500
         from ${series(size.bookings)}`,
    `insert into latency_of_workspaces (workspace_id, ${DURATIONS})
       select ${of}, ${durationsOf('done')} union all select ${of}, ${durationsOf('failed')}`,
    `insert into retentions (workspace_id, conversations_days) values (${of}, 365)`,
    `insert into emotion_corrections (id, conversation_id, seq, key_id, to_label, to_valence)
       select gen_random_uuid(), ${conversation('1')}, 1 + n % 20, gen_random_uuid(), 'joy', 700
         from ${series(size.venues)}`,
  ];
}

/** The ids that the requests of a tenant name, as `Ids`. */
export const idsOf = (name: TenantName) => `
  with w as (select id from workspaces where name = '${name}'),
       v as (select v.id from venues v join w on w.id = v.workspace_id order by v.id),
       b as (select b.* from bookings b join w on w.id = b.workspace_id)
  select jsonb_build_object(
    'workspace', (select id from w),
    'key', (select id from api_keys where workspace_id = (select id from w) order by id limit 1),
    'maintenance', (select id from maintenance_windows order by id limit 1),
    'otherKey', (select id from api_keys where workspace_id = (select id from w)
                  order by id desc limit 1),
    'venue', (select id from v limit 1),
    'quietVenue', (select id from v offset 1 limit 1),
    'resource', (select id from resources where venue_id = (select id from v offset 1 limit 1)
                  order by name limit 1),
    'otherResource', (select id from resources where venue_id = (select id from v offset 1 limit 1)
                       order by name offset 1 limit 1),
    'combination', (select id from combinations
                     where venue_id = (select id from v offset 1 limit 1)),
    'booking', (select id from b order by id desc limit 1),
    'block', (select id from blocks where venue_id = (select id from v offset 1 limit 1)),
    'undone', (select id from b where state = 'cancelled'),
    'series', (select series_id from b where series_id is not null limit 1),
    'reference', (select reference from b order by id desc limit 1),
    'entry', (select e.id from waitlist_entries e join w on w.id = e.workspace_id
               where left_at is null limit 1),
    'webhook', (select x.id from webhooks x join w on w.id = x.workspace_id order by x.id limit 1),
    'quietWebhook', (select x.id from webhooks x join w on w.id = x.workspace_id
                      order by x.id offset 1 limit 1),
    'deadJob', (select j.id from jobs j join w on w.id = j.workspace_id
                 where state = 'dead' limit 1),
    'spoken', 'm' || ${SIZES[name].longest / 2},
    'middle', test_id(${NOW} - interval '180 days', 'middle'),
    'keys', '${SIZES[name].keys}', 'venues', '${SIZES[name].venues}',
    'midyear', ${NOW} - interval '180 days'
  ) as ids`;

/** The ids that {@link idsOf} finds. */
export type Ids = Readonly<
  Record<
    | 'workspace'
    | 'key'
    | 'maintenance'
    | 'otherKey'
    | 'venue'
    | 'quietVenue'
    | 'resource'
    | 'otherResource'
    | 'combination'
    | 'booking'
    | 'block'
    | 'undone'
    | 'series'
    | 'reference'
    | 'entry'
    | 'webhook'
    | 'quietWebhook'
    | 'deadJob'
    | 'spoken'
    | 'middle'
    | 'midyear'
    /** How many keys the tenant has; it has as many webhooks as venues. */
    | 'keys'
    | 'venues',
    string
  >
>;
