import { sql } from 'drizzle-orm';
import { messageJson } from '../conversations/message-store.ts';
import { conversationJson } from '../conversations/store.ts';
import { bookingEventJson, jobJson } from '../follow-ups/ledger/store.ts';

// The items of an export as JSON. `k` is the position of an item, see export-position.ts.
// `k.is_first` is true for the first message of each conversation of a page.

/** The conversation `c` with its mood `d` and the sums of its folded messages. */
const conversation = sql`${conversationJson} || jsonb_build_object(
    'mood', case when d.conversation_id is not null
                 then jsonb_build_object('mood', d.mood / 1000.0, 'asOfSeq', d.as_of_seq) end,
    'statistics', (
      select coalesce(jsonb_agg(jsonb_build_object(
               'role', s.role, 'label', s.label, 'modelVersion', s.model_version,
               'messages', s.messages, 'valenceSum', s.valence_sum / 1000.0,
               'valenceSquares', s.valence_squares / 1000000.0)
             order by s.role, s.label, s.model_version), '[]')
        from conversation_emotions s where s.conversation_id = c.id))`;

/** A message with what was read from it and, for the first of a conversation, its conversation. */
const messageItem = sql`(
    select jsonb_build_object(
        'message', ${messageJson(sql`c.external_id`)},
        'conversations', case when k.is_first then jsonb_build_array(${conversation})
                              else '[]' end,
        'attentionEvents', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'conversationId', c.external_id, 'seq', a.seq, 'mood', a.mood / 1000.0,
                   'label', a.label, 'raisedAt', iso_v1(a.raised_at))), '[]')
            from attention_events a where a.conversation_id = m.conversation_id and a.seq = m.seq),
        'corrections', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'conversationId', c.external_id, 'seq', x.seq, 'keyId', x.key_id,
                   'fromLabel', x.from_label, 'fromValence', x.from_valence / 1000.0,
                   'fromModelVersion', x.from_model, 'toLabel', x.to_label,
                   'toValence', x.to_valence / 1000.0, 'at', iso_v1(x.at))
                 order by x.id), '[]')
            from emotion_corrections x where x.conversation_id = m.conversation_id and x.seq = m.seq))
      from messages m
      join conversations c on c.id = m.conversation_id
      left join customers g on g.id = c.customer_id
      left join conversation_moods d on d.conversation_id = c.id
     where m.conversation_id = k.id and m.seq = k.number)`;

/** A booking and, for the first of a series, the series. */
const bookingItem = sql`(
    select booking_json_v1(b) || coalesce((
             select jsonb_build_object('series', series_json_v1(s)) from booking_series s
              where s.id = b.series_id and s.booking_ids[1] = b.id), '{}')
      from bookings b where b.id = k.id)`;

const eventItem = sql`(
    select ${bookingEventJson} || jsonb_build_object('bookingId', b.id)
      from booking_events e
      join bookings b on b.id = e.booking_id
      cross join lateral (select * from venues where id = b.venue_id offset 0) v
     where e.booking_id = k.id and e.version = k.number)`;

const jobItem = sql`(
    select ${jobJson} || jsonb_build_object(
        'content', j.content, 'conversationId', c.external_id, 'seq', j.seq,
        'attempts', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'at', iso_v1(a.at), 'outcome', a.outcome, 'reason', a.reason,
                   'status', a.status, 'latencyMs', a.latency_ms, 'answer', a.answer)
                 order by a.attempt), '[]')
            from job_attempts a where a.job_id = j.id))
      from jobs j left join conversations c on c.id = j.conversation_id
     where j.id = k.job)`;

const entryItem = sql`(
    select waitlist_json_v1(e) || jsonb_build_object('leftAt', iso_v1(e.left_at))
      from waitlist_entries e where e.id = k.id)`;

const idempotencyKeyItem = sql`(
    select jsonb_build_object(
        'key', i.key, 'createdAt', iso_v1(i.created_at), 'operation', i.operation,
        'status', i.status, 'code', i.code, 'thingId', i.thing_id, 'version', i.version,
        'answer', i.answer)
      from idempotency_keys i
     where i.workspace_id = g.workspace_id and i.key = k.key)`;

/** The item at the position `k` of the customer `g`. */
export const itemJson = sql`case k.section
    when 1 then ${messageItem}
    when 2 then ${bookingItem}
    when 3 then ${eventItem}
    when 4 then ${jobItem}
    when 5 then ${entryItem}
    when 6 then ${idempotencyKeyItem} end`;
