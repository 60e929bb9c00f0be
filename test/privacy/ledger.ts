/**
 * What an export and an erasure do with each column of the database. A new table or column makes the
 * tests of this folder fail until it is listed here.
 */
export interface Column {
  /** Where an export shows the value: a path such as `messages[].text`. */
  readonly path?: string;
  /** Why an export does not show it. */
  readonly hidden?: string;
  /** Why the value stays after an erasure. Without it, the value must be gone. */
  readonly kept?: string;
  /** The stored value, and the one in the export, in a form in which both are equal. */
  readonly stored: (value: unknown) => unknown;
  readonly shown: (value: unknown) => unknown;
}

export interface PersonalTable {
  /** Selects the rows `t` about the customer $1. */
  readonly whose: string;
  readonly columns: Readonly<Record<string, Column>>;
}

/** A table without personal data, with the reason. */
export interface OtherTable {
  readonly notPersonal: string;
}

type Forms = Partial<Pick<Column, 'stored' | 'shown'>>;
const same = (value: unknown) => value;

/** A column that the export shows and that an erasure empties, unless `kept` says why it stays. */
const shown = (path: string, { kept, ...forms }: Forms & { kept?: string } = {}): Column => ({
  path,
  ...(kept === undefined ? {} : { kept }),
  stored: same,
  shown: same,
  ...forms,
});
/** A column that the export leaves out and that an erasure empties. */
const erased = (hidden: string): Column => ({ hidden, stored: same, shown: same });
/** A column that the export leaves out and that stays. */
const internal = (reason: string): Column => ({ ...erased(reason), kept: reason });

const thousandths: Forms = { stored: (value) => Number(value) / 1000 };
/** An instant to the millisecond, in any notation. */
const instant: Forms = {
  stored: (value) => Math.trunc(Date.parse(String(value))),
  shown: (value) => (value === null ? null : Date.parse(String(value))),
};
/** A UUID, with a prefix and without hyphens where it is shown. */
const bare = (value: unknown) => String(value).replaceAll('-', '').slice(-32);
const id: Forms = { stored: bare, shown: (value) => (value === null ? null : bare(value)) };
const list = (value: unknown, each: (item: unknown) => unknown = same) =>
  Array.isArray(value) ? JSON.stringify(value.map(each).sort()) : value;
const ids: Forms = { stored: (value) => list(value, bare), shown: (value) => list(value, bare) };
const json: Forms = { stored: canonical, shown: canonical };

/** JSON with its keys in order. */
function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const TENANT = 'names the tenant';
const LINK = 'links rows, and is shown nowhere';
const WORK = 'how far the service has got with its own work';
const TOMBSTONE = 'recognises a late retry, which is refused';
const MERGED = 'links rows that were merged; customer.merged shows the caller’s own ids';
const OCCUPANCY = 'what a venue’s tables were used for; it names nobody';
const AREA = 'an area of the venue, which the tenant named; it names nobody';
const LEDGER = 'that a job was planned and how it ended; it names nobody';

const CONVERSATIONS = 'select id from conversations where customer_id = $1';
const BOOKINGS = 'select id from bookings where customer_id = $1';
const JOBS = `select id from jobs where booking_id in (${BOOKINGS}) or conversation_id in (${CONVERSATIONS})`;

