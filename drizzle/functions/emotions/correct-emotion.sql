-- Corrects the label of a message and records the correction with the old label and the API key. If
-- the message is folded, the statistics are changed too. A message that is not folded yet is folded
-- with the corrected label. Locks in the global order: message, then what relabel_messages_v1
-- locks. Returns null when there is no such message. Raises MT410 for an erased one.
create or replace function correct_emotion_v1(
  p_workspace uuid, p_key uuid, p_correction uuid, p_conversation text, p_message text,
  p_label text, p_valence smallint
) returns jsonb
language plpgsql volatile
as $$
declare
  c conversations;
  m messages;
begin
  perform statistics_gate_v1();
  select * into c from conversations
   where workspace_id = p_workspace and external_id = p_conversation;
  if not found then
    return null;
  elsif c.erased_at is not null or exists (
    select from customers where id = c.customer_id and erased_at is not null
  ) then
    raise exception 'conversation_erased' using errcode = 'MT410';
  end if;
  select * into m from messages
   where conversation_id = c.id and id = p_message
     for no key update;
  if not found then
    return null;
  elsif m.emotion_state = 'erased' then
    raise exception 'conversation_erased' using errcode = 'MT410';
  end if;
  insert into emotion_corrections
    (id, conversation_id, seq, key_id, from_label, from_valence, from_model, to_label, to_valence)
  values (p_correction, c.id, m.seq, p_key, m.label, m.valence, m.model_version, p_label,
          p_valence);
  if m.emotion_state = 'folded' and m.label is not null then
    perform relabel_messages_v1(jsonb_build_array(jsonb_build_object(
      'conversation_id', c.id, 'seq', m.seq, 'from_model', m.model_version, 'label', p_label,
      'valence', p_valence, 'model_version', 'operator')));
  else
    update messages
       set label = p_label, valence = p_valence, confidence = null, model_version = 'operator',
           abstained = null, probabilities = null, emotion_state = 'pending', fold_error = null
     where conversation_id = c.id and seq = m.seq;
    -- A message that had nothing to fold may lie before as_of_seq, so the walk starts again.
    update conversation_moods
       set told_seq = greatest(told_seq, as_of_seq), as_of_seq = 0, mood = 0,
           attention_seq = null, attention_mood = null, attention_label = null,
           attention_at = null,
           -- A page that is being walked is discarded: no other reset has had this number.
           fold_version = fold_version + 1, walked_version = -1 - fold_version, folded_at = now()
     where conversation_id = c.id;
  end if;
  return jsonb_build_object('conversationId', c.id, 'seq', m.seq);
end
$$;
