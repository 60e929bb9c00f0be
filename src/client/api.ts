// Generated from the API's description by `npm run generate:client`. Do not edit.
import type { OperationSpec, RequestOptions } from './operation.ts';

export type MessageRole = 'customer' | 'assistant' | 'agent' | 'system';
export type ConversationEmotions = EmotionSummary & {
  conversationId: string;
  trend: EmotionTrend;
  freshness: EmotionFreshness & {
    /**
     * Every message up to this seq is counted.
     */
    asOfSeq: number;
  };
};
/**
 * The mean valence at the beginning and at the end. null: too few messages have a label. The labels are searched in the first and the last 2000 messages of a conversation. Of a customer they are searched in the first and the last 100 conversations, in 100 messages at each end.

 */
export type EmotionTrend = {
  /**
   * From -1 (bad) to 1 (good).
   */
  beginning: number;
  /**
   * From -1 (bad) to 1 (good).
   */
  end: number;
  change: number;
  /**
   * `steady`: the change is less than 0.1.
   */
  direction: 'rising' | 'falling' | 'steady';
} | null;
export type CustomerEmotions = EmotionSummary & {
  customerId: string;
  trend: EmotionTrend;
  freshness: EmotionFreshness;
};
export type WorkspaceEmotions = EmotionSummary & {
  from: string;
  to: string;
  interval: 'hour' | 'day';
  timeZone: string;
  trend: EmotionTrend;
  /**
   * One for each hour or day that has messages, in order of time.
   */
  buckets: (EmotionSummary & {
    from: string;
  })[];
  freshness: EmotionFreshness;
};
export type ChangedVenue = Venue & {
  affectedBookings: AffectedBookings;
};
export type ChangedResource = Resource & {
  affectedBookings: AffectedBookings;
};
export type MadeBooking = Booking & {
  /**
   * The contact details of the guest that were not replaced or removed, because the key lacks the scope `customers:write`. Left out when there are none.
   */
  unchanged?: string[];
};
export type BookingWithMood = Booking & {
  /**
   * The mood of the conversation when the booking was made; null for a booking without one, and for a key without the scope `messages:read`. It is final once `pending` is 0.
   */
  mood: {
    /**
     * The same as `messageSeq`.
     */
    asOfSeq: number;
    /**
     * From -1 to 1.
     */
    mood: number | null;
    /**
     * How many messages up to `asOfSeq` still wait for their emotion to be read.
     */
    pending: number;
  } | null;
};
export type ReportDay = ReportFigures & {
  /**
   * The local date on which the periods open, also for a start after midnight.
   */
  date: string;
  /**
   * Items: The figures of a period of the date. The last one may have no service: it is about bookings that start in no period of the present opening hours.
   */
  services: (ReportFigures & {
    /**
     * A period of the present opening hours, in local times.
     */
    service: {
      opens: string;
      closes: string;
    } | null;
  })[];
};
export type JoinedWaitlistEntry = WaitlistEntry & {
  /**
   * The contact details of the guest that were not replaced or removed, because the key lacks the scope `customers:write`. Left out when there are none.
   */
  unchanged?: string[];
};
export type FloorBlock = Block & {
  /**
   * The occurrences that touch the day.
   */
  occurrences: {
    /**
     * The local time at the venue, with its offset from UTC.
     */
    start: string;
    /**
     * The local time at the venue, with its offset from UTC.
     */
    end: string;
  }[];
};
export type FloorWaitlistEntry = WaitlistEntry & {
  /**
   * null for a party that gave no name. `withheld` names fields that are always null.
   */
  guest: FloorGuest | null;
};
export type WebhookWithSecret = Webhook & {
  /**
   * Signs requests: `whsec_…`. It is shown only once.
   */
  secret: string;
};
/**
 * How far the P95 is below its target.

 */
export type SafetyMargin = {
  /**
   * Negative when the target is missed.
   */
  ms: number;
  /**
   * Of the target.
   */
  percent: number;
} | null;
/**
 * From the request to its answer, in the Worker.

 */
export type Percentiles = {
  /**
   * Milliseconds.
   */
  p50: number;
  /**
   * Milliseconds.
   */
  p75: number;
  /**
   * Milliseconds.
   */
  p95: number;
  /**
   * Milliseconds.
   */
  p99: number;
  /**
   * Milliseconds.
   */
  p999: number;
} | null;
/**
 * The planned work that goes on. Its requests are not judged.

 */
export type MaintenanceWindow = {
  id: string;
  from: string;
  to: string;
  reason: string;
} | null;

export interface WebhookVerificationAnswer {
  /**
   * `data.challenge` of the request.
   */
  challenge: string;
}
export interface WebhookVerification {
  webhookId: string;
  /**
   * A random text that the answer must contain.
   */
  challenge: string;
}
export interface WebhookTestEvent {
  webhookId: string;
}
export interface MessageEvent {
  /**
   * Your own id of the conversation.
   */
  conversationId: string;
  seq: number;
  /**
   * The id of the message within its conversation.
   */
  id: string;
  role: MessageRole;
  text: string;
  sentAt: string;
  /**
   * Your own id of the customer; null once the customer is erased.
   */
  customerId: string | null;
}
export interface NeedsAttentionEvent {
  /**
   * Your own id of the conversation.
   */
  conversationId: string;
  /**
   * The message at which the mood turned.
   */
  seq: number;
  /**
   * From -1 to 1.
   */
  mood: number;
  label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise';
  /**
   * Your own id of the customer; null once the customer is erased.
   */
  customerId: string | null;
}
export interface BookingEvent {
  bookingId: string;
  /**
   * The series of the booking; null for one that was made by itself.
   */
  seriesId: string | null;
  /**
   * The version of the booking that the event made.
   */
  version: number;
  state:
    | 'held'
    | 'requested'
    | 'confirmed'
    | 'seated'
    | 'finished'
    | 'cancelled'
    | 'declined'
    | 'no_show'
    | 'expired';
  venueId: string;
  timeZone: string;
  /**
   * The local time at the venue, with its offset from UTC.
   */
  start: string;
  /**
   * The end of the stay; null for some events of earlier versions.
   */
  end: string | null;
  partySize: number;
  resourceIds: string[];
  /**
   * Your own id of the customer; null once the customer is erased.
   */
  customerId: string | null;
  /**
   * Your own id of the conversation.
   */
  conversationId: string | null;
  /**
   * The `seq` of the conversation’s last message when the booking was made.
   */
  messageSeq: number | null;
  /**
   * The reason that the caller gave.
   */
  reason: string | null;
  /**
   * The person who acted, as the request named them; null when it named nobody.
   */
  actor: string | null;
  /**
   * Of `booking.restored`: the act that was undone: `seat`, `finish`, `no_show`, `cancel`, `approve`, `decline` or `expired`. Of `booking.cancelled`: `walk_in` when a walk-in was undone. Otherwise null.
   */
  undone: string | null;
}
export interface StatusChangedEvent {
  light: 'grey' | 'green' | 'yellow' | 'orange' | 'red';
  former: 'grey' | 'green' | 'yellow' | 'orange' | 'red' | null;
  /**
   * The signals that are not green, as `/v1/operations/status` has them.
   */
  causes: {
    signal: string;
    level: string;
    cause: string;
    detail: string | null;
    value: number | null;
    threshold: number | null;
  }[];
}
export interface MessageReceipt {
  id: string;
  conversationId: string;
  /**
   * The message’s number in its conversation, without gaps.
   */
  seq: number;
  /**
   * `replayed`: the message had been stored before, and nothing was changed.
   */
  status: 'created' | 'replayed';
  sentAt: string;
  createdAt: string;
  /**
   * The contact details of the guest that were not replaced or removed, because the key lacks the scope `customers:write`. Left out when there are none.
   */
  unchanged?: string[];
  booking?: Booking;
}
/**
 * The booking that was made with the message.

 */
export interface Booking {
  id: string;
  venueId: string;
  /**
   * A short text by which the guest can name the booking. It is unique within the venue. Null for a booking from before there were references; such a booking gets one when it changes.
   */
  reference: string | null;
  customerId: string | null;
  conversationId: string | null;
  /**
   * The newest message of the conversation when the booking was made.
   */
  messageSeq: number | null;
  /**
   * The series that it was made with; null for a booking by itself.
   */
  seriesId: string | null;
  state:
    | 'held'
    | 'requested'
    | 'confirmed'
    | 'seated'
    | 'finished'
    | 'cancelled'
    | 'declined'
    | 'no_show'
    | 'expired';
  /**
   * The local time at the venue, with its offset from UTC.
   */
  start: string;
  /**
   * The local time at the venue, with its offset from UTC.
   */
  end: string;
  timeZone: string;
  partySize: number;
  resources: {
    id: string;
    name: string;
  }[];
  /**
   * The area in which the party wants to sit; null: anywhere.
   */
  area: {
    name: string;
    required: boolean;
  } | null;
  notes: string | null;
  tags: string[];
  /**
   * Until when a hold or a request keeps its place; null for a booking that is neither held nor requested.
   */
  holdExpiresAt: string | null;
  /**
   * A cancellation after this time is recorded as late.
   */
  cancelBefore: string;
  /**
   * Whether it was cancelled late; null unless it is cancelled.
   */
  cancelledLate: boolean | null;
  /**
   * Whether the party has said that it will be late; false once it is no longer awaited.
   */
  late: boolean;
  /**
   * When a late party is expected; null when it is not known.
   */
  expectedAt: string | null;
  /**
   * Rises by 1 with each change; the ETag holds it.
   */
  version: number;
  createdAt: string;
  updatedAt: string;
}
export interface Problem {
  /**
   * The URL of the explanation of the code.
   */
  type: string;
  /**
   * The meaning of the code.
   */
  title: string;
  /**
   * The HTTP status.
   */
  status: number;
  /**
   * The stable code; /problems lists all codes.
   */
  code: string;
  /**
   * An explanation for this request.
   */
  detail?: string;
  /**
   * The invalid fields, the first 20 at most.
   */
  errors?: {
    /**
     * For example body.customer.email. A longer path than 200 characters is cut.
     */
    field: string;
    /**
     * The rule that the field breaks.
     */
    message: string;
  }[];
  /**
   * The free start times nearest to the one requested.
   */
  alternatives?: string[];
  /**
   * The current state of the booking or waitlist entry.
   */
  state?: string;
  /**
   * The limit of the workspace that is reached; GET /v1/limits lists all.
   */
  limit?: string;
  /**
   * The value of that limit.
   */
  most?: number;
  /**
   * The booking that is in the way, for keys that may read bookings.
   */
  bookingId?: string;
  /**
   * The bookings that lie in a block, the first 100 at most.
   */
  bookings?: string[];
  /**
   * The occurrences of a series that cannot be had.
   */
  missing?: {
    start: string;
    code: string;
    alternatives?: string[];
    limit?: string;
    most?: number;
    bookingId?: string;
  }[];
  /**
   * How many bookings lie in the block.
   */
  count?: number;
  /**
   * Identifies the request in the logs.
   */
  requestId: string;
}
export interface NewMessage {
  /**
   * The caller’s own id, unique within the conversation. It makes the request idempotent: a retry with the same id and content stores nothing. Without it the service makes an id.
   */
  id?: string;
  role: MessageRole;
  text: string;
  /**
   * When the message was sent: at most a day in the future. The default is the time at which it is stored.
   */
  sentAt?: string;
  /**
   * The channel of the conversation. A new conversation gets `web` by default. If an existing conversation has another channel, the request is refused with 409 channel_mismatch.
   */
  channel?: string;
  customer?: Guest;
  /**
   * The emotion, if the caller knows it. A classifier then does not read it.
   */
  emotion?: {
    label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise';
    /**
     * How certain the label is, from 0 to 1.
     */
    confidence?: number;
    /**
     * How bad (-1) or good (1) the feeling is. The default is the usual valence of the label.
     */
    valence?: number;
  };
  metadata?: {
    [k: string]: unknown;
  };
  booking?: Place;
}
/**
 * The customer of the conversation. If an existing conversation has another customer, the request is refused with 409 customer_mismatch.

 */
export interface Guest {
  id: string;
  /**
   * null removes it. To replace or remove a stored value the key needs the scope `customers:write`; otherwise it stays, and the answer lists it in `unchanged`.
   */
  name?: string | null;
  /**
   * null removes it. To replace or remove a stored value the key needs the scope `customers:write`; otherwise it stays, and the answer lists it in `unchanged`.
   */
  email?: string | null;
  /**
   * null removes it. To replace or remove a stored value the key needs the scope `customers:write`; otherwise it stays, and the answer lists it in `unchanged`.
   */
  phone?: string | null;
  /**
   * null removes it.
   */
  locale?: string | null;
  /**
   * null removes it.
   */
  timeZone?: string | null;
}
/**
 * A booking to make for the customer of the conversation. It also needs the scope `bookings:write`. The message and the booking are both stored, or neither is.

 */
export interface Place {
  venueId: string;
  partySize: number;
  /**
   * The resources to book. Left out: the fewest and smallest that fit. Without the scope `bookings:staff` the party must need each of them, and be large enough for each.
   *
   * @minItems 1
   * @maxItems 12
   */
  resourceIds?: string[];
  area?: AreaWish;
  notes?: string;
  /**
   * @maxItems 20
   */
  tags?: string[];
  /**
   * Rules of the venue that this request may break; needs the scope `bookings:staff`. `hours`: the opening hours. `slot`: the grid of slots. `lead_time`: also a start in the past, if the stay has not ended. `horizon`. `pacing`. `party_size`: the sizes that the resources are meant for. `guest_overlap`: another booking of the guest at the same time. The timeline records those that were really broken. Two bookings can never have the same resource at the same time.
   *
   * @maxItems 7
   */
  override?: (
    'hours' | 'slot' | 'lead_time' | 'horizon' | 'pacing' | 'party_size' | 'guest_overlap'
  )[];
  /**
   * The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.
   */
  actor?: string;
  start: string;
  /**
   * Whether the booking is only held. It expires unless it is confirmed in time.
   */
  hold?: boolean;
}
export interface AreaWish {
  name: string;
  /**
   * Whether the party sits nowhere else. Otherwise it gets another place when the area is full.
   */
  required?: boolean;
}
export interface Message {
  id: string;
  conversationId: string;
  seq: number;
  role: MessageRole;
  /**
   * null once the customer is erased.
   */
  text: string | null;
  sentAt: string;
  createdAt: string;
  metadata: {
    [k: string]: unknown;
  } | null;
  /**
   * `none`: no emotion is read. `pending`: it is still to be read and counted. `folded`: it is in the statistics. `set_apart`: reading it failed too often, and it is not tried again. `erased`: the customer was erased.
   */
  emotionState: 'none' | 'pending' | 'folded' | 'set_apart' | 'erased';
  /**
   * The emotion of a message, given by the caller or read by the classifier after the message was stored. The built-in classifier reads English only and abstains from other languages. If Workers AI is configured, it reads those languages.
   */
  emotion: {
    /**
     * null when the classifier abstained.
     */
    label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise' | null;
    /**
     * How certain the label is, from 0 to 1.
     */
    confidence: number | null;
    /**
     * How bad (-1) or good (1) the feeling is.
     */
    valence: number | null;
    /**
     * Why the classifier gave no label, which is not the same as `neutral`. `low_confidence`: no label is likely enough. `unsupported`: the text is in a language that the classifier does not read.
     */
    abstained: 'low_confidence' | 'unsupported' | null;
    /**
     * For each label the probability that it applies, from 0 to 1. Several labels may apply, so the probabilities do not add up to 1.
     */
    probabilities: {
      anger?: number;
      disgust?: number;
      fear?: number;
      joy?: number;
      neutral?: number;
      sadness?: number;
      surprise?: number;
    } | null;
    /**
     * The classifier that read the emotion. `caller`: it came with the message. `operator`: it was corrected. `workers-ai/…`: a language model of Workers AI read it, which gives its own confidence and no probabilities.
     */
    modelVersion: string;
  } | null;
}
export interface Conversation {
  /**
   * The caller’s own id.
   */
  id: string;
  channel: string;
  /**
   * The caller’s own id of the customer.
   */
  customerId: string | null;
  /**
   * The number of messages.
   */
  messages: number;
  createdAt: string;
  lastMessageAt: string;
  attention: Attention;
  /**
   * null when the customer has given no name.
   */
  customerName: string | null;
  /**
   * The message with the highest `seq`.
   */
  lastMessage: {
    seq: number;
    role: MessageRole;
    /**
     * The first 200 characters of the text; null for a message without its text.
     */
    excerpt: string | null;
    /**
     * Whether the text is longer than the excerpt.
     */
    isCut: boolean;
    sentAt: string;
  } | null;
  /**
   * The mood after the message `attention.asOfSeq`, from -1 to 1; null before a message was read. A message of an agent sets it to 0.
   */
  mood: number | null;
  /**
   * How the customer’s emotions changed within the last 10 messages of the conversation: the mean valence of the first half of the customer’s labelled messages among them against that of the second half. null: fewer than two have a label.
   */
  recentTrend: {
    /**
     * From -1 (bad) to 1 (good).
     */
    beginning: number;
    /**
     * From -1 (bad) to 1 (good).
     */
    end: number;
    change: number;
    /**
     * `steady`: the change is less than 0.1.
     */
    direction: 'rising' | 'falling' | 'steady';
  } | null;
}
/**
 * Whether a person should look at the conversation, because the customer’s mood has turned bad and no agent has answered since. The mood follows the emotions of the customer’s messages. Without Workers AI these are read in English only, so a conversation in another language never needs attention unless the caller gives the emotions.

 */