/** By `schema.table`. */
export const TABLES: Readonly<Record<string, PersonalTable | OtherTable>> = {
  'public.customers': {
    whose: 't.id = $1',
    columns: {
      id: internal('a hash of the workspace and the caller’s own id, which recognises a tombstone'),
      workspace_id: internal(TENANT),
      external_id: shown('customer.id'),
      name: shown('customer.name'),
      email: shown('customer.email'),
      phone: shown('customer.phone'),
      locale: shown('customer.locale'),
      time_zone: shown('customer.timeZone'),
      created_at: shown('customer.createdAt', { ...instant, kept: TOMBSTONE }),
      last_seen_at: shown('customer.lastSeenAt', { ...instant, kept: TOMBSTONE }),
      erased_at: internal('set by an erasure, after which there is no export'),
      tags: shown('customer.tags', json),
      preferences: shown('customer.preferences'),
      staff_notes: shown('customer.staffNotes'),
      version: shown('customer.version', { kept: TOMBSTONE }),
      merged_into: internal(MERGED),
      merged_at: internal(MERGED),
      merged_ids: internal(MERGED),
      refused_at: shown('customer.refusal.at', instant),
      refusal_reason: shown('customer.refusal.reason'),
    },
  },
  'public.customer_index': {
    whose: 't.customer_id = $1',
    columns: {
      customer_id: erased(LINK),
      workspace_id: erased(TENANT),
      seen_at: erased('customer.lastSeenAt shows it exactly'),
      keys: erased('made of the name, the contacts and the tags, for the search'),
    },
  },
  'public.customer_keys': {
    whose: 't.customer_id = $1',
    columns: {
      workspace_id: erased(TENANT),
      key: erased('made of the name, the contacts and the tags, for the search'),
      customer_id: erased(LINK),
    },
  },
  'public.seen_customers': {
    notPersonal: 'the key of a customer who was seen again since the last sweep',
  },
  'public.customer_indexing': { notPersonal: 'how far the sweep has indexed the customers' },
  'public.imported_rows': {
    whose: `t.customer_id = $1 or t.booking_id in (${BOOKINGS})`,
    columns: {
      workspace_id: internal(TENANT),
      id: internal('a hash of the id in another system, which recognises a row that comes again'),
      digest: erased('a hash of a row of another system’s file'),
      customer_id: internal(LINK),
      booking_id: internal(LINK),
      imported_at: internal('when the row was imported'),
    },
  },
  'public.customer_changes': {
    whose: 't.customer_id = $1',
    columns: {
      customer_id: erased(LINK),
      number: erased('the order of customer.changes'),
      at: shown('customer.changes[].at', instant),
      key_id: shown('customer.changes[].keyId', id),
      fields: shown('customer.changes[].fields', json),
    },
  },
  'public.conversations': {
    whose: 't.customer_id = $1',
    columns: {
      id: internal(LINK),
      workspace_id: internal(TENANT),
      external_id: shown('conversations[].id', { kept: TOMBSTONE }),
      channel: shown('conversations[].channel', { kept: TOMBSTONE }),
      customer_id: internal(LINK),
      last_seq: shown('conversations[].messages', { kept: TOMBSTONE }),
      created_at: shown('conversations[].createdAt', { ...instant, kept: TOMBSTONE }),
      last_message_at: shown('conversations[].lastMessageAt', { ...instant, kept: TOMBSTONE }),
      erased_at: internal('set by an erasure, after which there is no export'),
    },
  },
  'public.messages': {
    whose: `t.conversation_id in (${CONVERSATIONS})`,
    columns: {
      workspace_id: internal(TENANT),
      conversation_id: internal(LINK),
      seq: shown('messages[].seq', { kept: TOMBSTONE }),
      id: shown('messages[].id', { kept: TOMBSTONE }),
      role: shown('messages[].role', { kept: TOMBSTONE }),
      text: shown('messages[].text'),
      metadata: shown('messages[].metadata', json),
      sent_at: shown('messages[].sentAt', { ...instant, kept: TOMBSTONE }),
      created_at: shown('messages[].createdAt', { ...instant, kept: TOMBSTONE }),
      digest: erased('a hash of the request'),
      label: shown('messages[].emotion.label', {
        stored: (value) => (value === 'abstained' ? null : value),
      }),
      confidence: shown('messages[].emotion.confidence', thousandths),
      // The valence of an abstention is stored as 0 and read by nothing.
      valence: shown('messages[].emotion.valence', {
        stored: (value) => (value === 0 ? null : Number(value) / 1000),
      }),
      model_version: shown('messages[].emotion.modelVersion'),
      abstained: shown('messages[].emotion.abstained'),
      probabilities: shown('messages[].emotion.probabilities', {
        stored: (value) => list(value, (each) => Number(each) / 1000),
        shown: (value) =>
          typeof value === 'object' && value !== null ? list(Object.values(value)) : value,
      }),
      emotion_state: shown('messages[].emotionState', { kept: 'becomes `erased`' }),
      booking_id: internal('bookings[].messageSeq says which message made a booking'),
      fold_attempts: internal(WORK),
      fold_error: erased(WORK),
    },
  },
  'public.message_announcements': {
    notPersonal: 'the key of a message whose webhooks are not planned yet',
  },
  'public.pending_messages': {
    notPersonal: 'the key of a message whose emotion is not folded yet',
  },
  'public.set_apart_messages': {
    notPersonal: 'the key of a message whose emotion could not be read',
  },
  'public.due_moods': {
    notPersonal: 'the key of a conversation whose mood is to be walked',
  },
  'public.conversation_emotions': {
    whose: `t.conversation_id in (${CONVERSATIONS})`,
    columns: {
      conversation_id: erased(LINK),
      role: shown('conversations[].statistics[].role'),
      label: shown('conversations[].statistics[].label'),
      model_version: shown('conversations[].statistics[].modelVersion'),
      messages: shown('conversations[].statistics[].messages'),
      valence_sum: shown('conversations[].statistics[].valenceSum', thousandths),
      valence_squares: shown('conversations[].statistics[].valenceSquares', {
        stored: (value) => Number(value) / 1_000_000,
      }),
    },
  },
  'public.conversation_moods': {
    whose: `t.conversation_id in (${CONVERSATIONS})`,
    columns: {
      conversation_id: erased(LINK),
      workspace_id: erased(TENANT),
      as_of_seq: shown('conversations[].mood.asOfSeq'),
      mood: shown('conversations[].mood.mood', thousandths),
      attention_seq: shown('conversations[].attention.sinceSeq'),
      attention_mood: shown('conversations[].attention.mood', thousandths),
      attention_label: shown('conversations[].attention.label'),
      attention_at: shown('conversations[].attention.since', instant),
      fold_version: erased(WORK),
      walked_version: erased(WORK),
      told_seq: erased(WORK),
      folded_at: erased(WORK),
    },
  },
  'public.attention_events': {
    whose: `t.conversation_id in (${CONVERSATIONS})`,
    columns: {
      conversation_id: erased(LINK),
      seq: shown('attentionEvents[].seq'),
      workspace_id: erased(TENANT),
      mood: shown('attentionEvents[].mood', thousandths),
      label: shown('attentionEvents[].label'),
      raised_at: shown('attentionEvents[].raisedAt', instant),
      planned_at: erased(WORK),
    },
  },
  'public.emotion_corrections': {
    whose: `t.conversation_id in (${CONVERSATIONS})`,
    columns: {
      id: erased(LINK),
      conversation_id: erased(LINK),
      seq: shown('corrections[].seq'),
      key_id: shown('corrections[].keyId', id),
      from_label: shown('corrections[].fromLabel'),
      from_valence: shown('corrections[].fromValence', thousandths),
      from_model: shown('corrections[].fromModelVersion'),
      to_label: shown('corrections[].toLabel'),
      to_valence: shown('corrections[].toValence', thousandths),
      at: shown('corrections[].at', instant),
    },
  },
  'public.workspace_emotions': {
    notPersonal: 'sums over all guests of a workspace; an erasure subtracts the guest’s share',
  },
  'public.bookings': {
    whose: 't.customer_id = $1',
    columns: {
      id: shown('bookings[].id', { ...id, kept: OCCUPANCY }),
      workspace_id: internal(TENANT),
      venue_id: shown('bookings[].venueId', { ...id, kept: OCCUPANCY }),
      customer_id: internal(LINK),
      conversation_id: internal('bookings[].conversationId shows the caller’s own id'),
      message_seq: shown('bookings[].messageSeq', { kept: OCCUPANCY }),
      state: shown('bookings[].state', { kept: OCCUPANCY }),
      starts_at: shown('bookings[].start', { ...instant, kept: OCCUPANCY }),
      ends_at: shown('bookings[].end', { ...instant, kept: OCCUPANCY }),
      days_after_opening: internal('the date in whose list of bookings the venue finds it'),
      party_size: shown('bookings[].partySize', { kept: OCCUPANCY }),
      reference: shown('bookings[].reference'),
      notes: shown('bookings[].notes'),
      tags: shown('bookings[].tags', json),
      area: shown('bookings[].area.name', { kept: AREA }),
      is_area_required: shown('bookings[].area.required', { kept: AREA }),
      hold_expires_at: shown('bookings[].holdExpiresAt', instant),
      cancellation_cutoff: internal('a setting of the venue; bookings[].cancelBefore shows it'),
      cancelled_late: shown('bookings[].cancelledLate', { kept: OCCUPANCY }),
      late: shown('bookings[].late', { kept: OCCUPANCY }),
      expected_at: shown('bookings[].expectedAt', instant),
      series_id: shown('bookings[].seriesId', { ...id, kept: OCCUPANCY }),
      version: shown('bookings[].version', { kept: OCCUPANCY }),
      created_at: shown('bookings[].createdAt', { ...instant, kept: OCCUPANCY }),
      updated_at: shown('bookings[].updatedAt', { ...instant, kept: OCCUPANCY }),
      erased_at: internal('set by an erasure, after which there is no export'),
    },
  },
  'public.allocations': {
    whose: `t.booking_id in (${BOOKINGS})`,
    columns: {
      booking_id: internal(LINK),
      block_id: internal('the block, for an allocation that belongs to no booking'),
      is_in_block: internal('whether a block lies around the booking; it names nobody'),
      resource_id: shown('bookings[].resources[].id', { ...id, kept: OCCUPANCY }),
      venue_id: internal('the venue of the booking'),
      span: internal('the time of the booking with the venue’s buffers'),
      lapses_at: internal('the time at which the booking’s hold expires'),
    },
  },
  'public.booking_events': {
    whose: `t.booking_id in (${BOOKINGS})`,
    columns: {
      booking_id: shown('timeline[].bookingId', { ...id, kept: OCCUPANCY }),
      version: shown('timeline[].version', { kept: OCCUPANCY }),
      event: shown('timeline[].event', { kept: OCCUPANCY }),
      state: shown('timeline[].state', { kept: OCCUPANCY }),
      starts_at: shown('timeline[].start', { ...instant, kept: OCCUPANCY }),
      ends_at: shown('timeline[].end', { ...instant, kept: OCCUPANCY }),
      party_size: shown('timeline[].partySize', { kept: OCCUPANCY }),
      resource_ids: shown('timeline[].resourceIds', { ...ids, kept: OCCUPANCY }),
      key_id: shown('timeline[].keyId', { ...id, kept: OCCUPANCY }),
      reason: shown('timeline[].reason'),
      actor: shown('timeline[].actor'),
      overrides: shown('timeline[].overrides', { ...json, kept: OCCUPANCY }),
      undoes: shown('timeline[].undoes', { kept: OCCUPANCY }),
      undone_by: shown('timeline[].undoneBy', { kept: OCCUPANCY }),
      act_id: internal('which events one act has made, so that one message tells of them'),
      at: shown('timeline[].at', { ...instant, kept: OCCUPANCY }),
      schedule_version: internal(WORK),
      planned_at: internal(WORK),
    },
  },
  'public.booking_series': {
    whose: `t.id in (select series_id from bookings where customer_id = $1)`,
    columns: {
      id: shown('series[].id', { ...id, kept: OCCUPANCY }),
      workspace_id: internal(TENANT),
      venue_id: shown('series[].venueId', { ...id, kept: OCCUPANCY }),
      repeat: shown('series[].repeat', { kept: OCCUPANCY }),
      starts_local: shown('series[].start', {
        stored: (value) => String(value).replace(' ', 'T').slice(0, 16),
        kept: OCCUPANCY,
      }),
      booking_ids: internal('the bookings of the series, each of which is exported'),
      missing: shown('series[].missing', json),
      key_id: internal('the API key that made it'),
      created_at: shown('series[].createdAt', { ...instant, kept: OCCUPANCY }),
    },
  },
  'public.booking_acts': { notPersonal: 'the rules of the life cycle' },
  'public.idempotency_keys': {
    whose: 't.customer_id = $1',
    columns: {
      workspace_id: erased(TENANT),
      key: shown('idempotencyKeys[].key'),
      digest: erased('a hash of the request'),
      operation: shown('idempotencyKeys[].operation'),
      status: shown('idempotencyKeys[].status'),
      code: shown('idempotencyKeys[].code'),
      thing_id: shown('idempotencyKeys[].thingId', id),
      version: shown('idempotencyKeys[].version'),
      answer: shown('idempotencyKeys[].answer', json),
      customer_id: erased(LINK),
      created_at: shown('idempotencyKeys[].createdAt', instant),
    },
  },
  'public.waitlist_entries': {
    whose: 't.customer_id = $1',
    columns: {
      id: shown('waitlist[].id', { ...id, kept: OCCUPANCY }),
      workspace_id: internal(TENANT),
      venue_id: shown('waitlist[].venueId', { ...id, kept: OCCUPANCY }),
      customer_id: internal(LINK),
      conversation_id: internal('waitlist[].conversationId shows the caller’s own id'),
      party_size: shown('waitlist[].partySize', { kept: OCCUPANCY }),
      earliest: shown('waitlist[].earliest', { ...instant, kept: OCCUPANCY }),
      latest: shown('waitlist[].latest', { ...instant, kept: OCCUPANCY }),
      notes: shown('waitlist[].notes'),
      booking_id: shown('waitlist[].offer.bookingId', { ...id, kept: OCCUPANCY }),
      created_at: shown('waitlist[].createdAt', { ...instant, kept: OCCUPANCY }),
      left_at: shown('waitlist[].leftAt', { ...instant, kept: OCCUPANCY }),
    },
  },
  'public.jobs': {
    whose: `t.id in (${JOBS})`,
    columns: {
      id: shown('jobs[].id', { ...id, kept: LEDGER }),
      workspace_id: internal(TENANT),
      kind: shown('jobs[].kind', { kept: LEDGER }),
      channel: shown('jobs[].channel', { kept: LEDGER }),
      booking_id: shown('jobs[].bookingId', { ...id, kept: LEDGER }),
      version: shown('jobs[].version', { kept: LEDGER }),
      schedule_version: shown('jobs[].scheduleVersion', { kept: LEDGER }),
      conversation_id: internal('jobs[].conversationId shows the caller’s own id'),
      seq: shown('jobs[].seq', { kept: LEDGER }),
      webhook_id: shown('jobs[].webhookId', { ...id, kept: LEDGER }),
      light_change: internal('the change of the traffic light that a webhook reports'),
      event: shown('jobs[].event', { kept: LEDGER }),
      content: shown('jobs[]', {
        // The direction of a text follows from its language.
        stored: (content) => canonical(textOf(content)),
        shown: (job) => canonical(contentOf(job)),
      }),
      due_at: shown('jobs[].dueAt', { ...instant, kept: LEDGER }),
      state: shown('jobs[].state', {
        stored: (value) => (value === 'leased' || value === 'running' ? 'planned' : value),
        kept: LEDGER,
      }),
      wake_at: internal(WORK),
      attempts: internal(WORK),
      failures: internal(WORK),
      lapses: internal(WORK),
      reason: shown('jobs[].reason', { kept: 'a code for an outcome, such as `http_500`' }),
      created_at: internal(WORK),
      finished_at: shown('jobs[].finishedAt', { ...instant, kept: LEDGER }),
    },
  },
  'public.job_attempts': {
    whose: `t.job_id in (${JOBS})`,
    columns: {
      job_id: internal(LINK),
      attempt: internal('the order of jobs[].attempts'),
      webhook_id: internal('the same as of the job'),
      at: shown('jobs[].attempts[].at', { ...instant, kept: LEDGER }),
      outcome: shown('jobs[].attempts[].outcome', { kept: LEDGER }),
      reason: shown('jobs[].attempts[].reason', { kept: 'a code, such as `http_500`' }),
      status: shown('jobs[].attempts[].status', { kept: LEDGER }),
      latency_ms: shown('jobs[].attempts[].latencyMs', { kept: LEDGER }),
      answer: shown('jobs[].attempts[].answer'),
    },
  },
  'public.mailed_addresses': {
    whose: `(t.workspace_id, t.address) in (
      select workspace_id, address_hash_v1(workspace_id, email) from customers where id = $1)`,
    columns: {
      workspace_id: internal(TENANT),
      address: internal('a hash that recognises an address which wants no email'),
      day: internal('how many emails the address got that day, which is deleted after two days'),
      sent: internal('how many emails the address got that day, which is deleted after two days'),
      unsubscribed_at: shown('customer.unsubscribedAt', {
        ...instant,
        kept: 'an address that wants no email gets none after the erasure of its guest either',
      }),
    },
  },
  'public.venues': { notPersonal: 'settings of the tenant' },
  'public.resources': { notPersonal: 'settings of the tenant' },
  'public.combinations': { notPersonal: 'settings of the tenant' },
  'public.blocks': {
    notPersonal: 'when places are blocked; the reason is text of staff that must not name a guest',
  },
  'public.block_spans': { notPersonal: 'when places are blocked' },
  'public.webhooks': { notPersonal: 'endpoints of the tenant' },
  'public.webhook_health': { notPersonal: 'how endpoints of the tenants have answered' },
  'public.counted_samples': { notPersonal: 'ids of samples, which identify nothing else' },
  'public.light_changes': { notPersonal: 'the history of the traffic light of the platform' },
  'public.maintenance_windows': { notPersonal: 'planned work on the platform' },
  'public.platform_light': { notPersonal: 'the traffic light of the platform' },
  'public.latency_of_regions': { notPersonal: 'counts of requests by their duration' },
  'public.latency_of_workspaces': { notPersonal: 'counts of requests by their duration' },
  'public.failed_work': { notPersonal: 'ids of rows that a sweep could not process' },
  'public.workspaces': { notPersonal: 'the tenants' },
  'public.retentions': { notPersonal: 'how long a tenant keeps what it has' },
  'public.erasures': {
    notPersonal: 'how far an erasure has come: the hash of a tombstone, and numbers of rows',
  },
  'public.workspace_usage': { notPersonal: 'sums of what a tenant has stored' },
  'public.api_keys': { notPersonal: 'keys of the tenant' },
  'drizzle.__drizzle_migrations': { notPersonal: 'the migrations that were applied' },
  'drizzle.maitred_functions': { notPersonal: 'the function files that were applied' },
};

/** The content of a job without the direction of its text and the ids of its bookings. */
function textOf(content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content;
  const {
    direction: _,
    bookings: __,
    ...text
  } = content as {
    direction?: unknown;
    bookings?: unknown;
  };
  return text;
}

/** The fields of an exported job that come from its content. */
function contentOf(job: unknown): unknown {
  if (typeof job !== 'object' || job === null) return job;
  const field = (name: string): unknown => Reflect.get(job, name);
  const [locale, when, subject, text] = ['locale', 'when', 'subject', 'text'].map(field);
  return text === null ? null : { locale, when, subject, text };
}