export interface Attention {
  needed: boolean;
  /**
   * The message at which the mood turned.
   */
  sinceSeq: number | null;
  /**
   * When that message was stored.
   */
  since: string | null;
  /**
   * The mood after that message, from -1 to 1.
   */
  mood: number | null;
  /**
   * The emotion of that message.
   */
  label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise' | null;
  /**
   * The last message that this is about. The messages after it have not been included yet, because the emotion of one has not been read, or because the mood is being computed again after a correction.
   */
  asOfSeq: number;
}
export interface EmotionSummary {
  /**
   * Messages that have a label and are counted.
   */
  messages: number;
  /**
   * Messages that the classifier gave no label, which is not the same as `neutral`. The built-in classifier reads English only, so without Workers AI all messages in other languages are counted here.
   */
  abstained: number;
  /**
   * From -1 (bad) to 1 (good).
   */
  meanValence: number | null;
  /**
   * The standard deviation of the valence over all messages.
   */
  spread: number | null;
  /**
   * The labels that messages have, in alphabetical order.
   */
  labels: {
    label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise';
    messages: number;
    /**
     * The share of all labelled messages, 0 to 1.
     */
    share: number;
    /**
     * From -1 (bad) to 1 (good).
     */
    meanValence: number;
  }[];
}
export interface EmotionFreshness {
  /**
   * Every message that was stored before this time is counted.
   */
  asOf: string;
  /**
   * Messages whose emotion has not been read yet; at most 10000.
   */
  pending: number;
  /**
   * Messages whose emotion could not be read, and that are not tried again.
   */
  setApart: number;
  /**
   * The version of the current classifier.
   */
  modelVersion: string;
  /**
   * How many messages each model version has read.
   */
  messagesByModel: {
    [k: string]: number;
  };
}
export interface CorrectedEmotion {
  id: string;
  conversationId: string;
  label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise';
  /**
   * From -1 (bad) to 1 (good).
   */
  valence: number;
}
export interface EmotionCorrection {
  label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise';
  /**
   * How bad (-1) or good (1) the feeling is. The default is the usual valence of the label.
   */
  valence?: number;
}
export interface ListedCustomer {
  /**
   * The caller’s own id.
   */
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  locale: string | null;
  timeZone: string | null;
  tags: string[];
  createdAt: string;
  lastSeenAt: string;
}
export interface Customer {
  /**
   * The caller’s own id.
   */
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  locale: string | null;
  timeZone: string | null;
  tags: string[];
  createdAt: string;
  lastSeenAt: string;
  /**
   * What the guest likes.
   */
  preferences: string | null;
  /**
   * What the staff should know. null if there are none, or if the key lacks the scope `customers:notes`; `withheld` then names the field.
   */
  staffNotes: string | null;
  /**
   * Raised by each change of the details.
   */
  version: number;
  /**
   * When the owner of the email address has ended email from the workspace; null while it is sent.
   */
  unsubscribedAt: string | null;
  /**
   * Since when the guest may not book, and why; null for a guest who may book, and for a key without the scope `bookings:staff`.
   */
  refusal?: {
    /**
     * Since when the guest may not book.
     */
    at: string;
    reason: string | null;
  } | null;
  /**
   * The number of conversations. Counting stops at 10000.
   */
  conversations: number;
  /**
   * How the newest 2,000 bookings ended, at all venues of the workspace. null if the key lacks the scope `bookings:read`.
   */
  attendance: {
    /**
     * Bookings that were seated or finished.
     */
    visits: number;
    noShows: number;
    /**
     * Bookings that were cancelled after `cancelBefore`.
     */
    lateCancellations: number;
    /**
     * The latest start of a booking that was seated or finished.
     */
    lastVisitAt: string | null;
  } | null;
  /**
   * The mood of the conversation with the newest message, among the 20 newest conversations; null before a message was read.
   */
  recentMood: {
    /**
     * From -1 to 1.
     */
    mood: number;
    conversationId: string;
    /**
     * The time of the conversation’s last message.
     */
    at: string;
  } | null;
  /**
   * The customers that were merged into this one, with their last contacts. A search by these finds this customer.
   */
  merged: {
    /**
     * An id that names this customer too.
     */
    id: string;
    name: string | null;
    email: string | null;
    phone: string | null;
    at: string;
  }[];
  /**
   * The changes of contact details since the customer was stored, the newest first and at most a hundred.
   */
  changes: {
    at: string;
    /**
     * The contact details that were set, replaced or removed.
     */
    fields: ('name' | 'email' | 'phone')[];
    /**
     * The API key that made the change; null if it is unknown.
     */
    keyId: string | null;
  }[];
  /**
   * The fields that are null because the key lacks the scope to read them.
   */
  withheld: ('attendance' | 'staffNotes')[];
}
export interface CustomerChange {
  /**
   * null removes it.
   */
  name?: string | null;
  /**
   * null removes it.
   */
  email?: string | null;
  /**
   * null removes it.
   */
  phone?: string | null;
  /**
   * null removes it.
   */
  locale?: string | null;
  /**
   * null removes it.
   */
  timeZone?: string | null;
  /**
   * They replace the stored ones.
   *
   * @maxItems 20
   */
  tags?: string[];
  /**
   * What the guest likes, such as a table by the window. null removes it.
   */
  preferences?: string | null;
  /**
   * What the staff should know. It is never shown to guests, and needs the scope `customers:notes`. null removes it.
   */
  staffNotes?: string | null;
}
export interface Merge {
  /**
   * The id of the customer that stays.
   */
  into: string;
}
export interface Refusal {
  /**
   * Since when the guest may not book.
   */
  at: string;
  reason: string | null;
}
export interface NewRefusal {
  /**
   * For the staff: no answer to a booking contains it.
   */
  reason: string;
}
export interface CustomerExport {
  customer: Customer;
  /**
   * The conversations of this page’s messages.
   */
  conversations: {
    /**
     * The caller’s own id.
     */
    id: string;
    channel: string;
    /**
     * The caller’s own id of the customer.
     */
    customerId: string | null;
    /**
     * The number of messages.
     */
    messages: number;
    createdAt: string;
    lastMessageAt: string;
    attention: Attention;
    /**
     * null before a message was read.
     */
    mood: {
      /**
       * From -1 to 1.
       */
      mood: number;
      /**
       * The last message that the mood includes.
       */
      asOfSeq: number;
    } | null;
    /**
     * How many messages have each emotion, with the sum of their valences and of the squares.
     */
    statistics: {
      role: MessageRole;
      label:
        'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise' | 'abstained';
      modelVersion: string;
      messages: number;
      valenceSum: number;
      valenceSquares: number;
    }[];
  }[];
  /**
   * In the order of conversation and seq.
   */
  messages: Message[];
  /**
   * Those raised by this page’s messages.
   */
  attentionEvents: AttentionEvent[];
  /**
   * Corrections of the emotions of this page’s messages.
   */
  corrections: ExportedCorrection[];
  bookings: Booking[];
  /**
   * The series of which this page has the first booking.
   */
  series: ExportedSeries[];
  /**
   * What happened to the bookings, with the reasons that were given.
   */
  timeline: (TimelineEvent & {
    bookingId: string;
  })[];
  /**
   * The follow-ups of the bookings, and the webhooks about bookings, messages and moods: what was sent, when and over which channel, with all attempts.
   */
  jobs: (Job & {
    /**
     * The stored state. A `planned` job may still be suppressed when it is due; the timeline of its booking shows that in advance.
     */
    state?: 'planned' | 'delivered' | 'suppressed' | 'dead';
    attempts?: {
      at: string;
      /**
       * `delivered`, `retry`, `suppressed` or `dead`.
       */
      outcome: string;
      /**
       * A code for the failure, such as `timeout`.
       */
      reason: string | null;
      /**
       * The receiver’s HTTP status.
       */
      status: number | null;
      /**
       * How long the attempt took.
       */
      latencyMs: number | null;
      /**
       * The first bytes of the answer of a webhook’s receiver.
       */
      answer: string | null;
    }[];
    /**
     * The language of the text.
     */
    locale: string | null;
    subject: string | null;
    text: string | null;
    /**
     * The conversation that a webhook reports; null for a job of a booking.
     */
    conversationId: string | null;
    /**
     * The message that a webhook reports.
     */
    seq: number | null;
  })[];
  waitlist: (WaitlistEntry & {
    /**
     * When the entry ended; null while it lasts.
     */
    leftAt: string | null;
  })[];
  /**
   * The requests with an Idempotency-Key, for 30 days.
   */
  idempotencyKeys: {
    key: string;
    createdAt: string;
    /**
     * The operation that was requested.
     */
    operation: string | null;
    /**
     * The HTTP status of the answer.
     */
    status: number | null;
    /**
     * The code of a refusal.
     */
    code: string | null;
    /**
     * The id in the answer as it is stored, without a prefix.
     */
    thingId: string | null;
    /**
     * The version in the answer.
     */
    version: number | null;
    /**
     * The answer as it is stored, to be given again to a retry; null after a day.
     */
    answer: {
      [k: string]: unknown;
    } | null;
  }[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}
export interface AttentionEvent {
  conversationId: string;
  /**
   * The message at which the mood turned.
   */
  seq: number;
  /**
   * From -1 to 1.
   */
  mood: number;
  label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise';
  raisedAt: string;
}
export interface ExportedCorrection {
  conversationId: string;
  /**
   * The message whose emotion was corrected.
   */
  seq: number;
  fromLabel:
    'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise' | 'abstained' | null;
  fromValence: number | null;
  fromModelVersion: string | null;
  toLabel: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise';
  toValence: number;
  at: string;
  /**
   * The API key that made the correction.
   */
  keyId: string;
}
export interface ExportedSeries {
  id: string;
  venueId: string;
  /**
   * The caller’s own id.
   */
  customerId: string | null;
  repeat: string;
  /**
   * The first occurrence that was asked for, in the local time of the venue.
   */
  start: string;
  timeZone: string;
  createdAt: string;
  /**
   * The occurrences that could not be had when it was made.
   */
  missing: {
    /**
     * The local time at the venue, with its offset from UTC.
     */
    start: string;
    /**
     * The code of the problem that a single booking would get.
     */
    code: string;
  }[];
}
export interface TimelineEvent {
  version: number;
  /**
   * The act, such as `cancel` or `undo`; `held`, `requested`, `confirmed`, `walk_in` or `expired` where there was none.
   */
  event: string;
  /**
   * The state after the event.
   */
  state:
    | 'held'
    | 'requested'
    | 'confirmed'
    | 'seated'
    | 'finished'
    | 'cancelled'
    | 'declined'
    | 'no_show'
    | 'expired';
  /**
   * The local time at the venue, with its offset from UTC.
   */
  start: string;
  /**
   * The end of the stay after the event; null for some events of earlier versions.
   */
  end: string | null;
  partySize: number;
  resourceIds: string[];
  /**
   * The API key that acted; null when the booking changed by time alone.
   */
  keyId: string | null;
  reason: string | null;
  /**
   * The person who acted, as the request named them.
   */
  actor: string | null;
  /**
   * The rules of the venue that the act broke with permission (`override`).
   */
  overrides: string[];
  /**
   * Of the event `undo`: the version of the event that it has undone.
   */
  undoes: number | null;
  /**
   * The version of the event `undo` that has undone this event.
   */
  undoneBy: number | null;
  at: string;
}
export interface Job {
  /**
   * For a webhook job it is also the `webhook-id` of the requests.
   */
  id: string;
  /**
   * What the job does: it sends a text to the guest, checks for a no-show (`no_show_check`), or reports an event to a webhook (`event`).
   */
  kind:
    | 'confirmation'
    | 'moved'
    | 'cancellation'
    | 'restored'
    | 'reminder'
    | 'upsell'
    | 'thank_you'
    | 'waitlist_offer'
    | 'request_received'
    | 'request_withdrawn'
    | 'request_declined'
    | 'request_expired'
    | 'request_reopened'
    | 'no_show_check'
    | 'event';
  /**
   * How the job is delivered: to the guest by email or in the conversation, to a webhook, or as a change of the booking itself.
   */
  channel: 'email' | 'conversation' | 'webhook' | 'booking';
  /**
   * The type of event that a webhook receives; null for other kinds.
   */
  event: string | null;
  webhookId: string | null;
  bookingId: string | null;
  /**
   * The version of the booking that the job was planned for.
   */
  version: number | null;
  /**
   * The version that set the booking’s time and party when the job was planned. If another version has set them since, the job is suppressed as `superseded`. Null: later changes do not suppress the job.
   */
  scheduleVersion: number | null;
  /**
   * `dead`: given up after its last attempt. A booking’s timeline also shows a job that is not due yet as `suppressed` when, in the current state, it will not be delivered, for example a reminder of a cancelled booking. Its `finishedAt` is null.
   */
  state: 'planned' | 'delivered' | 'suppressed' | 'dead';
  /**
   * Why the job is suppressed, dead or postponed, or what went wrong at its last attempt: for example `cancelled` (the booking’s state), `superseded`, `switched_off` or `channel_off` (the venue’s settings no longer ask for it), or `http_500`.
   */
  reason: string | null;
  /**
   * The local time that the text names, or would name if it were sent now; null for jobs without a text.
   */
  when: string | null;
  /**
   * When the job was planned to be carried out.
   */
  dueAt: string;
  /**
   * When the job is next attempted; null when no attempt is waiting.
   */
  nextAttemptAt: string | null;
  /**
   * When the job was delivered, suppressed or given up.
   */
  finishedAt: string | null;
  attempts: {
    at: string;
    /**
     * `delivered`, `retry`, `suppressed` or `dead`.
     */
    outcome: string;
    /**
     * A code for the failure, such as `timeout`.
     */
    reason: string | null;
    /**
     * The receiver’s HTTP status.
     */
    status: number | null;
    /**
     * How long the attempt took.
     */
    latencyMs: number | null;
  }[];
}
export interface WaitlistEntry {
  id: string;
  venueId: string;
  customerId: string | null;
  conversationId: string | null;
  /**
   * `waiting`: the party has no offer yet. `offered`: a place is held for the party. `accepted`: the party has a booking. `passed`: the offer expired, and the place goes to the next party. `declined`: the offered booking was cancelled. `lapsed`: the window ended before a place became free. `left`: the party left the waitlist.
   */
  state: 'waiting' | 'offered' | 'accepted' | 'passed' | 'declined' | 'lapsed' | 'left';
  /**
   * The local time at the venue, with its offset from UTC.
   */
  earliest: string;
  /**
   * The local time at the venue, with its offset from UTC.
   */
  latest: string;
  timeZone: string;
  partySize: number;
  notes: string | null;
  /**
   * The booking that is or was held for the party; null before its offer.
   */
  offer: {
    bookingId: string;
    /**
     * The local time at the venue, with its offset from UTC.
     */
    start: string;
    /**
     * When the offer expires; null once the booking is not held.
     */
    expiresAt: string | null;
  } | null;
  createdAt: string;
}
export interface ErasureReceipt {
  /**
   * When the customer was erased. From then on, nothing about the customer is shown or stored.
   */
  erasedAt: string;
  /**
   * `running`: the contents are being erased a page at a time. `finished`: nothing is left.
   */
  state?: 'running' | 'finished';
  finishedAt?: string | null;
  /**
   * How many conversations were erased so far.
   */
  conversations: number;
  messages: number;
  /**
   * How many messages were taken out of the statistics.
   */
  statisticsSubtracted: number;
  bookings: number;
  /**
   * How many follow-ups lost their text.
   */
  jobs: number;
  remaining?: {
    /**
     * How many messages are still to be erased.
     */
    messages: number;
    /**
     * How many bookings are still to be erased.
     */
    bookings: number;
  };
  customerId: string;
}
export interface Retention {
  /**
   * For how many days after its newest message a conversation is kept; null: for ever. A conversation with a booking that has not ended is kept longer.
   */
  conversationsDays: number | null;
  /**
   * For how many days after its end a booking is kept, and a waitlist entry after its window; null: for ever.
   */
  bookingsDays: number | null;
}
export interface Venue {
  id: string;
  name: string;
  timeZone: string;
  /**
   * Minutes between two slots.
   */
  slotInterval: number;
  /**
   * How many minutes a party stays, by its size, rising by `maxParty`. The last entry holds for all larger parties.
   *
   * @minItems 1
   * @maxItems 20
   */
  turnTimes: {
    maxParty: number;
    minutes: number;
  }[];
  /**
   * Minutes for which a table is kept free before a party.
   */
  bufferBefore: number;
  /**
   * Minutes for which a table is kept free after a party.
   */
  bufferAfter: number;
  /**
   * How many minutes before its start a booking must be made.
   */
  leadTime: number;
  /**
   * How many local days ahead bookings are taken.
   */
  horizonDays: number;
  /**
   * The most parties that may start in a quarter hour; null: no limit.
   */
  pacingParties: number | null;
  /**
   * The most covers that may start in a quarter hour; null: no limit.
   */
  pacingCovers: number | null;
  /**
   * How long a hold lasts.
   */
  holdSeconds: number;
  /**
   * How many minutes before its start a booking can be cancelled in time. A later cancellation is recorded as late.
   */
  cancellationCutoff: number;
  /**
   * How many minutes before closing the last party may start; it may then stay past closing. Null: a party must have left by closing, so its turn time decides.
   */
  lastSeating: number | null;
  /**
   * How many minutes before its start a party can be seated, or recorded as having left. Earlier it is 409 `too_early`.
   */
  seatingWindow: number;
  /**
   * How many minutes after its start a booking can become a no-show. For a party that is late they count from the expected time.
   */
  lateGrace: number;
  /**
   * For how many minutes seating, finishing, a no-show, a cancellation, an answer to a request and the expiry of a hold or request can be undone; 0: never.
   */
  undoMinutes: number;
  followUps: FollowUps;
  /**
   * Whether waiting parties are offered a free place before a new request gets it.
   */
  waitlistFirst: boolean;
  /**
   * How long an offer to a waiting party lasts. It never lasts past its start time.
   */
  offerSeconds: number;
  /**
   * The postal address, in one or more lines. Email and calendar entries have it.
   */
  address: string | null;
  /**
   * The telephone number in the form of E.164. Email has it.
   */
  phone: string | null;
  /**
   * A URL with `https`. Email has it.
   */
  website: string | null;
  /**
   * The address to which guests’ answers to email go, and the organizer of calendar entries. Null: the address that email comes from.
   */
  replyTo: string | null;
  /**
   * What guests are told about cancelling, in their own words. Email about a coming visit has it. `cancellationCutoff` decides what is recorded as late.
   */
  cancellationPolicy: string | null;
  /**
   * The most bookings of one guest at the venue that are still to come, held ones included; null: no limit. It does not apply to keys with `bookings:staff`.
   */
  guestBookings: number | null;
  /**
   * The most open holds of one guest at the venue; null: no limit. It does not apply to keys with `bookings:staff`.
   */
  guestHolds: number | null;
  /**
   * The most bookings of one guest on one date of the venue, as its list of bookings has them, without cancelled and expired ones; null: no limit. It does not apply to keys with `bookings:staff`.
   */
  guestBookingsPerDay: number | null;
  /**
   * Whether a guest may have two bookings of the workspace at the same time. `refuse`: the second one is refused with 409 guest_overlap, also for keys with `bookings:staff`. A booking without a guest and an offer of the waitlist are not checked.
   */
  guestOverlap: 'refuse' | 'allow';
  /**
   * The smallest party whose booking the venue has to approve; 1: every booking; null: none. Such a booking is `requested`, unless a key with `bookings:staff` makes it.
   */
  approvalFrom: number | null;
  /**
   * For how many minutes a request holds its place and waits for an answer. It never waits past its start.
   */
  approvalMinutes: number;
  hours: {
    weekly: {
      /**
       * The local time of the first slot.
       */
      opens: string;
      /**
       * The local time by which every party has left, unless another period opens at this time or the venue’s `lastSeating` says otherwise. A time at or before `opens` is on the next day; midnight is 00:00.
       */
      closes: string;
      weekday: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
    }[];
    exceptions: {
      date: string;
      periods: {
        /**
         * The local time of the first slot.
         */
        opens: string;
        /**
         * The local time by which every party has left, unless another period opens at this time or the venue’s `lastSeating` says otherwise. A time at or before `opens` is on the next day; midnight is 00:00.
         */
        closes: string;
      }[];
    }[];
  };
  createdAt: string;
}
export interface FollowUps {
  /**
   * How many minutes before the start each reminder is sent.
   *
   * @maxItems 5
   */
  reminders: number[];
  /**
   * How many minutes after the end the thank-you is sent; null: never.
   */
  thankYouAfter: number | null;
  /**
   * A link in the thank-you. The booking’s id is added to its query as `booking`.
   */
  feedbackUrl: string | null;
  /**
   * An offer that is sent before the visit; null: none.
   */
  upsell: {
    /**
     * Minutes before the start.
     */
    before: number;
    text: string;
  } | null;
  /**
   * How many minutes after the start a booking that is still confirmed becomes a no-show; null: never.
   */
  noShowAfter: number | null;
  /**
   * How texts reach guests: by email, if an address is known, and as a message in the booking’s conversation. Leave `conversation` out if an assistant already confirms bookings there.
   *
   * @maxItems 2
   */
  channels: ('email' | 'conversation')[];
}
export interface NewVenue {
  name: string;
  /**
   * A time zone of the IANA database, not an abbreviation such as CET.
   */
  timeZone: string;
  /**
   * Minutes between two slots.
   */
  slotInterval?: number;
  /**
   * How many minutes a party stays, by its size, rising by `maxParty`. The last entry holds for all larger parties.
   *
   * @minItems 1
   * @maxItems 20
   */
  turnTimes?: {
    maxParty: number;
    minutes: number;
  }[];
  /**
   * Minutes for which a table is kept free before a party.
   */
  bufferBefore?: number;
  /**
   * Minutes for which a table is kept free after a party.
   */
  bufferAfter?: number;
  /**
   * How many minutes before its start a booking must be made.
   */
  leadTime?: number;
  /**
   * How many local days ahead bookings are taken.
   */
  horizonDays?: number;
  /**
   * The most parties that may start in a quarter hour; null: no limit.
   */
  pacingParties?: number | null;
  /**
   * The most covers that may start in a quarter hour; null: no limit.
   */
  pacingCovers?: number | null;
  /**
   * How long a hold lasts.
   */
  holdSeconds?: number;
  /**
   * How many minutes before its start a booking can be cancelled in time. A later cancellation is recorded as late.
   */
  cancellationCutoff?: number;
  /**
   * How many minutes before closing the last party may start; it may then stay past closing. Null: a party must have left by closing, so its turn time decides.
   */
  lastSeating?: number | null;
  /**
   * How many minutes before its start a party can be seated, or recorded as having left. Earlier it is 409 `too_early`.
   */
  seatingWindow?: number;
  /**
   * How many minutes after its start a booking can become a no-show. For a party that is late they count from the expected time.
   */
  lateGrace?: number;
  /**
   * For how many minutes seating, finishing, a no-show, a cancellation, an answer to a request and the expiry of a hold or request can be undone; 0: never.
   */
  undoMinutes?: number;
  followUps?: {
    /**
     * How many minutes before the start each reminder is sent.
     *
     * @maxItems 5
     */
    reminders?: number[];
    /**
     * How many minutes after the end the thank-you is sent; null: never.
     */
    thankYouAfter?: number | null;
    /**
     * A link in the thank-you. The booking’s id is added to its query as `booking`.
     */
    feedbackUrl?: string | null;
    /**
     * An offer that is sent before the visit; null: none.
     */
    upsell?: {
      /**
       * Minutes before the start.
       */
      before: number;
      text: string;
    } | null;
    /**
     * How many minutes after the start a booking that is still confirmed becomes a no-show; null: never.
     */
    noShowAfter?: number | null;
    /**
     * How texts reach guests: by email, if an address is known, and as a message in the booking’s conversation. Leave `conversation` out if an assistant already confirms bookings there.
     *
     * @maxItems 2
     */
    channels?: ('email' | 'conversation')[];
  };
  /**
   * Whether waiting parties are offered a free place before a new request gets it.
   */
  waitlistFirst?: boolean;
  /**
   * How long an offer to a waiting party lasts. It never lasts past its start time.
   */
  offerSeconds?: number;
  /**
   * The postal address, in one or more lines. Email and calendar entries have it.
   */
  address?: string | null;
  /**
   * The telephone number in the form of E.164. Email has it.
   */
  phone?: string | null;
  /**
   * A URL with `https`. Email has it.
   */
  website?: string | null;
  /**
   * The address to which guests’ answers to email go, and the organizer of calendar entries. Null: the address that email comes from.
   */
  replyTo?: string | null;
  /**
   * What guests are told about cancelling, in their own words. Email about a coming visit has it. `cancellationCutoff` decides what is recorded as late.
   */
  cancellationPolicy?: string | null;
  /**
   * The most bookings of one guest at the venue that are still to come, held ones included; null: no limit. It does not apply to keys with `bookings:staff`.
   */
  guestBookings?: number | null;
  /**
   * The most open holds of one guest at the venue; null: no limit. It does not apply to keys with `bookings:staff`.
   */
  guestHolds?: number | null;
  /**
   * The most bookings of one guest on one date of the venue, as its list of bookings has them, without cancelled and expired ones; null: no limit. It does not apply to keys with `bookings:staff`.
   */
  guestBookingsPerDay?: number | null;
  /**
   * Whether a guest may have two bookings of the workspace at the same time. `refuse`: the second one is refused with 409 guest_overlap, also for keys with `bookings:staff`. A booking without a guest and an offer of the waitlist are not checked.
   */
  guestOverlap?: 'refuse' | 'allow';
  /**
   * The smallest party whose booking the venue has to approve; 1: every booking; null: none. Such a booking is `requested`, unless a key with `bookings:staff` makes it.
   */
  approvalFrom?: number | null;
  /**
   * For how many minutes a request holds its place and waits for an answer. It never waits past its start.
   */
  approvalMinutes?: number;
}
/**
 * The held, confirmed and seated bookings that have not ended and no longer fit. They stay as they are: move or cancel them yourself.

 */
export interface AffectedBookings {
  /**
   * How many bookings no longer fit.
   */
  count: number;
  /**
   * The first 100 of them, in the order of their starts.
   */
  data: {
    id: string;
    /**
     * The local time at the venue, with its offset from UTC.
     */
    start: string;
    partySize: number;
    /**
     * `outside_hours`: the venue is not open for the whole stay. `party_too_large`: the resources are too small for the party. `resource_deleted`, `combination_deleted`, `venue_deleted`: what the booking occupies is out of service.
     */
    reason:
      | 'outside_hours'
      | 'party_too_large'
      | 'resource_deleted'
      | 'combination_deleted'
      | 'venue_deleted';
  }[];
}
export interface VenueChange {
  name?: string;
  /**
   * A time zone of the IANA database, not an abbreviation such as CET.
   */
  timeZone?: string;
  /**
   * Minutes between two slots.
   */
  slotInterval?: number;
  /**
   * How many minutes a party stays, by its size, rising by `maxParty`. The last entry holds for all larger parties.
   *
   * @minItems 1
   * @maxItems 20
   */
  turnTimes?: {
    maxParty: number;
    minutes: number;
  }[];
  /**
   * Minutes for which a table is kept free before a party.
   */
  bufferBefore?: number;
  /**
   * Minutes for which a table is kept free after a party.
   */
  bufferAfter?: number;
  /**
   * How many minutes before its start a booking must be made.
   */
  leadTime?: number;
  /**
   * How many local days ahead bookings are taken.
   */
  horizonDays?: number;
  /**
   * The most parties that may start in a quarter hour; null: no limit.
   */
  pacingParties?: number | null;
  /**
   * The most covers that may start in a quarter hour; null: no limit.
   */
  pacingCovers?: number | null;
  /**
   * How long a hold lasts.
   */
  holdSeconds?: number;
  /**
   * How many minutes before its start a booking can be cancelled in time. A later cancellation is recorded as late.
   */
  cancellationCutoff?: number;
  /**
   * How many minutes before closing the last party may start; it may then stay past closing. Null: a party must have left by closing, so its turn time decides.
   */
  lastSeating?: number | null;
  /**
   * How many minutes before its start a party can be seated, or recorded as having left. Earlier it is 409 `too_early`.
   */
  seatingWindow?: number;
  /**
   * How many minutes after its start a booking can become a no-show. For a party that is late they count from the expected time.
   */
  lateGrace?: number;
  /**
   * For how many minutes seating, finishing, a no-show, a cancellation, an answer to a request and the expiry of a hold or request can be undone; 0: never.
   */
  undoMinutes?: number;
  followUps?: {
    /**
     * How many minutes before the start each reminder is sent.
     *
     * @maxItems 5
     */
    reminders?: number[];
    /**
     * How many minutes after the end the thank-you is sent; null: never.
     */
    thankYouAfter?: number | null;
    /**
     * A link in the thank-you. The booking’s id is added to its query as `booking`.
     */
    feedbackUrl?: string | null;
    /**
     * An offer that is sent before the visit; null: none.
     */
    upsell?: {
      /**
       * Minutes before the start.
       */
      before: number;
      text: string;
    } | null;
    /**
     * How many minutes after the start a booking that is still confirmed becomes a no-show; null: never.
     */
    noShowAfter?: number | null;
    /**
     * How texts reach guests: by email, if an address is known, and as a message in the booking’s conversation. Leave `conversation` out if an assistant already confirms bookings there.
     *
     * @maxItems 2
     */
    channels?: ('email' | 'conversation')[];
  };
  /**
   * Whether waiting parties are offered a free place before a new request gets it.
   */
  waitlistFirst?: boolean;
  /**
   * How long an offer to a waiting party lasts. It never lasts past its start time.
   */
  offerSeconds?: number;
  /**
   * The postal address, in one or more lines. Email and calendar entries have it.
   */
  address?: string | null;
  /**
   * The telephone number in the form of E.164. Email has it.
   */
  phone?: string | null;
  /**
   * A URL with `https`. Email has it.
   */
  website?: string | null;
  /**
   * The address to which guests’ answers to email go, and the organizer of calendar entries. Null: the address that email comes from.
   */
  replyTo?: string | null;
  /**
   * What guests are told about cancelling, in their own words. Email about a coming visit has it. `cancellationCutoff` decides what is recorded as late.
   */
  cancellationPolicy?: string | null;
  /**
   * The most bookings of one guest at the venue that are still to come, held ones included; null: no limit. It does not apply to keys with `bookings:staff`.
   */
  guestBookings?: number | null;
  /**
   * The most open holds of one guest at the venue; null: no limit. It does not apply to keys with `bookings:staff`.
   */
  guestHolds?: number | null;
  /**
   * The most bookings of one guest on one date of the venue, as its list of bookings has them, without cancelled and expired ones; null: no limit. It does not apply to keys with `bookings:staff`.
   */
  guestBookingsPerDay?: number | null;
  /**
   * Whether a guest may have two bookings of the workspace at the same time. `refuse`: the second one is refused with 409 guest_overlap, also for keys with `bookings:staff`. A booking without a guest and an offer of the waitlist are not checked.
   */
  guestOverlap?: 'refuse' | 'allow';
  /**
   * The smallest party whose booking the venue has to approve; 1: every booking; null: none. Such a booking is `requested`, unless a key with `bookings:staff` makes it.
   */
  approvalFrom?: number | null;
  /**
   * For how many minutes a request holds its place and waits for an answer. It never waits past its start.
   */
  approvalMinutes?: number;
}
export interface Deletion {
  affectedBookings: AffectedBookings;
}
export interface OpeningHours {
  /**
   * @maxItems 70
   */
  weekly: {
    /**
     * The local time of the first slot.
     */
    opens: string;
    /**
     * The local time by which every party has left, unless another period opens at this time or the venue’s `lastSeating` says otherwise. A time at or before `opens` is on the next day; midnight is 00:00.
     */
    closes: string;
    weekday: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
  }[];
  /**
   * Dates whose hours replace the weekly hours.
   *
   * @maxItems 400
   */
  exceptions?: {
    date: string;
    /**
     * The hours of that date; empty when it is closed.
     *
     * @maxItems 10
     */
    periods: {
      /**
       * The local time of the first slot.
       */
      opens: string;
      /**
       * The local time by which every party has left, unless another period opens at this time or the venue’s `lastSeating` says otherwise. A time at or before `opens` is on the next day; midnight is 00:00.
       */
      closes: string;
    }[];
  }[];
}
export interface Resource {
  id: string;
  name: string;
  kind: string;
  minParty: number;
  maxParty: number;
  priority: number;
  area: string | null;
}
export interface NewResource {
  name: string;
  kind?: 'table' | 'chair' | 'room' | 'person';
  minParty?: number;
  maxParty: number;
  /**
   * Of two resources that fit a party equally well, the lower priority is taken first.
   */
  priority?: number;
  /**
   * The area that it stands in, such as a terrace. An area has no other settings: it is the resources that name it.
   */
  area?: string | null;
}
export interface Combination {
  id: string;
  resourceIds: string[];
  minParty: number;
  maxParty: number;
  priority: number;
}
export interface ResourceChange {
  name?: string;
  kind?: 'table' | 'chair' | 'room' | 'person';
  minParty?: number;
  maxParty?: number;
  /**
   * Of two resources that fit a party equally well, the lower priority is taken first.
   */
  priority?: number;
  /**
   * The area that it stands in, such as a terrace. An area has no other settings: it is the resources that name it.
   */
  area?: string | null;
}
export interface NewCombination {
  /**
   * @minItems 2
   * @maxItems 12
   */
  resourceIds: string[];
  minParty?: number;
  maxParty: number;
  /**
   * Of two resources that fit a party equally well, the lower priority is taken first.
   */
  priority?: number;
}
export interface Availability {
  timeZone: string;
  days: {
    /**
     * The local date at the venue on which the periods of the slots open. A slot at 00:30 in a period from 18:00 to 02:00 is listed under the date before.
     */
    date: string;
    /**
     * Whether the date has no slots.
     */
    closed: boolean;
    /**
     * Why the date has no slots. `closed`: no period opens on it, or blocks of the whole venue take the place of all of them. `outside_hours`: what is open is too short for the stay of the party. null for a date with slots.
     */
    reason: 'closed' | 'outside_hours' | null;
    slots: {
      /**
       * The local time at the venue, with its offset from UTC.
       */
      start: string;
      /**
       * Whether the slot can be booked, or the code with which a booking is refused. `full`: no table is free, because of bookings or blocks, or pacing allows no more. `too_late`: within the venue’s lead time. `beyond_horizon`: further ahead than the venue takes bookings. `party_too_large`: no table or combination takes so many. `party_too_small`: those that are large enough are meant for larger parties.
       */
      status:
        'free' | 'full' | 'too_late' | 'beyond_horizon' | 'party_too_large' | 'party_too_small';
      /**
       * Whether a place in the area that was asked for is free.
       */
      inArea?: boolean;
    }[];
  }[];
  venueId: string;
  partySize: number;
}
export interface MadeBlock {
  id: string;
  venueId: string;
  /**
   * Null for an area, and for the whole venue.
   */
  resourceIds: string[] | null;
  area: string | null;
  /**
   * Whether the whole venue is closed.
   */
  all: boolean;
  /**
   * When the first occurrence begins, in the local time of the venue.
   */
  from: string;
  to: string;
  repeat: string | null;
  reason: string | null;
  createdAt: string;
  /**
   * The bookings around which the block is stored.
   */
  keptBookings: {
    count: number;
    /**
     * The first 100 of them, in the order of their starts.
     */
    data: string[];
  };
}
export interface NewBlock {
  /**
   * The resources to block.
   *
   * @minItems 1
   * @maxItems 300
   */
  resourceIds?: string[];
  /**
   * The area to block, also for resources that it gets later.
   */
  area?: string;
  /**
   * Closes the whole venue, like an exception in its opening hours.
   */
  all?: true;
  /**
   * When it begins, in the local time of the venue. A time that a clock change skips is moved forward; of one that occurs twice, the second is meant.
   */
  from: string;
  /**
   * When it ends, in the same form.
   */
  to: string;
  /**
   * Repeats the block: a part of RRULE in RFC 5545 with `FREQ` (`DAILY`, `WEEKLY`, `MONTHLY`, `YEARLY`), `INTERVAL`, `COUNT` or `UNTIL` (a local date or time), `BYDAY` and `BYMONTHDAY`. `from` must be an occurrence.
   */
  repeat?: string;
  /**
   * Why, for the staff. It must not name a guest.
   */
  reason?: string;
  /**
   * Whether the block is stored around the bookings that lie in it. Otherwise they refuse it.
   */
  keepBookings?: boolean;
}
export interface Block {
  id: string;
  venueId: string;
  /**
   * Null for an area, and for the whole venue.
   */
  resourceIds: string[] | null;
  area: string | null;
  /**
   * Whether the whole venue is closed.
   */
  all: boolean;
  /**
   * When the first occurrence begins, in the local time of the venue.
   */
  from: string;
  to: string;
  repeat: string | null;
  reason: string | null;
  createdAt: string;
}
export interface NewBooking {
  venueId: string;
  partySize: number;
  /**
   * The resources to book. Left out: the fewest and smallest that fit. Without the scope `bookings:staff` the party must need each of them, and be large enough for each.
   *
   * @minItems 1
   * @maxItems 12
   */
  resourceIds?: string[];
  area?: AreaWish;
  notes?: string;
  /**
   * @maxItems 20
   */
  tags?: string[];
  /**
   * Rules of the venue that this request may break; needs the scope `bookings:staff`. `hours`: the opening hours. `slot`: the grid of slots. `lead_time`: also a start in the past, if the stay has not ended. `horizon`. `pacing`. `party_size`: the sizes that the resources are meant for. `guest_overlap`: another booking of the guest at the same time. The timeline records those that were really broken. Two bookings can never have the same resource at the same time.
   *
   * @maxItems 7
   */
  override?: (
    'hours' | 'slot' | 'lead_time' | 'horizon' | 'pacing' | 'party_size' | 'guest_overlap'
  )[];
  /**
   * The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.
   */
  actor?: string;
  start: string;
  /**
   * Whether the booking is only held. It expires unless it is confirmed in time.
   */
  hold?: boolean;
  walkIn?: false;
  customer: Guest;
  /**
   * The caller’s own id of the conversation in which the booking is made. A conversation without a customer gets the customer of the booking. If it has another customer, the request is refused with 409 customer_mismatch.
   */
  conversationId?: string;
}
export interface WalkIn {
  venueId: string;
  partySize: number;
  /**
   * The resources to book. Left out: the fewest and smallest that fit. Without the scope `bookings:staff` the party must need each of them, and be large enough for each.
   *
   * @minItems 1
   * @maxItems 12
   */
  resourceIds?: string[];
  area?: AreaWish;
  notes?: string;
  /**
   * @maxItems 20
   */
  tags?: string[];
  /**
   * Rules of the venue that this request may break; needs the scope `bookings:staff`. `hours`: the opening hours. `slot`: the grid of slots. `lead_time`: also a start in the past, if the stay has not ended. `horizon`. `pacing`. `party_size`: the sizes that the resources are meant for. `guest_overlap`: another booking of the guest at the same time. The timeline records those that were really broken. Two bookings can never have the same resource at the same time.
   *
   * @maxItems 7
   */
  override?: (
    'hours' | 'slot' | 'lead_time' | 'horizon' | 'pacing' | 'party_size' | 'guest_overlap'
  )[];
  /**
   * The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.
   */
  actor?: string;
  /**
   * Seats a party that is there now; needs the scope `bookings:staff`. The booking starts in this minute and is `seated`. The opening hours and the pacing apply, the grid of slots, the lead time and the horizon do not.
   */
  walkIn: true;
  /**
   * The shortest stay in minutes that will do. The stay then ends before the next booking of the resources, or at closing. Left out: the turn time.
   */
  minStay?: number;
  customer?: Guest;
  /**
   * The caller’s own id of the conversation in which the booking is made. A conversation without a customer gets the customer of the booking. If it has another customer, the request is refused with 409 customer_mismatch.
   */
  conversationId?: string;
}
export interface BookingChange {
  partySize?: number;
  /**
   * The resources to book. Left out: the booking keeps its resources if the party fits in them and they are free, and otherwise gets the fewest and smallest that fit.
   *
   * @minItems 1
   * @maxItems 12
   */
  resourceIds?: string[];
  area?: AreaWish & ({} | null);
  /**
   * The end of the stay, later or earlier than before. It must be after the start and after now, and at most 24 hours after the start. Needs the scope `bookings:staff`. If another booking has the place by then, the answer is 409 stay_overlaps.
   */
  end?: string;
  notes?: string | null;
  /**
   * @maxItems 20
   */
  tags?: string[];
  /**
   * Rules of the venue that this request may break; needs the scope `bookings:staff`. `hours`: the opening hours. `slot`: the grid of slots. `lead_time`: also a start in the past, if the stay has not ended. `horizon`. `pacing`. `party_size`: the sizes that the resources are meant for. `guest_overlap`: another booking of the guest at the same time. The timeline records those that were really broken. Two bookings can never have the same resource at the same time.
   *
   * @maxItems 7
   */
  override?: (
    'hours' | 'slot' | 'lead_time' | 'horizon' | 'pacing' | 'party_size' | 'guest_overlap'
  )[];
  /**
   * The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.
   */
  actor?: string;
}
export interface Reschedule {
  start: string;
  partySize?: number;
  /**
   * The resources to book. Left out: the booking keeps its resources if the party fits in them and they are free, and otherwise gets the fewest and smallest that fit.
   *
   * @minItems 1
   * @maxItems 12
   */
  resourceIds?: string[];
  area?: AreaWish & ({} | null);
  /**
   * Rules of the venue that this request may break; needs the scope `bookings:staff`. `hours`: the opening hours. `slot`: the grid of slots. `lead_time`: also a start in the past, if the stay has not ended. `horizon`. `pacing`. `party_size`: the sizes that the resources are meant for. `guest_overlap`: another booking of the guest at the same time. The timeline records those that were really broken. Two bookings can never have the same resource at the same time.
   *
   * @maxItems 7
   */
  override?: (
    'hours' | 'slot' | 'lead_time' | 'horizon' | 'pacing' | 'party_size' | 'guest_overlap'
  )[];
  /**
   * The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.
   */
  actor?: string;
}
export interface Cancellation {
  /**
   * Shown in the timeline.
   */
  reason?: string;
  /**
   * The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.
   */
  actor?: string;
}
export interface Act {
  /**
   * The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.
   */
  actor?: string;
}
export interface Lateness {
  /**
   * When the party is expected: after the start, and at most 24 hours after it. Left out: it is not known.
   */
  expectedAt?: string;
  /**
   * The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.
   */
  actor?: string;
}
export interface Decline {
  /**
   * Told to the guest, and shown in the timeline and in webhooks.
   */
  reason?: string;
  /**
   * The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.
   */
  actor?: string;
}
export interface MadeSeries {
  id: string;
  venueId: string;
  /**
   * The caller’s own id.
   */
  customerId: string | null;
  repeat: string;
  /**
   * The first occurrence that was asked for, in the local time of the venue.
   */
  start: string;
  timeZone: string;
  createdAt: string;
  /**
   * In the order of their starts.
   */
  bookings: Booking[];
  /**
   * The occurrences that could not be had, with the members of their problems.
   */
  missing: MissingOccurrence[];
  /**
   * The contact details of the guest that were not replaced or removed, because the key lacks the scope `customers:write`. Left out when there are none.
   */
  unchanged?: string[];
}
export interface MissingOccurrence {
  /**
   * The local time at the venue, with its offset from UTC.
   */
  start: string;
  /**
   * The code of the problem that a single booking would get.
   */
  code: string;
  alternatives?: string[];
  limit?: string;
  most?: number;
  bookingId?: string;
}
export interface NewSeries {
  venueId: string;
  partySize: number;
  /**
   * The resources to book. Left out: the fewest and smallest that fit. Without the scope `bookings:staff` the party must need each of them, and be large enough for each.
   *
   * @minItems 1
   * @maxItems 12
   */
  resourceIds?: string[];
  area?: AreaWish;
  notes?: string;
  /**
   * @maxItems 20
   */
  tags?: string[];
  /**
   * Rules of the venue that this request may break; needs the scope `bookings:staff`. `hours`: the opening hours. `slot`: the grid of slots. `lead_time`: also a start in the past, if the stay has not ended. `horizon`. `pacing`. `party_size`: the sizes that the resources are meant for. `guest_overlap`: another booking of the guest at the same time. The timeline records those that were really broken. Two bookings can never have the same resource at the same time.
   *
   * @maxItems 7
   */
  override?: (
    'hours' | 'slot' | 'lead_time' | 'horizon' | 'pacing' | 'party_size' | 'guest_overlap'
  )[];
  /**
   * The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.
   */
  actor?: string;
  /**
   * The first occurrence, in the local time of the venue. The others have the same local time. A time that a clock change skips is moved forward; of one that occurs twice, the second is meant.
   */
  start: string;
  /**
   * The rule of the occurrences, as blocks have it: a part of RRULE in RFC 5545 with `FREQ` (`DAILY`, `WEEKLY`, `MONTHLY`, `YEARLY`), `INTERVAL`, `COUNT` or `UNTIL` (a local date or time), `BYDAY` and `BYMONTHDAY`. It has at most 52 occurrences, of which `start` is the first.
   */
  repeat: string;
  /**
   * What happens when some occurrences cannot be had. `refuse`: no booking is made. `report`: those that can be had are booked, and the answer lists the others.
   */
  missing?: 'refuse' | 'report';
  /**
   * A series cannot be held.
   */
  hold?: false;
  walkIn?: false;
  customer: Guest;
  /**
   * The caller’s own id of the conversation in which the booking is made. A conversation without a customer gets the customer of the booking. If it has another customer, the request is refused with 409 customer_mismatch.
   */
  conversationId?: string;
}
export interface Series {
  id: string;
  venueId: string;
  /**
   * The caller’s own id.
   */
  customerId: string | null;
  repeat: string;
  /**
   * The first occurrence that was asked for, in the local time of the venue.
   */
  start: string;
  timeZone: string;
  createdAt: string;
  /**
   * In the order of their starts.
   */
  bookings: Booking[];
  /**
   * The occurrences that could not be had when it was made.
   */
  missing: {
    /**
     * The local time at the venue, with its offset from UTC.
     */
    start: string;
    /**
     * The code of the problem that a single booking would get.
     */
    code: string;
  }[];
}
export interface CancelledSeries {
  id: string;
  /**
   * The bookings that were cancelled, in the order of their starts.
   */
  cancelled: Booking[];
}
export interface SeriesCancellation {
  /**
   * The first local date at the venue from which on bookings are cancelled. Left out: all that are still to come.
   */
  from?: string;
  /**
   * Shown in the timelines.
   */
  reason?: string;
  /**
   * The person who acts. Shown in the timelines and in webhooks.
   */
  actor?: string;
}
export interface Report {
  venueId: string;
  timeZone: string;
  from: string;
  to: string;
  total: ReportFigures;
  days: ReportDay[];
}
export interface ReportFigures {
  /**
   * Bookings that are confirmed, seated or finished.
   */
  parties: number;
  /**
   * The guests of these parties.
   */
  covers: number;
  noShows: number;
  /**
   * Cancelled bookings, late ones included. A hold that was released is none.
   */
  cancellations: number;
  /**
   * Those of them after the cutoff.
   */
  lateCancellations: number;
  /**
   * How many minutes before its start a party’s booking was made, on average, without parties that walked in; null without any.
   */
  averageLeadMinutes: number | null;
  /**
   * How long the venue is open.
   */
  openMinutes: number;
  /**
   * `openMinutes` for each resource that the venue has now.
   */
  availableMinutes: number;
  /**
   * The part of these minutes in which parties occupy the resources, without buffers. A party counts from its start to its end, or until it left earlier, as far as the venue is open.
   */
  occupiedMinutes: number;
  /**
   * `occupiedMinutes` divided by `availableMinutes`, from 0 to 1; null when nothing was available.
   */
  occupancy: number | null;
  /**
   * The parties by where they come from.
   */
  sources: ReportSource[];
  /**
   * The same by the areas that the resources have now, by name, and then for the area null. Empty when no resource has an area.
   */
  areas: ReportArea[];
}
export interface ReportSource {
  /**
   * Where the parties come from: a booking of a conversation, a party that walked in, or any other booking.
   */
  source: 'conversation' | 'walk_in' | 'api';
  /**
   * The channel of the conversation; null for other sources, and for channels beyond the twenty with the most parties.
   */
  channel: string | null;
  parties: number;
  covers: number;
}
export interface ReportArea {
  /**
   * The name of the area; null for resources without an area, and for bookings whose resources have no area in common.
   */
  area: string | null;
  /**
   * Bookings that are confirmed, seated or finished.
   */
  parties: number;
  /**
   * The guests of these parties.
   */
  covers: number;
  noShows: number;
  /**
   * Cancelled bookings, late ones included. A hold that was released is none.
   */
  cancellations: number;
  /**
   * Those of them after the cutoff.
   */
  lateCancellations: number;
  /**
   * `openMinutes` for each resource that the venue has now.
   */
  availableMinutes: number;
  /**
   * The part of these minutes in which parties occupy the resources, without buffers. A party counts from its start to its end, or until it left earlier, as far as the venue is open.
   */
  occupiedMinutes: number;
  /**
   * `occupiedMinutes` divided by `availableMinutes`, from 0 to 1; null when nothing was available.
   */
  occupancy: number | null;
}
export interface NewWaitlistEntry {
  /**
   * The earliest start that suits the party.
   */
  earliest: string;
  /**
   * The latest start that suits the party, at most 14 local days after `earliest`.
   */
  latest: string;
  partySize: number;
  customer: Guest;
  /**
   * Your own id of the conversation that the booking will belong to. A conversation without a customer gets the customer of the entry. If it has another customer, the request is refused with 409 customer_mismatch.
   */
  conversationId?: string;
  /**
   * The notes of the booking.
   */
  notes?: string;
}
export interface Floor {
  venue: {
    id: string;
    name: string;
    timeZone: string;
    /**
     * Minutes between two starts.
     */
    slotInterval: number;
  };
  /**
   * The business day that the answer is about.
   */
  date: string;
  /**
   * The time of the answer. The ETag leaves it out.
   */
  now: string;
  /**
   * The opening periods of the day. A block of the whole venue does not change them.
   */
  periods: {
    /**
     * The local time at the venue, with its offset from UTC.
     */
    opens: string;
    /**
     * The local time at the venue, with its offset from UTC.
     */
    closes: string;
  }[];
  /**
   * The resources that are not deleted, in the order in which they were added.
   */
  resources: Resource[];
  /**
   * The bookings of the day in the order of their starts, except those that have expired.
   */
  bookings: FloorBooking[];
  /**
   * The blocks that touch the day.
   */
  blocks: FloorBlock[];
  /**
   * The waiting and offered entries whose window touches the day, in the order of joining.
   */
  waitlist: FloorWaitlistEntry[];
  /**
   * The fields of guests that are null because the key lacks the scope to read them.
   */
  withheld: ('attendance' | 'staffNotes' | 'mood')[];
  /**
   * Whether something is left out: the answer has at most 1000 bookings (1 MB), 500 resources, 200 blocks and 200 entries (512 KB each).
   */
  more: boolean;
}
export interface FloorBooking {
  id: string;
  /**
   * A short text by which the guest can name the booking. It is unique within the venue. Null for a booking from before there were references; such a booking gets one when it changes.
   */
  reference: string | null;
  customerId: string | null;
  conversationId: string | null;
  /**
   * The series that it was made with; null for a booking by itself.
   */
  seriesId: string | null;
  state:
    | 'held'
    | 'requested'
    | 'confirmed'
    | 'seated'
    | 'finished'
    | 'cancelled'
    | 'declined'
    | 'no_show'
    | 'expired';
  /**
   * The local time at the venue, with its offset from UTC.
   */
  start: string;
  /**
   * The local time at the venue, with its offset from UTC.
   */
  end: string;
  partySize: number;
  resources: {
    id: string;
    name: string;
  }[];
  /**
   * The area in which the party wants to sit; null: anywhere.
   */
  area: {
    name: string;
    required: boolean;
  } | null;
  notes: string | null;
  tags: string[];
  /**
   * Until when a hold or a request keeps its place; null for a booking that is neither held nor requested.
   */
  holdExpiresAt: string | null;
  /**
   * Whether the party has said that it will be late; false once it is no longer awaited.
   */
  late: boolean;
  /**
   * When a late party is expected; null when it is not known.
   */
  expectedAt: string | null;
  /**
   * Rises by 1 with each change; the ETag holds it.
   */
  version: number;
  /**
   * Whether the party came without a booking.
   */
  walkIn: boolean;
  /**
   * null for a party that gave no name. `withheld` names fields that are always null.
   */
  guest: FloorGuest | null;
}
export interface FloorGuest {
  /**
   * The caller’s own id.
   */
  customerId: string | null;
  name: string | null;
  tags: string[];
  /**
   * What the staff should know.
   */
  staffNotes: string | null;
  /**
   * How the newest 200 bookings of the guest ended, at all venues of the workspace.
   */
  attendance: {
    /**
     * Bookings that were seated or finished.
     */
    visits: number;
    noShows: number;
    /**
     * Bookings that were cancelled after `cancelBefore`.
     */
    lateCancellations: number;
    /**
     * The latest start of a booking that was seated or finished.
     */
    lastVisitAt: string | null;
  } | null;
  /**
   * The mood of the guest’s conversation with the newest message, from -1 to 1, among the 5 newest conversations and in the last 30 days; null before a message was read.
   */
  mood: number | null;
}
export interface Outcomes {
  from: string;
  to: string;
  outcomes: {
    /**
     * The mood of the conversation when the booking was made. `unknown`: the booking has no conversation, or none of its messages has a label. `pending`: the emotion of a message before the booking has not been read yet.
     */
    mood: 'negative' | 'neutral' | 'positive' | 'unknown' | 'pending';
    finished: number;
    noShow: number;
    cancelled: number;
    /**
     * The cancelled bookings whose cancellation came after the cutoff.
     */
    cancelledLate: number;
    /**
     * The sum of finished, missed and cancelled bookings.
     */
    bookings: number;
    /**
     * `finished` as a share of `bookings`; null without bookings.
     */
    completionRate: number | null;
    /**
     * `noShow` as a share of `bookings`; null without bookings.
     */
    noShowRate: number | null;
    /**
     * `cancelled` as a share of `bookings`; null without bookings.
     */
    cancellationRate: number | null;
  }[];
}
export interface Timeline {
  data: TimelineEvent[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
  jobs: Job[];
}
export interface Webhook {
  id: string;
  url: string;
  description: string | null;
  events: (
    | 'message.created'
    | 'conversation.needs_attention'
    | 'booking.held'
    | 'booking.requested'
    | 'booking.confirmed'
    | 'booking.rescheduled'
    | 'booking.cancelled'
    | 'booking.declined'
    | 'booking.seated'
    | 'booking.finished'
    | 'booking.no_show'
    | 'booking.expired'
    | 'booking.restored'
    | 'operations.status_changed'
  )[];
  disabledAt: string | null;
  /**
   * `by_owner`: a request disabled it. `failing`: its requests failed for three days. `gone`: the endpoint answered 410.
   */
  disabledReason: 'by_owner' | 'failing' | 'gone' | null;
  /**
   * The time of the first failure since the last success.
   */
  failingSince: string | null;
  /**
   * Until when requests are also signed with the old secret.
   */
  previousSecretUntil: string | null;
  /**
   * When the endpoint answered the challenge; null while it is pending.
   */
  verifiedAt: string | null;
  createdAt: string;
  /**
   * `pending`: the endpoint has not answered a challenge for its present URL, and receives no events. `active`: it receives events. `disabled`: `disabledReason` says why it receives none.
   */
  status: 'pending' | 'active' | 'disabled';
  /**
   * False while the endpoint is disabled.
   */
  enabled: boolean;
}
export interface NewWebhook {
  /**
   * An https URL of a host under a public top-level domain, on port 443 or 8443, without user, password or fragment. With another URL the webhook is pending until it has answered a challenge.
   */
  url: string;
  /**
   * The events that the endpoint receives. `["*"]` stands for all types that exist when the request is made, but `operations.status_changed`, which needs the scope `operator`.
   *
   * @minItems 1
   */
  events: (
    | 'message.created'
    | 'conversation.needs_attention'
    | 'booking.held'
    | 'booking.requested'
    | 'booking.confirmed'
    | 'booking.rescheduled'
    | 'booking.cancelled'
    | 'booking.declined'
    | 'booking.seated'
    | 'booking.finished'
    | 'booking.no_show'
    | 'booking.expired'
    | 'booking.restored'
    | 'operations.status_changed'
    | '*'
  )[];
  description?: string | null;
}
export interface WebhookChange {
  /**
   * An https URL of a host under a public top-level domain, on port 443 or 8443, without user, password or fragment. With another URL the webhook is pending until it has answered a challenge.
   */
  url?: string;
  /**
   * The events that the endpoint receives. `["*"]` stands for all types that exist when the request is made, but `operations.status_changed`, which needs the scope `operator`.
   *
   * @minItems 1
   */
  events?: (
    | 'message.created'
    | 'conversation.needs_attention'
    | 'booking.held'
    | 'booking.requested'
    | 'booking.confirmed'
    | 'booking.rescheduled'
    | 'booking.cancelled'
    | 'booking.declined'
    | 'booking.seated'
    | 'booking.finished'
    | 'booking.no_show'
    | 'booking.expired'
    | 'booking.restored'
    | 'operations.status_changed'
    | '*'
  )[];
  /**
   * null removes it.
   */
  description?: string | null;
  /**
   * `false` disables the endpoint. `true` enables it, resets `failingSince`, and sends a challenge if the endpoint is pending.
   */
  enabled?: boolean;
}
export interface WebhookTest {
  /**
   * The `deliveryId` of the test in the list of deliveries.
   */
  deliveryId: string;
}
export interface SecretRotation {
  /**
   * How many hours requests are also signed with the old secret.
   */
  overlapHours?: number;
}
export interface WebhookDelivery {
  event: string | null;
  attempt: number;
  at: string;
  /**
   * `delivered`: the endpoint answered 2xx, and a challenge with its text. `retry`: the attempt failed, and another follows. `suppressed`: the endpoint answered 410, or a test failed, and no other attempt follows. `dead`: the last attempt failed.
   */
  outcome: 'delivered' | 'retry' | 'suppressed' | 'dead';
  /**
   * Why the attempt failed.
   */
  reason: string | null;
  /**
   * The HTTP status of the endpoint’s answer.
   */
  status: number | null;
  /**
   * How long the endpoint took to answer, in milliseconds.
   */
  latencyMs: number | null;
  /**
   * The first bytes of the endpoint’s answer.
   */
  answer: string | null;
  bookingId: string | null;
  /**
   * Your own id of the conversation.
   */
  conversationId: string | null;
  /**
   * The header `webhook-id` of the request, the same at each attempt.
   */
  deliveryId: string;
}
export interface KeyWithText {
  id: string;
  name: string;
  scopes: string[];
  /**
   * The key that made this one. Null for a key that the operator made, or that was made before parents were stored.
   */
  parentId: string | null;
  createdAt: string;
  /**
   * When the key stops working. Null for a key that does not expire.
   */
  expiresAt: string | null;
  /**
   * The key itself. It is shown only once.
   */
  key: string;
}
export interface NewKey {
  name: string;
  /**
   * @minItems 1
   * @maxItems 9
   */
  scopes: (
    | 'messages:write'
    | 'messages:read'
    | 'bookings:write'
    | 'bookings:read'
    | 'admin'
    | 'operator'
    | 'customers:write'
    | 'bookings:staff'
    | 'customers:notes'
  )[];
  /**
   * When the key stops working, not later than your own key. Without it, the key expires together with your own, or never if that does not expire.
   */
  expiresAt?: string;
}
export interface Key {
  id: string;
  name: string;
  scopes: string[];
  /**
   * The key that made this one. Null for a key that the operator made, or that was made before parents were stored.
   */
  parentId: string | null;
  createdAt: string;
  /**
   * When the key stops working. Null for a key that does not expire.
   */
  expiresAt: string | null;
  /**
   * About when the key was last used. It may be up to two hours behind. Null when no use was recorded.
   */
  lastUsedAt: string | null;
  revokedAt: string | null;
  /**
   * The ancestor whose revocation revoked this key. Null when the key itself was revoked, and when it is not revoked.
   */
  revokedThrough: string | null;
}
export interface Limits {
  data: Limit[];
}
export interface Limit {
  /**
   * As `limit` of a problem names it.
   */
  name: string;
  /**
   * What the limit is for.
   */
  per: 'workspace' | 'venue' | 'guest' | 'address';
  /**
   * The highest number that is allowed.
   */
  limit: number;
  /**
   * Of a limit for each venue, the number of the venue that uses most. null for a limit of a single guest or address.
   */
  used: number | null;
  /**
   * Whether `used` is an estimate. A rate is counted by each isolate of the Worker for itself, and this is the number of the isolate that answers.
   */
  approximate: boolean;
  /**
   * When all that is used of a rate will be renewed; part of it is renewed at each moment. null for a limit that is not a rate.
   */
  renewsAt: string | null;
}
export interface Latency {
  of: 'workspace' | 'platform';
  from: string;
  to: string;
  /**
   * The range was widened to whole ones (UTC).
   */
  grain: 'minute' | 'hour' | 'day';
  operations: OperationLatency[];
}
export interface OperationLatency {
  /**
   * What a request is measured as. `change_booking` are the acts on a booking; `read` and `write` are all other requests. The operations of the canary are counted apart.
   */
  operation:
    | 'store_message'
    | 'confirm_booking'
    | 'hold_booking'
    | 'change_booking'
    | 'search_availability'
    | 'read'
    | 'write'
    | 'canary_message'
    | 'canary_booking'
    | 'canary_other';
  /**
   * Of reads and of searches for availability, one in ten is measured and counts as ten.
   */
  requests: number;
  /**
   * Requests with a 2xx or 304. The durations are theirs.
   */
  done: number;
  /**
   * Requests with a 4xx.
   */
  refused: number;
  /**
   * Requests with a 5xx.
   */
  failed: number;
  /**
   * Requests of `done` that took as long as the target at their time, or longer.
   */
  slow: number;
  /**
   * The P95 must be below it. null: the operation has no target.
   */
  target: {
    percentile: 95;
    /**
     * Milliseconds.
     */
    ms: number;
  } | null;
  margin: SafetyMargin;
  total: Percentiles;
  /**
   * The parts of the durations, each with percentiles of its own. They are null with an `interval`.
   */
  parts: {
    db: Percentiles;
    wait: Percentiles;
    /**
     * Not known. A Worker’s clock stands still while it computes, so its CPU time cannot be measured from inside.
     */
    cpu: null;
  };
  /**
   * Of the platform only, and not with an `interval`.
   */
  regions: {
    /**
     * The continent and the data centre of the Worker.
     */
    region: string;
    /**
     * Of reads and of searches for availability, one in ten is measured and counts as ten.
     */
    requests: number;
    /**
     * Requests with a 2xx or 304. The durations are theirs.
     */
    done: number;
    /**
     * Requests with a 4xx.
     */
    refused: number;
    /**
     * Requests with a 5xx.
     */
    failed: number;
    /**
     * Requests of `done` that took as long as the target at their time, or longer.
     */
    slow: number;
    margin: SafetyMargin;
    total: Percentiles;
  }[];
  /**
   * With an `interval` only: the minutes, hours or days with requests.
   */
  series: {
    at: string;
    /**
     * Of reads and of searches for availability, one in ten is measured and counts as ten.
     */
    requests: number;
    /**
     * Requests with a 2xx or 304. The durations are theirs.
     */
    done: number;
    /**
     * Requests with a 4xx.
     */
    refused: number;
    /**
     * Requests with a 5xx.
     */
    failed: number;
    /**
     * Requests of `done` that took as long as the target at their time, or longer.
     */
    slow: number;
    total: Percentiles;
  }[];
}
export interface OperationsStatus {
  of: 'workspace' | 'platform';
  /**
   * `grey`: nothing is known, because too little was measured or the evaluation is late. It is not green.
   */
  light: 'grey' | 'green' | 'yellow' | 'orange' | 'red';
  /**
   * Since when the light has this colour; null where no history is kept.
   */
  since: string | null;
  evaluatedAt: string | null;
  /**
   * What to do at this colour.
   */
  recommendation: string;
  /**
   * The causes of the signals that are not green, the worst first.
   */
  causes: {
    signal:
      | 'message_p95'
      | 'booking_p95'
      | 'region_p95'
      | 'traffic'
      | 'connections'
      | 'overdue'
      | 'burn_availability'
      | 'burn_messages'
      | 'burn_bookings'
      | null;
    /**
     * What the measurements point to; docs/operations.md explains each.
     */
    cause:
      | 'database_slow'
      | 'network_slow'
      | 'locks'
      | 'region_slow'
      | 'traffic'
      | 'connections'
      | 'consumer_behind'
      | 'messages_lost'
      | 'queue_full'
      | 'work_failing'
      | 'sweep_behind'
      | 'requests_failing'
      | 'requests_slow'
      | 'database_unreachable'
      | 'not_evaluated';
    detail: string | null;
    /**
     * The path of what to look at.
     */
    look: string;
  }[];
  signals: Signal[];
  maintenance: MaintenanceWindow;
}
export interface Signal {
  signal:
    | 'message_p95'
    | 'booking_p95'
    | 'region_p95'
    | 'traffic'
    | 'connections'
    | 'overdue'
    | 'burn_availability'
    | 'burn_messages'
    | 'burn_bookings';
  level: 'green' | 'yellow' | 'orange' | 'red';
  /**
   * Since when the signal has this level.
   */
  since: string;
  /**
   * Since when the signal cannot be measured. It keeps its level until it can be. null: it is measured.
   */
  unmeasuredSince: string | null;
  /**
   * What is compared with the thresholds. Of durations, it is what their P95 exceeds with 97.5 % confidence, so it is lower than the P95 of few requests.
   */
  value: number | null;
  unit: 'ms' | 'percent' | 'ratio' | 'rows';
  /**
   * The value at which the level began; of a green signal, that at which the first level begins.
   */
  threshold: number | null;
  /**
   * How many requests, connections or rows the value was taken from; of a burn rate, the bad requests of an hour.
   */
  events: number;
  /**
   * `canary`: there were too few requests, so those of the canary were measured.
   */
  source: 'requests' | 'canary';
  /**
   * What the measurements point to; docs/operations.md explains each.
   */
  cause:
    | 'database_slow'
    | 'network_slow'
    | 'locks'
    | 'region_slow'
    | 'traffic'
    | 'connections'
    | 'consumer_behind'
    | 'messages_lost'
    | 'queue_full'
    | 'work_failing'
    | 'sweep_behind'
    | 'requests_failing'
    | 'requests_slow'
    | 'database_unreachable'
    | 'not_evaluated'
    | null;
  /**
   * The region, outbox, kind of work or baseline that `cause` is about.
   */
  detail: string | null;
}
export interface LightHistory {
  from: string;
  to: string;
  /**
   * How long the light had each colour in the range. In a maintenance window it keeps its colour.
   */
  seconds: {
    grey: number;
    green: number;
    yellow: number;
    orange: number;
    red: number;
  };
  /**
   * The changes of the light and of the levels of its signals, the newest first, 500 at most.
   */
  data: {
    at: string;
    /**
     * `grey`: nothing is known, because too little was measured or the evaluation is late. It is not green.
     */
    light: 'grey' | 'green' | 'yellow' | 'orange' | 'red';
    /**
     * `grey`: nothing is known, because too little was measured or the evaluation is late. It is not green.
     */
    former: 'grey' | 'green' | 'yellow' | 'orange' | 'red' | null;
    /**
     * `not_evaluated`: from then on the evaluation was missing.
     */
    kind: 'evaluated' | 'not_evaluated';
    signals: Signal[];
  }[];
  /**
   * `false`: the range has more changes. Ask again with `to` of the last one.
   */
  isWhole: boolean;
  maintenance: MaintenanceWindow[];
}
export interface Backlog {
  of: 'workspace' | 'platform';
  /**
   * `unfolded`: messages whose emotion has not been read. `unwalked`: conversations whose mood is to be computed (platform only). `unplanned`: events whose follow-ups are not planned. `due`: jobs that may be carried out now. `overdue`: those that should have been by now. `dead`: jobs that were given up. `set_apart`: messages whose emotion could not be read. `failing`: subjects of background work that fails and is tried again (platform only).
   */
  data: {
    kind:
      'unfolded' | 'unwalked' | 'unplanned' | 'due' | 'overdue' | 'dead' | 'set_apart' | 'failing';
    /**
     * Counting stops at 1000.
     */
    rows: number;
    /**
     * Of the rows that were counted.
     */
    oldestAt: string | null;
  }[];
  /**
   * What the queues say about themselves; of the platform only, and null when they do not answer.
   */
  queues:
    | {
        queue: string;
        messages: number;
        bytes: number;
        oldestAt: string | null;
      }[]
    | null;
}
export interface ServiceLevels {
  of: 'workspace' | 'platform';
  from: string;
  to: string;
  objectives: {
    name: 'availability' | 'messages' | 'bookings';
    /**
     * The share of requests that must be good.
     */
    objective: number;
    /**
     * Good requests are faster. null: a request with a 5xx is bad; those with a 4xx do not count.
     */
    targetMs: number | null;
    requests: number;
    bad: number;
    /**
     * The error budget of the period.
     */
    budget: {
      /**
       * How many of the requests may have been bad.
       */
      allowed: number;
      /**
       * Negative when more were bad.
       */
      left: number;
      /**
       * What is left, of 100.
       */
      percent: number | null;
    };
    burn: {
      window: '5m' | '30m' | '1h' | '6h' | '3d';
      requests: number;
      bad: number;
      /**
       * 1 uses up the budget exactly at the end of the period. null: no requests.
       */
      rate: number | null;
    }[];
    /**
     * When the budget is used up if it burns on as in the last six hours; 0: it is. null: it does not burn.
     */
    goneInHours: number | null;
  }[];
  /**
   * Maintenance windows. Requests of the hours that they touch are not counted.
   */
  excluded: {
    from: string;
    to: string;
  }[];
}
export interface NewMaintenanceWindow {
  from: string;
  to: string;
  /**
   * What is done. It is shown with the light, so it must not name a guest.
   */
  reason: string;
}
export interface StoreMessageInput {
  /**
   * The `id` of the message, if the body has none; a stored message is then answered with `Idempotency-Replayed: true`, and another message with the key is refused with 422 idempotency_key_reused. The key is remembered in its conversation as long as the message is. If the body has an `id`, that alone makes the request safe to repeat, and the header changes nothing. A refused message is not kept, so a repetition is decided anew.
   */
  idempotencyKey?: string;
  conversationId: string;
  body: NewMessage;
}
export interface ListMessagesInput {
  conversationId: string;
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * A cursor from `page` of another answer of this list.
   */
  before?: string;
  /**
   * The end of the list at which a page without a cursor lies.
   */
  from?: 'beginning' | 'end';
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
}
export interface ShowConversationInput {
  conversationId: string;
}
export interface ListConversationsInput {
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
  /**
   * Lists the conversations of this customer.
   */
  customer?: string;
  /**
   * Lists the conversations on this channel.
   */
  channel?: string;
  /**
   * Lists conversations that began at or after this time.
   */
  since?: string;
  /**
   * Lists only conversations that need attention.
   */
  attention?: 'needed';
  /**
   * `newest`: by the time at which they began, the newest first. `attention`: by `attention.since`, the longest waiting first; only with `attention=needed`.
   */
  order?: 'newest' | 'attention';
}
export interface ShowConversationEmotionsInput {
  conversationId: string;
  role?: MessageRole;
}
export interface ShowCustomerEmotionsInput {
  customerId: string;
  role?: MessageRole;
}
export interface ShowWorkspaceEmotionsInput {
  role?: MessageRole;
  from: string;
  to: string;
  interval?: 'hour' | 'day';
  /**
   * A time zone of the IANA database, not an abbreviation such as CET.
   */
  timeZone?: string;
}
export interface CorrectEmotionInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  conversationId: string;
  messageId: string;
  body: EmotionCorrection;
}
export interface ListCustomersInput {
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
  /**
   * Each word begins a word of the name. Case, accents and punctuation are ignored.
   */
  name?: string;
  /**
   * The whole address. Case is ignored.
   */
  email?: string;
  /**
   * The whole number, in E.164 or as it is written in `country`.
   */
  phone?: string;
  /**
   * The country of `phone` if it has no country code (ISO 3166-1 alpha-2). Stored numbers without a country code are read as numbers of the country of `phone`.
   */
  country?: string;
  tag?: string;
  /**
   * Only guests who may not book. Needs the scope `bookings:staff`.
   */
  refused?: 'true';
}
export interface ShowCustomerInput {
  customerId: string;
}
export interface ChangeCustomerInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  customerId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body: CustomerChange;
}
export interface EraseCustomerInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  customerId: string;
}
export interface MergeCustomersInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  customerId: string;
  body: Merge;
}
export interface RefuseCustomerInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  customerId: string;
  body: NewRefusal;
}
export interface AdmitCustomerInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  customerId: string;
}
export interface ExportCustomerInput {
  customerId: string;
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items of all kinds that the answer holds.
   */
  limit?: number;
}
export interface ShowErasureInput {
  customerId: string;
}
export interface ShowRetentionInput {}
export interface SetRetentionInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  body: Retention;
}
export interface CreateVenueInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  body: NewVenue;
}
export interface ListVenuesInput {
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
}
export interface ShowVenueInput {
  venueId: string;
}
export interface ChangeVenueInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  body: VenueChange;
}
export interface DeleteVenueInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
}
export interface SetHoursInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  body: OpeningHours;
}
export interface AddResourceInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  body: NewResource;
}
export interface ListResourcesInput {
  venueId: string;
}
export interface ChangeResourceInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  resourceId: string;
  body: ResourceChange;
}
export interface DeleteResourceInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  resourceId: string;
}
export interface AddCombinationInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  body: NewCombination;
}
export interface DeleteCombinationInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  combinationId: string;
}
export interface SearchAvailabilityInput {
  venueId: string;
  /**
   * The first local date at the venue on which periods open.
   */
  from: string;
  /**
   * The last local date, at most 31 days in all.
   */
  to: string;
  partySize: number;
  /**
   * A booking to move. Its current resources count as free.
   */
  bookingId?: string;
  /**
   * The area in which the party wants to sit. Each slot then has `inArea`, unless `areaRequired` is true.
   */
  area?: string;
  /**
   * Whether the party sits nowhere else: only slots with a place there are `free`.
   */
  areaRequired?: 'true' | 'false';
}
export interface CreateBlockInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  body: NewBlock;
}
export interface ListBlocksInput {
  venueId: string;
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
}
export interface DeleteBlockInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  blockId: string;
}
export interface CreateVenueCalendarInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
}
export interface DeleteVenueCalendarInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
}
export interface ShowBookingCalendarInput {
  bookingId: string;
}
export interface CreateBookingInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  body: NewBooking | WalkIn;
}
export interface ListBookingsInput {
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
  venueId?: string;
  /**
   * The local date on which the opening period of the start began, as in availability: a start at 00:30 in a period from 18:00 to 02:00 belongs to the date before. The date stays the same when the opening hours change. Required with `venueId`, unless `state` is `requested`: the list then has all open requests of the venue, those that expire first at the beginning.
   */
  date?: string;
  /**
   * The caller’s own id.
   */
  customer?: string;
  /**
   * The caller’s own id.
   */
  conversation?: string;
  /**
   * The reference of a booking, in any case, also with blanks or hyphens. Two venues may have a booking with the same one.
   */
  reference?: string;
  /**
   * The email address of the guest, in any case. Bookings of at most 100 customers are found.
   */
  email?: string;
  /**
   * The telephone number of the guest, of which all digits are compared, and nothing else. Bookings of at most 100 customers are found.
   */
  phone?: string;
  state?:
    | 'held'
    | 'requested'
    | 'confirmed'
    | 'seated'
    | 'finished'
    | 'cancelled'
    | 'declined'
    | 'no_show'
    | 'expired';
}
export interface ShowBookingInput {
  bookingId: string;
}
export interface ChangeBookingInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body: BookingChange;
}
export interface RescheduleBookingInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body: Reschedule;
}
export interface CancelBookingInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body?: Cancellation;
}
export interface ConfirmBookingInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body?: Act;
}
export interface SeatBookingInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body?: Act;
}
export interface FinishBookingInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body?: Act;
}
export interface MarkNoShowInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body?: Act;
}
export interface MarkLateInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body?: Lateness;
}
export interface UndoBookingInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body?: Act;
}
export interface ApproveBookingInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body?: Act;
}
export interface DeclineBookingInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  bookingId: string;
  /**
   * The ETag that you believe to be current, a list of ETags, or `*` for any version. If the current version is not among them, the request is refused with 412 version_stale. A weak ETag (`W/"1"`) counts as the strong one.
   */
  ifMatch?: string;
  body?: Decline;
}
export interface CreateSeriesInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  body: NewSeries;
}
export interface ShowSeriesInput {
  seriesId: string;
}
export interface CancelSeriesInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  seriesId: string;
  body?: SeriesCancellation;
}
export interface ShowVenueReportInput {
  venueId: string;
  /**
   * The first local date.
   */
  from: string;
  /**
   * The last local date. A report has at most 92 dates.
   */
  to: string;
}
export interface JoinWaitlistInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  body: NewWaitlistEntry;
}
export interface ListWaitlistInput {
  venueId: string;
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
  /**
   * Lists only the entries in this state.
   */
  state?: 'waiting' | 'offered' | 'accepted' | 'passed' | 'declined' | 'lapsed' | 'left';
}
export interface LeaveWaitlistInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  entryId: string;
}
export interface AcceptOfferInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  venueId: string;
  entryId: string;
}
export interface ShowFloorInput {
  venueId: string;
  /**
   * A local date, with the bookings that `listBookings` has for it. Left out: the current business day, which is the date on which the period that is open began. A day lasts for four hours after its last period has closed, unless another period opens before.
   */
  date?: string;
}
export interface ShowOutcomesInput {
  from: string;
  to: string;
}
export interface ShowTimelineInput {
  bookingId: string;
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most events and jobs that the answer holds.
   */
  limit?: number;
}
export interface ListDeadJobsInput {
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
}
export interface RedeliverJobInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  jobId: string;
}
export interface CreateWebhookInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  body: NewWebhook;
}
export interface ListWebhooksInput {
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
}
export interface ShowWebhookInput {
  webhookId: string;
}
export interface ChangeWebhookInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  webhookId: string;
  body: WebhookChange;
}
export interface DeleteWebhookInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  webhookId: string;
}
export interface VerifyWebhookInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  webhookId: string;
}
export interface TestWebhookInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  webhookId: string;
}
export interface RotateWebhookSecretInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  webhookId: string;
  body?: SecretRotation;
}
export interface ListWebhookDeliveriesInput {
  webhookId: string;
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
}
export interface CreateKeyInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  body: NewKey;
}
export interface ListKeysInput {
  /**
   * A cursor from `page` of another answer of this list.
   */
  after?: string;
  /**
   * The most items that the answer holds. A page with much text ends earlier, after about 512 KB.
   */
  limit?: number;
}
export interface RevokeKeyInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  keyId: string;
}
export interface ShowLimitsInput {}
export interface ShowLatencyInput {
  /**
   * `platform`: the requests of all workspaces. It needs the scope `operator`. The default is your workspace.
   */
  of?: 'workspace' | 'platform';
  /**
   * The default is an hour before `to`.
   */
  from?: string;
  /**
   * The default is now.
   */
  to?: string;
  /**
   * What a request is measured as. `change_booking` are the acts on a booking; `read` and `write` are all other requests. The operations of the canary are counted apart.
   */
  operation?:
    | 'store_message'
    | 'confirm_booking'
    | 'hold_booking'
    | 'change_booking'
    | 'search_availability'
    | 'read'
    | 'write'
    | 'canary_message'
    | 'canary_booking'
    | 'canary_other';
  /**
   * Counts only requests of this region, of the platform.
   */
  region?: string;
  /**
   * Shows the durations by time, 750 points at most. It needs an `operation`.
   */
  interval?: 'minute' | 'hour' | 'day';
}
export interface ShowMetricsInput {
  /**
   * `platform`: the requests of all workspaces. It needs the scope `operator`. The default is your workspace.
   */
  of?: 'workspace' | 'platform';
}
export interface ShowStatusInput {
  /**
   * `platform`: the requests of all workspaces. It needs the scope `operator`. The default is your workspace.
   */
  of?: 'workspace' | 'platform';
}
export interface ShowStatusHistoryInput {
  /**
   * The default is a week before `to`.
   */
  from?: string;
  /**
   * The default is now.
   */
  to?: string;
}
export interface ShowBacklogInput {
  /**
   * `platform`: the requests of all workspaces. It needs the scope `operator`. The default is your workspace.
   */
  of?: 'workspace' | 'platform';
}
export interface ShowServiceLevelsInput {
  /**
   * `platform`: the requests of all workspaces. It needs the scope `operator`. The default is your workspace.
   */
  of?: 'workspace' | 'platform';
}
export interface PlanMaintenanceInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  body: NewMaintenanceWindow;
}
export interface CancelMaintenanceInput {
  /**
   * Makes the request safe to repeat for a day. A repetition gets the first answer, with the header `Idempotency-Replayed: true`; while the first request is in progress, the repetition waits for it. Another request with the key is refused with 422 idempotency_key_reused. A refusal with 409 is kept and repeated too, except limit_reached. After any other refusal the key is unused.
   */
  idempotencyKey?: string;
  maintenanceWindowId: string;
}
export interface ListMessagesOutput {
  data: Message[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
    /**
     * The cursor of the previous page; null on the first page.
     */
    previous: string | null;
  };
}
export interface ListConversationsOutput {
  data: Conversation[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}
export interface ListCustomersOutput {
  data: ListedCustomer[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}
export interface ListVenuesOutput {
  data: Venue[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}
export interface ListResourcesOutput {
  data: Resource[];
  combinations: Combination[];
}
export interface ListBlocksOutput {
  data: Block[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}
export interface CreateVenueCalendarOutput {
  /**
   * An iCalendar feed (RFC 5545).
   */
  url: string;
}
export interface ListBookingsOutput {
  data: Booking[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}
export interface ListWaitlistOutput {
  data: WaitlistEntry[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}
export interface ListDeadJobsOutput {
  data: Job[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}
export interface ListWebhooksOutput {
  data: Webhook[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}
export interface ListWebhookDeliveriesOutput {
  data: WebhookDelivery[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}
export interface ListKeysOutput {
  data: Key[];
  page: {
    /**
     * The cursor of the next page; null on the last page.
     */
    next: string | null;
  };
}

/** The operations of the API. Each throws a MaitredProblem when it does not succeed. */
export interface MaitredApi {
  /**
   * Store a message.
   *
   * The first message with a `conversationId` begins the conversation. The emotion of a customer’s message is read after the response. With `booking`, the message and the booking are both stored, or neither is.
   */
  storeMessage(input: StoreMessageInput, options?: RequestOptions): Promise<MessageReceipt>;
  /**
   * List the messages of a conversation in seq order
   */
  listMessages(input: ListMessagesInput, options?: RequestOptions): Promise<ListMessagesOutput>;
  /**
   * Show a conversation
   */
  showConversation(input: ShowConversationInput, options?: RequestOptions): Promise<Conversation>;
  /**
   * List conversations, the newest first.
   *
   * Erased conversations are left out. `attention=needed` with `order=attention` lists those that need attention, the longest waiting first.
   */
  listConversations(input?: ListConversationsInput, options?: RequestOptions): Promise<ListConversationsOutput>;
  /**
   * Show the emotion statistics of a conversation.
   *
   * The trend is always that of the customer’s messages, also with another `role`.
   */
  showConversationEmotions(input: ShowConversationEmotionsInput, options?: RequestOptions): Promise<ConversationEmotions>;
  /**
   * Show the emotion statistics of a customer, over all conversations.
   *
   * The trend is always that of the customer’s messages, also with another `role`.
   */
  showCustomerEmotions(input: ShowCustomerEmotionsInput, options?: RequestOptions): Promise<CustomerEmotions>;
  /**
   * Show the emotion statistics of the workspace, by hour or day of a time zone.
   *
   * A message is counted in the bucket of its `sentAt`. The range is widened to whole quarter hours. It is at most 31 days by hour, and 732 days by day. Days are those of `timeZone`: a range may have an hour more when clocks go back.
   */
  showWorkspaceEmotions(input: ShowWorkspaceEmotionsInput, options?: RequestOptions): Promise<WorkspaceEmotions>;
  /**
   * Correct the emotion of a message.
   *
   * The correction is recorded with the API key that made it and the previous emotion. Statistics change by the exact difference. A later model does not read the message again.
   */
  correctEmotion(input: CorrectEmotionInput, options?: RequestOptions): Promise<CorrectedEmotion>;
  /**
   * Search the guest book.
   *
   * Lists the customers that match all conditions. Those that were seen last come first, by quarter hours. If more than 1,000 customers match each condition, a page reads 4,000 customers at most. It may then hold fewer than asked for, or none, although another page follows: follow `page.next` until it is null, or ask for more letters of the name.
   */
  listCustomers(input?: ListCustomersInput, options?: RequestOptions): Promise<ListCustomersOutput>;
  /**
   * Show a customer
   */
  showCustomer(input: ShowCustomerInput, options?: RequestOptions): Promise<Customer>;
  /**
   * Change a customer.
   *
   * Fields that are left out stay as they are. `staffNotes` needs the scope `customers:notes` too.
   */
  changeCustomer(input: ChangeCustomerInput, options?: RequestOptions): Promise<Customer>;
  /**
   * Erase a customer.
   *
   * Removes texts, names and contacts, and subtracts the customer’s exact share from every statistic. Future bookings are cancelled. Ids stay as tombstones: a late retry or queue message restores nothing, and a guest who returns needs a new id. From the answer on, nothing about the customer is shown or stored, whatever its status. 202: the customer has more rows than one request erases. The service erases the others within minutes, and `Location` names the URL that shows the progress. A second request erases what the first has left, and answers with the time of the first.
   */
  eraseCustomer(input: EraseCustomerInput, options?: RequestOptions): Promise<ErasureReceipt>;
  /**
   * Merge a customer into another one.
   *
   * Conversations, bookings and waitlist entries move to the customer `into`, and statistics with them. From then on, `customerId` names that customer too, in every request. The customer `into` keeps its details and gets those that it lacks; tags, preferences and notes of both are kept. If both wait for the same window, the later entry ends. A merge cannot be undone. If both ids name one customer already, nothing changes.
   */
  mergeCustomers(input: MergeCustomersInput, options?: RequestOptions): Promise<Customer>;
  /**
   * Let a guest book no more.
   *
   * Bookings, holds, messages with a booking and waitlist entries of the guest are then refused with 409 guest_refused, at all venues and for every key. The answer does not contain the reason. Existing bookings stay, but holds cannot be confirmed, and waitlist entries get no offer. A second request replaces the reason.
   */
  refuseCustomer(input: RefuseCustomerInput, options?: RequestOptions): Promise<Refusal>;
  /**
   * Let a guest book again.
   *
   * The reason is deleted. For a guest who may book, nothing changes.
   */
  admitCustomer(input: AdmitCustomerInput, options?: RequestOptions): Promise<void>;
  /**
   * Export everything that is stored about a customer.
   *
   * The items come in this order: messages with what was read from them, bookings, their events, jobs, waitlist entries, idempotency keys. A page ends after `limit` items or about 512 KB, so follow `page.next` until it is null: a kind of item that a page lacks may be on a later page. The pages are read one after the other. A change between two of them may be missing from the export.
   */
  exportCustomer(input: ExportCustomerInput, options?: RequestOptions): Promise<CustomerExport>;
  /**
   * Show how far the erasure of a customer has come.
   *
   * The counts are those of the last request to erase the customer.
   */
  showErasure(input: ShowErasureInput, options?: RequestOptions): Promise<ErasureReceipt>;
  /**
   * Show how long conversations and bookings are kept
   */
  showRetention(input?: ShowRetentionInput, options?: RequestOptions): Promise<Retention>;
  /**
   * Set how long conversations and bookings are kept.
   *
   * What is older is erased within a day: texts, metadata, notes, tags, reasons, and the texts of follow-ups. Requests for it are then answered with 410. Statistics and outcomes stay as they are, and so do customers with their contacts. What was erased does not come back when the time is made longer.
   */
  setRetention(input: SetRetentionInput, options?: RequestOptions): Promise<Retention>;
  /**
   * Create a venue.
   *
   * The venue is closed until it gets opening hours.
   */
  createVenue(input: CreateVenueInput, options?: RequestOptions): Promise<Venue>;
  /**
   * List venues, the newest first.
   *
   * Cache class `60s`: an answer may be up to a minute old, or three times as old while the service is under load (limit `busy_cache_factor`). `Age` gives the age of a cached answer. A request with `Cache-Control: no-cache`, or with a key that has the scope `admin`, gets a new one.
   */
  listVenues(input?: ListVenuesInput, options?: RequestOptions): Promise<ListVenuesOutput>;
  /**
   * Show a venue.
   *
   * Cache class `60s`: an answer may be up to a minute old, or three times as old while the service is under load (limit `busy_cache_factor`). `Age` gives the age of a cached answer. A request with `Cache-Control: no-cache`, or with a key that has the scope `admin`, gets a new one.
   */
  showVenue(input: ShowVenueInput, options?: RequestOptions): Promise<Venue>;
  /**
   * Change settings of a venue.
   *
   * Settings that are left out stay as they are. Existing bookings keep their times and their cancellation cutoff. After a change of `timeZone` or `lastSeating`, `affectedBookings` names those that no longer lie in the opening hours. None is cancelled. The name, the time zone and the follow-ups at the time of sending decide about each text; changed follow-ups are planned for upcoming bookings within about a minute.
   */
  changeVenue(input: ChangeVenueInput, options?: RequestOptions): Promise<ChangedVenue>;
  /**
   * Take a venue out of service.
   *
   * The venue takes no further bookings. Its existing bookings stay valid, and `affectedBookings` names them. A repeated request gets the list again.
   */
  deleteVenue(input: DeleteVenueInput, options?: RequestOptions): Promise<Deletion>;
  /**
   * Replace the opening hours of a venue.
   *
   * Several periods a day are possible, and a period may last past midnight. A party may stay from one period into the next when the next opens at the time at which the first closes. Existing bookings stay valid: `affectedBookings` names those that no longer lie in the hours, and none is cancelled.
   */
  setHours(input: SetHoursInput, options?: RequestOptions): Promise<ChangedVenue>;
  /**
   * Add a table, chair, room or person
   */
  addResource(input: AddResourceInput, options?: RequestOptions): Promise<Resource>;
  /**
   * List a venue’s resources and combinations.
   *
   * Cache class `60s`: an answer may be up to a minute old, or three times as old while the service is under load (limit `busy_cache_factor`). `Age` gives the age of a cached answer. A request with `Cache-Control: no-cache`, or with a key that has the scope `admin`, gets a new one.
   */
  listResources(input: ListResourcesInput, options?: RequestOptions): Promise<ListResourcesOutput>;
  /**
   * Change a resource.
   *
   * Existing bookings keep the resource. After a change of `maxParty`, `affectedBookings` names those whose party is too large for their resources. None is cancelled.
   */
  changeResource(input: ChangeResourceInput, options?: RequestOptions): Promise<ChangedResource>;
  /**
   * Take a resource out of service.
   *
   * No new booking gets the resource. Existing bookings keep it, and `affectedBookings` names them. A repeated request gets the list again.
   */
  deleteResource(input: DeleteResourceInput, options?: RequestOptions): Promise<Deletion>;
  /**
   * Let resources be taken together.
   *
   * A party that no single resource fits is seated at a combination of them.
   */
  addCombination(input: AddCombinationInput, options?: RequestOptions): Promise<Combination>;
  /**
   * Delete a combination.
   *
   * Its resources can no longer be taken together. Existing bookings keep them, and `affectedBookings` names the bookings. A repeated request gets the list again.
   */
  deleteCombination(input: DeleteCombinationInput, options?: RequestOptions): Promise<Deletion>;
  /**
   * Search for free slots of a venue.
   *
   * Lists every slot by the local date on which its period opens, with its status. A request for a booking always checks the current state. Cache class `5s`: an answer may be up to five seconds old, or three times as old while the service is under load (limit `busy_cache_factor`). `Age` gives the age of a cached answer. A request with `Cache-Control: no-cache` gets a new one.
   */
  searchAvailability(input: SearchAvailabilityInput, options?: RequestOptions): Promise<Availability>;
  /**
   * Block resources, an area or the whole venue for a time.
   *
   * No booking gets a blocked place. Bookings that lie in the block refuse it with their ids in `bookings`; with `keepBookings` it is stored around them. When such a booking ends or moves, its place is blocked too, within about a minute.
   */
  createBlock(input: CreateBlockInput, options?: RequestOptions): Promise<MadeBlock>;
  /**
   * List the blocks of a venue that have not ended, the newest first
   */
  listBlocks(input: ListBlocksInput, options?: RequestOptions): Promise<ListBlocksOutput>;
  /**
   * Delete a block, or end it early.
   *
   * Its places are free at once, and are offered to the waitlist. A repeating block ends with all of its occurrences.
   */
  deleteBlock(input: DeleteBlockInput, options?: RequestOptions): Promise<void>;
  /**
   * Create or replace the URL of a venue’s calendar.
   *
   * Calendar programs subscribe to the URL without a key. Everyone who has the URL can read party sizes, resources, times and references, but nothing about the guests. The URL is shown only once, and the previous URL stops working.
   */
  createVenueCalendar(input: CreateVenueCalendarInput, options?: RequestOptions): Promise<CreateVenueCalendarOutput>;
  /**
   * End the URL of a venue’s calendar.
   *
   * For a venue whose calendar has no URL, nothing changes.
   */
  deleteVenueCalendar(input: DeleteVenueCalendarInput, options?: RequestOptions): Promise<void>;
  /**
   * Show a booking as a calendar file.
   *
   * The file’s method is `CANCEL` when the booking is cancelled, else `PUBLISH`. The `Content-Type` names it too.
   */
  showBookingCalendar(input: ShowBookingCalendarInput, options?: RequestOptions): Promise<string>;
  /**
   * Make a booking, or hold a place.
   *
   * Of several requests for the last free table, one succeeds; the others get the nearest free times as `alternatives`. A refusal has the word that availability has for the slot. Where the venue has to approve the booking, it is `requested` and keeps its place until `holdExpiresAt`, unless the key has the scope `bookings:staff`. With `walkIn: true`, a party that is there is seated at once; that and `override` need the scope `bookings:staff`.
   */
  createBooking(input: CreateBookingInput, options?: RequestOptions): Promise<MadeBooking>;
  /**
   * List bookings of a venue’s day, a customer or a conversation, or a venue’s requests, or find them.
   *
   * The bookings of a venue’s day are those of the periods that open on that local date, also when they start after midnight. They are in the order of their start times. With `state=requested` and without a date, the list has the venue’s open requests, those that expire first at the beginning. All others are listed newest first. A guest who rings up is found by the reference of the booking, or by email or phone. Only bookings of the key’s own workspace are found.
   */
  listBookings(input?: ListBookingsInput, options?: RequestOptions): Promise<ListBookingsOutput>;
  /**
   * Show a booking
   */
  showBooking(input: ShowBookingInput, options?: RequestOptions): Promise<BookingWithMood>;
  /**
   * Change notes, tags, party size, resources or end of a booking.
   *
   * Fields that are left out stay as they are. The start stays the same, so the lead time, the opening hours and the horizon are not checked again. A booking keeps its resources if the party fits in them and they are free; otherwise it gets others. Another party size may change the end, if it has another turn time. Once the booking has begun, new resources must be free from now on only, and those that a seated party leaves are free at once. `override` and `end` need the scope `bookings:staff`.
   */
  changeBooking(input: ChangeBookingInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Move a booking to another time.
   *
   * The booking keeps its resources if the party fits in them and they are free at the new time; otherwise it gets others. The lead time, the opening hours and the horizon are checked only for another start. A refused booking stays as it was. Where the venue has to approve the booking, only the staff move it once it is confirmed (409 `needs_approval`). `override` needs the scope `bookings:staff`.
   */
  rescheduleBooking(input: RescheduleBookingInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Cancel a booking, release a hold or withdraw a request.
   *
   * The body is optional. A cancellation after `cancelBefore` is recorded as late, and is not refused.
   */
  cancelBooking(input: CancelBookingInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Confirm a hold.
   *
   * A hold that has expired cannot be confirmed. Where the venue has to approve the booking, it becomes `requested`, unless the key has the scope `bookings:staff`. The body is optional.
   */
  confirmBooking(input: ConfirmBookingInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Record that the party has arrived.
   *
   * At most the venue’s `seatingWindow` before the start; earlier it is 409 `too_early`. A party that is seated before its start has its resources from now on. If another booking or a block has one of them until then, the answer is 409 `stay_overlaps`. A seated booking can only be changed or finished. The body is optional.
   */
  seatBooking(input: SeatBookingInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Record that the party has left.
   *
   * The resources of the booking become free for others at once. Earlier than the venue’s `seatingWindow` before the start it is 409 `too_early`. The body is optional.
   */
  finishBooking(input: FinishBookingInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Record that the party did not come.
   *
   * Possible from the venue’s `lateGrace` after the start on, or after the expected time of a party that is late. The resources of the booking become free for others. The body is optional.
   */
  markNoShow(input: MarkNoShowInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Record that the party will be late.
   *
   * The body is optional. The booking can become a no-show only after the expected time and the venue’s `lateGrace`. Marking it again replaces the expected time.
   */
  markLate(input: MarkLateInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Undo the last act on a booking.
   *
   * Undoes `seat`, `finish`, `no-show`, `cancel`, `approve`, `decline`, the expiry of a hold or request, or a walk-in, the newest of them that has not been undone, for as long as the venue’s `undoMinutes` allow. The booking is again in the state before the act, with a new version. It gets the same resources back, if they are free from now on. A walk-in becomes `cancelled` and frees its resources, and that undo cannot be undone. A restored hold or request gets a new `holdExpiresAt`; a request is not restored after its start. `approve` and `decline` are undone only by keys with the scope `bookings:staff`. Follow-ups are planned again, and the guest is told only if the guest has been told of what was undone. The body is optional.
   */
  undoBooking(input: UndoBookingInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Approve a request.
   *
   * The requested booking becomes confirmed, in the place that it has kept. The guest gets the confirmation, and webhooks get `booking.confirmed`. A request that has expired is 409 `booking_state`. The body is optional.
   */
  approveBooking(input: ApproveBookingInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Decline a request.
   *
   * The requested booking becomes `declined`, and its place is free for others. The guest is told, with the `reason` if there is one. A request that has expired is 409 `booking_state`. The body is optional.
   */
  declineBooking(input: DeclineBookingInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Book a guest for every occurrence of a rule.
   *
   * Each occurrence is a booking of its own, which the rules of the venue and the limits of the guest allow or refuse as a single one. With `missing: "refuse"` the series is made whole or not at all. The guest gets one confirmation, with all dates. `override` needs the scope `bookings:staff`.
   */
  createSeries(input: CreateSeriesInput, options?: RequestOptions): Promise<MadeSeries>;
  /**
   * Show a series with its bookings
   */
  showSeries(input: ShowSeriesInput, options?: RequestOptions): Promise<Series>;
  /**
   * Cancel the bookings of a series that are still to come.
   *
   * The body is optional. With `from`, those before that local date stay. Bookings that have begun or ended stay. A cancellation after `cancelBefore` is recorded as late. The guest gets one message.
   */
  cancelSeries(input: CancelSeriesInput, options?: RequestOptions): Promise<CancelledSeries>;
  /**
   * Report what a venue had, by day, service and area.
   *
   * Parties, covers, occupancy, no-shows, cancellations, lead times and sources. A booking belongs to the area that all of its resources have. It belongs to the local date on which its period opened, and to the period of that date, in the present opening hours, in which it starts. JSON, or CSV if `Accept` prefers `text/csv`: one line for each date and service.
   */
  showVenueReport(input: ShowVenueReportInput, options?: RequestOptions): Promise<Report>;
  /**
   * Put a party on a waitlist.
   *
   * A place that becomes free is held for the party that has waited longest and fits it. That hold is an offer, which the party accepts before it expires. A party gets at most one offer for each entry. A customer has at most one waiting entry for a window: a second request with the same values gets the first entry.
   */
  joinWaitlist(input: JoinWaitlistInput, options?: RequestOptions): Promise<JoinedWaitlistEntry>;
  /**
   * List a waitlist in the order of joining.
   *
   * Entries that have ended are included, and those of erased customers are not.
   */
  listWaitlist(input: ListWaitlistInput, options?: RequestOptions): Promise<ListWaitlistOutput>;
  /**
   * Take a party off a waitlist.
   *
   * An offer that the party has is cancelled. An entry that has ended already stays as it is. After the offer was accepted, cancel the booking instead.
   */
  leaveWaitlist(input: LeaveWaitlistInput, options?: RequestOptions): Promise<void>;
  /**
   * Accept the offer of a waitlist entry.
   *
   * The booking that is held for the party becomes confirmed, or `requested` where the venue has to approve it and the key lacks the scope `bookings:staff`.
   */
  acceptOffer(input: AcceptOfferInput, options?: RequestOptions): Promise<Booking>;
  /**
   * Show the day of a venue: resources, bookings with their guests, blocks and waitlist.
   *
   * All that a page for the staff shows, in one request that may be repeated every few seconds. Staff notes of guests need the scope `customers:notes`, and moods `messages:read`.
   */
  showFloor(input: ShowFloorInput, options?: RequestOptions): Promise<Floor>;
  /**
   * Show how bookings ended, by the mood of the conversations that made them.
   *
   * Counts bookings that start in the range and were finished, missed or cancelled. The range is at most 93 days. Moods follow emotions, which are read in English only unless Workers AI is configured.
   */
  showOutcomes(input: ShowOutcomesInput, options?: RequestOptions): Promise<Outcomes>;
  /**
   * Show the events of a booking, and its follow-ups.
   *
   * Each change of the booking, by whom and when, and every job about it: confirmations, reminders, thank-yous, no-show checks and webhooks. A planned job that can no longer be delivered is shown as `suppressed`, with the reason. The events come first, and then the jobs. A page ends after `limit` items or about 512 KB, so follow `page.next` until it is null.
   */
  showTimeline(input: ShowTimelineInput, options?: RequestOptions): Promise<Timeline>;
  /**
   * List dead jobs in the order in which they were given up.
   *
   * A job is dead when its last attempt has failed.
   */
  listDeadJobs(input?: ListDeadJobsInput, options?: RequestOptions): Promise<ListDeadJobsOutput>;
  /**
   * Try a dead job again.
   *
   * The job is attempted at once, and gets all its attempts again.
   */
  redeliverJob(input: RedeliverJobInput, options?: RequestOptions): Promise<Job>;
  /**
   * Create a webhook.
   *
   * An endpoint receives events as Standard Webhooks defines it (https://www.standardwebhooks.com). The answer holds the secret that signs requests, which is shown only once. The webhook is `pending` until its endpoint has answered a challenge, which is sent after the answer: see the event `webhook.verification`. The limit `webhooks` of the workspace bounds their number.
   */
  createWebhook(input: CreateWebhookInput, options?: RequestOptions): Promise<WebhookWithSecret>;
  /**
   * List webhooks, the newest first.
   *
   * Disabled webhooks are included.
   */
  listWebhooks(input?: ListWebhooksInput, options?: RequestOptions): Promise<ListWebhooksOutput>;
  /**
   * Show a webhook
   */
  showWebhook(input: ShowWebhookInput, options?: RequestOptions): Promise<Webhook>;
  /**
   * Change, disable or enable a webhook.
   *
   * Fields that are left out stay as they are. With another URL the webhook is pending until its endpoint has answered a challenge.
   */
  changeWebhook(input: ChangeWebhookInput, options?: RequestOptions): Promise<Webhook>;
  /**
   * Delete a webhook with its secrets.
   *
   * The endpoint receives no more events.
   */
  deleteWebhook(input: DeleteWebhookInput, options?: RequestOptions): Promise<void>;
  /**
   * Send the challenge of a pending webhook again.
   *
   * The challenge is sent after the answer, at most once a minute. A challenge that fails is sent again by itself, ten times within about 20 hours. An active or disabled webhook stays as it is.
   */
  verifyWebhook(input: VerifyWebhookInput, options?: RequestOptions): Promise<Webhook>;
  /**
   * Send a test event to an active webhook.
   *
   * The event `webhook.test` is sent after the answer, whatever the webhook’s `events` are. The list of deliveries shows how the endpoint answered. A test that fails is not sent again, and does not count as a failure of the endpoint. Each minute of the clock has one test: another request in the same minute gets the same `deliveryId`.
   */
  testWebhook(input: TestWebhookInput, options?: RequestOptions): Promise<WebhookTest>;
  /**
   * Give a webhook a new secret.
   *
   * For some hours, 24 unless the body says otherwise, each request is signed with the old secret too. At most two secrets sign: a second rotation within that time ends the overlap of the first.
   */
  rotateWebhookSecret(input: RotateWebhookSecretInput, options?: RequestOptions): Promise<WebhookWithSecret>;
  /**
   * List the attempts to deliver events, the newest first.
   *
   * Each attempt is a separate item. The attempts of one message have the same `deliveryId`.
   */
  listWebhookDeliveries(input: ListWebhookDeliveriesInput, options?: RequestOptions): Promise<ListWebhookDeliveriesOutput>;
  /**
   * Create an API key.
   *
   * The answer holds the key itself, which is shown only once. A key can only create keys whose scopes it has itself. The new key expires not later than the key that creates it, and is revoked together with it.
   */
  createKey(input: CreateKeyInput, options?: RequestOptions): Promise<KeyWithText>;
  /**
   * List API keys, the newest first.
   *
   * Revoked and expired keys are included.
   */
  listKeys(input?: ListKeysInput, options?: RequestOptions): Promise<ListKeysOutput>;
  /**
   * Revoke an API key.
   *
   * Every later request with the key is refused. The keys that it made, the keys that those made, and so on are revoked with it. If your own key is among them, it stays, with the keys that it made. For five seconds, a key that was in use may still get cached answers about venues and availability. Revoking a key again changes nothing.
   */
  revokeKey(input: RevokeKeyInput, options?: RequestOptions): Promise<void>;
  /**
   * Show the limits of the workspace and how much of them is used.
   *
   * Every key may read them. The operator of the service can raise a limit.
   */
  showLimits(input?: ShowLimitsInput, options?: RequestOptions): Promise<Limits>;
  /**
   * Show how long requests took, by operation, against their targets.
   *
   * Every key may read the durations of its workspace. They are counted seconds after the request, and some may get lost. A long range is read by hours or days and widened to whole ones. Minutes are kept for two days, hours for sixty days, and days for two years.
   */
  showLatency(input?: ShowLatencyInput, options?: RequestOptions): Promise<Latency>;
  /**
   * Show the requests of this day as OpenMetrics text.
   *
   * For Prometheus and what reads its format. Counters begin again each day (UTC). Of the platform it also shows the traffic light.
   */
  showMetrics(input?: ShowMetricsInput, options?: RequestOptions): Promise<string>;
  /**
   * Show the traffic light, its signals and what to do.
   *
   * The light of the platform is evaluated once a minute, with a history. That of a workspace is evaluated for the answer, from its own requests and its own work. The answer is red, with 200, when the database cannot be reached.
   */
  showStatus(input?: ShowStatusInput, options?: RequestOptions): Promise<OperationsStatus>;
  /**
   * Show how the traffic light of the platform has changed
   */
  showStatusHistory(input?: ShowStatusHistoryInput, options?: RequestOptions): Promise<LightHistory>;
  /**
   * Show what background work is waiting
   */
  showBacklog(input?: ShowBacklogInput, options?: RequestOptions): Promise<Backlog>;
  /**
   * Show the service levels with their error budgets.
   *
   * An error budget is what an objective allows to go wrong: with 99.9 %, one request in a thousand. With `Accept: application/yaml` the answer is OpenSLO v1.
   */
  showServiceLevels(input?: ShowServiceLevelsInput, options?: RequestOptions): Promise<ServiceLevels>;
  /**
   * Plan a maintenance window of the platform.
   *
   * While it lasts the light stays as it is. Requests of its minutes are not judged, and those of the hours that it touches count for no service level.
   */
  planMaintenance(input: PlanMaintenanceInput, options?: RequestOptions): Promise<MaintenanceWindow>;
  /**
   * Delete a maintenance window.
   *
   * What was left out because of it is counted again.
   */
  cancelMaintenance(input: CancelMaintenanceInput, options?: RequestOptions): Promise<void>;
}

export const OPERATIONS: Record<keyof MaitredApi, OperationSpec> = {
  storeMessage: {"method":"POST","path":"/v1/conversations/{conversationId}/messages","headers":{"idempotencyKey":"idempotency-key"},"repeat":"body.id"},
  listMessages: {"method":"GET","path":"/v1/conversations/{conversationId}/messages","query":["after","before","from","limit"],"repeat":"same"},
  showConversation: {"method":"GET","path":"/v1/conversations/{conversationId}","repeat":"same"},
  listConversations: {"method":"GET","path":"/v1/conversations","query":["after","limit","customer","channel","since","attention","order"],"repeat":"same"},
  showConversationEmotions: {"method":"GET","path":"/v1/conversations/{conversationId}/emotions","query":["role"],"repeat":"same"},
  showCustomerEmotions: {"method":"GET","path":"/v1/customers/{customerId}/emotions","query":["role"],"repeat":"same"},
  showWorkspaceEmotions: {"method":"GET","path":"/v1/emotions","query":["role","from","to","interval","timeZone"],"repeat":"same"},
  correctEmotion: {"method":"PATCH","path":"/v1/conversations/{conversationId}/messages/{messageId}/emotion","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  listCustomers: {"method":"GET","path":"/v1/customers","query":["after","limit","name","email","phone","country","tag","refused"],"repeat":"same"},
  showCustomer: {"method":"GET","path":"/v1/customers/{customerId}","repeat":"same"},
  changeCustomer: {"method":"PATCH","path":"/v1/customers/{customerId}","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  eraseCustomer: {"method":"DELETE","path":"/v1/customers/{customerId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  mergeCustomers: {"method":"POST","path":"/v1/customers/{customerId}/merge","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  refuseCustomer: {"method":"PUT","path":"/v1/customers/{customerId}/refusal","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  admitCustomer: {"method":"DELETE","path":"/v1/customers/{customerId}/refusal","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header","isEmpty":true},
  exportCustomer: {"method":"GET","path":"/v1/customers/{customerId}/export","query":["after","limit"],"repeat":"same"},
  showErasure: {"method":"GET","path":"/v1/customers/{customerId}/erasure","repeat":"same"},
  showRetention: {"method":"GET","path":"/v1/retention","repeat":"same"},
  setRetention: {"method":"PUT","path":"/v1/retention","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  createVenue: {"method":"POST","path":"/v1/venues","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  listVenues: {"method":"GET","path":"/v1/venues","query":["after","limit"],"repeat":"same"},
  showVenue: {"method":"GET","path":"/v1/venues/{venueId}","repeat":"same"},
  changeVenue: {"method":"PATCH","path":"/v1/venues/{venueId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  deleteVenue: {"method":"DELETE","path":"/v1/venues/{venueId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  setHours: {"method":"PUT","path":"/v1/venues/{venueId}/hours","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  addResource: {"method":"POST","path":"/v1/venues/{venueId}/resources","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  listResources: {"method":"GET","path":"/v1/venues/{venueId}/resources","repeat":"same"},
  changeResource: {"method":"PATCH","path":"/v1/venues/{venueId}/resources/{resourceId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  deleteResource: {"method":"DELETE","path":"/v1/venues/{venueId}/resources/{resourceId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  addCombination: {"method":"POST","path":"/v1/venues/{venueId}/combinations","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  deleteCombination: {"method":"DELETE","path":"/v1/venues/{venueId}/combinations/{combinationId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  searchAvailability: {"method":"GET","path":"/v1/venues/{venueId}/availability","query":["from","to","partySize","bookingId","area","areaRequired"],"repeat":"same"},
  createBlock: {"method":"POST","path":"/v1/venues/{venueId}/blocks","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  listBlocks: {"method":"GET","path":"/v1/venues/{venueId}/blocks","query":["after","limit"],"repeat":"same"},
  deleteBlock: {"method":"DELETE","path":"/v1/venues/{venueId}/blocks/{blockId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header","isEmpty":true},
  createVenueCalendar: {"method":"POST","path":"/v1/venues/{venueId}/calendar","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  deleteVenueCalendar: {"method":"DELETE","path":"/v1/venues/{venueId}/calendar","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header","isEmpty":true},
  showBookingCalendar: {"method":"GET","path":"/v1/bookings/{bookingId}.ics","repeat":"same"},
  createBooking: {"method":"POST","path":"/v1/bookings","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  listBookings: {"method":"GET","path":"/v1/bookings","query":["after","limit","venueId","date","customer","conversation","reference","email","phone","state"],"repeat":"same"},
  showBooking: {"method":"GET","path":"/v1/bookings/{bookingId}","repeat":"same"},
  changeBooking: {"method":"PATCH","path":"/v1/bookings/{bookingId}","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  rescheduleBooking: {"method":"POST","path":"/v1/bookings/{bookingId}/reschedule","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  cancelBooking: {"method":"POST","path":"/v1/bookings/{bookingId}/cancel","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  confirmBooking: {"method":"POST","path":"/v1/bookings/{bookingId}/confirm","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  seatBooking: {"method":"POST","path":"/v1/bookings/{bookingId}/seat","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  finishBooking: {"method":"POST","path":"/v1/bookings/{bookingId}/finish","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  markNoShow: {"method":"POST","path":"/v1/bookings/{bookingId}/no-show","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  markLate: {"method":"POST","path":"/v1/bookings/{bookingId}/late","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  undoBooking: {"method":"POST","path":"/v1/bookings/{bookingId}/undo","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  approveBooking: {"method":"POST","path":"/v1/bookings/{bookingId}/approve","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  declineBooking: {"method":"POST","path":"/v1/bookings/{bookingId}/decline","headers":{"idempotencyKey":"idempotency-key","ifMatch":"if-match"},"repeat":"header"},
  createSeries: {"method":"POST","path":"/v1/series","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  showSeries: {"method":"GET","path":"/v1/series/{seriesId}","repeat":"same"},
  cancelSeries: {"method":"POST","path":"/v1/series/{seriesId}/cancel","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  showVenueReport: {"method":"GET","path":"/v1/venues/{venueId}/report","query":["from","to"],"repeat":"same"},
  joinWaitlist: {"method":"POST","path":"/v1/venues/{venueId}/waitlist","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  listWaitlist: {"method":"GET","path":"/v1/venues/{venueId}/waitlist","query":["after","limit","state"],"repeat":"same"},
  leaveWaitlist: {"method":"DELETE","path":"/v1/venues/{venueId}/waitlist/{entryId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header","isEmpty":true},
  acceptOffer: {"method":"POST","path":"/v1/venues/{venueId}/waitlist/{entryId}/accept","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  showFloor: {"method":"GET","path":"/v1/venues/{venueId}/floor","query":["date"],"repeat":"same"},
  showOutcomes: {"method":"GET","path":"/v1/outcomes","query":["from","to"],"repeat":"same"},
  showTimeline: {"method":"GET","path":"/v1/bookings/{bookingId}/timeline","query":["after","limit"],"repeat":"same"},
  listDeadJobs: {"method":"GET","path":"/v1/operations/dead-jobs","query":["after","limit"],"repeat":"same"},
  redeliverJob: {"method":"POST","path":"/v1/operations/dead-jobs/{jobId}/redeliver","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  createWebhook: {"method":"POST","path":"/v1/webhooks","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  listWebhooks: {"method":"GET","path":"/v1/webhooks","query":["after","limit"],"repeat":"same"},
  showWebhook: {"method":"GET","path":"/v1/webhooks/{webhookId}","repeat":"same"},
  changeWebhook: {"method":"PATCH","path":"/v1/webhooks/{webhookId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  deleteWebhook: {"method":"DELETE","path":"/v1/webhooks/{webhookId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header","isEmpty":true},
  verifyWebhook: {"method":"POST","path":"/v1/webhooks/{webhookId}/verify","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  testWebhook: {"method":"POST","path":"/v1/webhooks/{webhookId}/test","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  rotateWebhookSecret: {"method":"POST","path":"/v1/webhooks/{webhookId}/rotate-secret","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  listWebhookDeliveries: {"method":"GET","path":"/v1/webhooks/{webhookId}/deliveries","query":["after","limit"],"repeat":"same"},
  createKey: {"method":"POST","path":"/v1/keys","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  listKeys: {"method":"GET","path":"/v1/keys","query":["after","limit"],"repeat":"same"},
  revokeKey: {"method":"DELETE","path":"/v1/keys/{keyId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header","isEmpty":true},
  showLimits: {"method":"GET","path":"/v1/limits","repeat":"same"},
  showLatency: {"method":"GET","path":"/v1/operations/latency","query":["of","from","to","operation","region","interval"],"repeat":"same"},
  showMetrics: {"method":"GET","path":"/v1/operations/metrics","query":["of"],"repeat":"same"},
  showStatus: {"method":"GET","path":"/v1/operations/status","query":["of"],"repeat":"same"},
  showStatusHistory: {"method":"GET","path":"/v1/operations/status/history","query":["from","to"],"repeat":"same"},
  showBacklog: {"method":"GET","path":"/v1/operations/backlog","query":["of"],"repeat":"same"},
  showServiceLevels: {"method":"GET","path":"/v1/operations/slo","query":["of"],"repeat":"same"},
  planMaintenance: {"method":"POST","path":"/v1/operations/maintenance","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header"},
  cancelMaintenance: {"method":"DELETE","path":"/v1/operations/maintenance/{maintenanceWindowId}","headers":{"idempotencyKey":"idempotency-key"},"repeat":"header","isEmpty":true},
};
