// Generated from the API's description by `npm run generate:client`. Do not edit.
import type { OperationSpec, RequestOptions } from './operation.ts';

export type ConversationEmotions = EmotionSummary & {
  conversationId: string;
  /**
   * Mean valence at the beginning against the end.
   */
  trend: {
    beginning: number;
    end: number;
    change: number;
    direction: 'rising' | 'falling' | 'steady';
  } | null;
  freshness: {
    /**
     * Everything stored before this is in the statistics.
     */
    asOf: string;
    /**
     * Messages still to be folded; counted up to 10000.
     */
    pending: number;
    /**
     * Messages whose emotion could not be read.
     */
    setApart: number;
    /**
     * The classifier now in service.
     */
    modelVersion: string;
    messagesByModel: {
      [k: string]: number;
    };
    /**
     * Everything up to this seq is in the statistics.
     */
    asOfSeq: number;
  };
};
export type CustomerEmotions = EmotionSummary & {
  customerId: string;
  /**
   * Mean valence at the beginning against the end.
   */
  trend: {
    beginning: number;
    end: number;
    change: number;
    direction: 'rising' | 'falling' | 'steady';
  } | null;
  freshness: {
    /**
     * Everything stored before this is in the statistics.
     */
    asOf: string;
    /**
     * Messages still to be folded; counted up to 10000.
     */
    pending: number;
    /**
     * Messages whose emotion could not be read.
     */
    setApart: number;
    /**
     * The classifier now in service.
     */
    modelVersion: string;
    messagesByModel: {
      [k: string]: number;
    };
  };
};
export type WorkspaceEmotions = EmotionSummary & {
  from: string;
  to: string;
  interval: 'hour' | 'day';
  timeZone: string;
  /**
   * Mean valence at the beginning against the end.
   */
  trend: {
    beginning: number;
    end: number;
    change: number;
    direction: 'rising' | 'falling' | 'steady';
  } | null;
  /**
   * Only those that have messages, in order.
   */
  buckets: (EmotionSummary & {
    from: string;
  })[];
  freshness: {
    /**
     * Everything stored before this is in the statistics.
     */
    asOf: string;
    /**
     * Messages still to be folded; counted up to 10000.
     */
    pending: number;
    /**
     * Messages whose emotion could not be read.
     */
    setApart: number;
    /**
     * The classifier now in service.
     */
    modelVersion: string;
    messagesByModel: {
      [k: string]: number;
    };
  };
};
export type WebhookWithSecret = Webhook & {
  /**
   * whsec_…; shown once.
   */
  secret: string;
};

export interface MessageEvent {
  conversationId: string;
  seq: number;
  id: string;
  role: 'customer' | 'assistant' | 'agent' | 'system';
  text: string;
  sentAt: string;
  customerId: string | null;
}
export interface NeedsAttentionEvent {
  conversationId: string;
  /**
   * The message at which the mood turned.
   */
  seq: number;
  /**
   * -1 to 1
   */
  mood: number;
  label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise';
  customerId: string | null;
}
export interface BookingEvent {
  bookingId: string;
  version: number;
  state: 'held' | 'confirmed' | 'seated' | 'finished' | 'cancelled' | 'no_show' | 'expired';
  venueId: string;
  timeZone: string;
  start: string;
  partySize: number;
  resourceIds: string[];
  /**
   * Null once erased.
   */
  customerId: string | null;
  conversationId: string | null;
  messageSeq: number | null;
  reason: string | null;
}
export interface MessageReceipt {
  id: string;
  conversationId: string;
  seq: number;
  status: 'created' | 'replayed';
  sentAt: string;
  createdAt: string;
  booking?: Booking;
}
export interface Booking {
  id: string;
  venueId: string;
  customerId: string | null;
  conversationId: string | null;
  messageSeq: number | null;
  state: 'held' | 'confirmed' | 'seated' | 'finished' | 'cancelled' | 'no_show' | 'expired';
  /**
   * Local to the venue, with its offset.
   */
  start: string;
  end: string;
  timeZone: string;
  partySize: number;
  resources: {
    id: string;
    name: string;
  }[];
  notes: string | null;
  tags: string[];
  holdExpiresAt: string | null;
  /**
   * Cancelling later is recorded as late.
   */
  cancelBefore: string;
  cancelledLate: boolean | null;
  version: number;
  createdAt: string;
  updatedAt: string;
}
export interface Problem {
  /**
   * Where the code is explained.
   */
  type: string;
  /**
   * What the code means.
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
   * What is wrong with this request.
   */
  detail?: string;
  /**
   * The fields at fault.
   */
  errors?: {
    /**
     * For example body.customer.email.
     */
    field: string;
    /**
     * What is wrong with the field.
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
   * Identifies the request in the logs.
   */
  requestId: string;
}
export interface NewMessage {
  /**
   * Makes the request safe to repeat. Unique within the conversation.
   */
  id?: string;
  role: 'customer' | 'assistant' | 'agent' | 'system';
  text: string;
  /**
   * At most a day ahead of now.
   */
  sentAt?: string;
  channel?: string;
  customer?: Guest;
  emotion?: {
    label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise';
    confidence?: number;
    valence?: number;
  };
  metadata?: {
    [k: string]: unknown;
  };
  booking?: Place;
}
export interface Guest {
  id: string;
  name?: string;
  email?: string;
  phone?: string;
  locale?: string;
  timeZone?: string;
}
/**
 * A booking for the customer: both are stored, or neither.

 */
export interface Place {
  venueId: string;
  start: string;
  partySize: number;
  /**
   * Hold it only, to be confirmed soon.
   */
  hold?: boolean;
  /**
   * Chosen by hand, in place of the smallest fit.
   *
   * @minItems 1
   * @maxItems 12
   */
  resourceIds?: string[];
  notes?: string;
  /**
   * @maxItems 20
   */
  tags?: string[];
}
export interface Message {
  id: string;
  conversationId: string;
  seq: number;
  role: 'customer' | 'assistant' | 'agent' | 'system';
  text: string | null;
  sentAt: string;
  createdAt: string;
  metadata: {
    [k: string]: unknown;
  } | null;
  emotionState: 'none' | 'pending' | 'folded' | 'set_apart' | 'erased';
  emotion: {
    label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise' | null;
    confidence: number | null;
    valence: number | null;
    /**
     * Why no label was given: that is not the same as neutral.
     */
    abstained: 'low_confidence' | 'unsupported' | null;
    /**
     * How likely each label is to hold, 0 to 1; several may.
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
     * What read it; `caller` where it came with the message, `operator` where somebody corrected it; `workers-ai/…` has no probabilities, and its confidence is what that model says of itself.
     */
    modelVersion: string;
  } | null;
}
export interface Conversation {
  id: string;
  channel: string;
  customerId: string | null;
  messages: number;
  createdAt: string;
  lastMessageAt: string;
  attention: {
    needed: boolean;
    sinceSeq: number | null;
    since: string | null;
    mood: number | null;
    label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise' | null;
  };
}
export interface EmotionSummary {
  /**
   * Labelled and folded messages.
   */
  messages: number;
  /**
   * Messages that were read and given no label, which is not the same as neutral.
   */
  abstained: number;
  /**
   * -1 to 1
   */
  meanValence: number | null;
  /**
   * Standard deviation of the valence.
   */
  spread: number | null;
  labels: {
    label: 'anger' | 'disgust' | 'fear' | 'joy' | 'neutral' | 'sadness' | 'surprise';
    messages: number;
    share: number;
    meanValence: number;
  }[];
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
  createdAt: string;
  lastSeenAt: string;
  /**
   * The number of conversations.
   */
  conversations: number;
}
export interface CustomerExport {
  customer: Customer;
  /**
   * The conversations of this page’s messages.
   */
  conversations: Conversation[];
  /**
   * In the order of conversation and seq.
   */
  messages: Message[];
  /**
   * Those raised by this page’s messages.
   */
  attentionEvents: AttentionEvent[];
  /**
   * All bookings, on the first page.
   */
  bookings: Booking[];
  /**
   * All waitlist entries, on the first page.
   */
  waitlist: WaitlistEntry[];
  /**
   * All follow-ups of the bookings, on the first page.
   */
  jobs: (Job & {
    text: string | null;
  })[];
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
export interface WaitlistEntry {
  id: string;
  venueId: string;
  customerId: string | null;
  conversationId: string | null;
  /**
   * waiting; offered: a place is held for it; accepted: it has a booking; passed: the offer went to the next; declined: the offer was cancelled; lapsed: its window is over; left.
   */
  state: 'waiting' | 'offered' | 'accepted' | 'passed' | 'declined' | 'lapsed' | 'left';
  /**
   * Local to the venue, with its offset.
   */
  earliest: string;
  /**
   * Local to the venue, with its offset.
   */
  latest: string;
  timeZone: string;
  partySize: number;
  notes: string | null;
  /**
   * The booking held for it, or what became of that; null: none yet.
   */
  offer: {
    bookingId: string;
    /**
     * Local to the venue, with its offset.
     */
    start: string;
    /**
     * Null once it is no offer.
     */
    expiresAt: string | null;
  } | null;
  createdAt: string;
}
export interface Job {
  /**
   * The `webhook-id` of a webhook.
   */
  id: string;
  kind:
    | 'confirmation'
    | 'moved'
    | 'cancellation'
    | 'reminder'
    | 'upsell'
    | 'thank_you'
    | 'waitlist_offer'
    | 'no_show_check'
    | 'event';
  channel: 'email' | 'conversation' | 'webhook' | 'booking';
  event: string | null;
  webhookId: string | null;
  bookingId: string | null;
  /**
   * Of the booking, that it was planned for.
   */
  version: number | null;
  /**
   * Suppressed when the booking has another one by then; null: told whatever follows.
   */
  scheduleVersion: number | null;
  state: 'planned' | 'delivered' | 'suppressed' | 'dead';
  /**
   * Why it was suppressed, or what it met.
   */
  reason: string | null;
  /**
   * The local time that it says.
   */
  when: string | null;
  dueAt: string;
  nextAttemptAt: string | null;
  finishedAt: string | null;
  attempts: {
    at: string;
    outcome: string;
    reason: string | null;
    status: number | null;
    latencyMs: number | null;
  }[];
}
export interface ErasureReceipt {
  erasedAt: string;
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
  customerId: string;
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
  followUps: FollowUps;
  /**
   * Whether waiting parties are served before new requests.
   */
  waitlistFirst: boolean;
  /**
   * How long an offer to a waiting party lasts. It never lasts past its start time.
   */
  offerSeconds: number;
  hours: {
    weekly: {
      /**
       * The local time of the first slot.
       */
      opens: string;
      /**
       * The local time by which every party has left, unless the venue’s `lastSeating` says otherwise. A time at or before `opens` is on the next day; midnight is 00:00.
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
         * The local time by which every party has left, unless the venue’s `lastSeating` says otherwise. A time at or before `opens` is on the next day; midnight is 00:00.
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
   * How guests are written to: by email, where an address is known, and as a message in the booking’s conversation. Leave `conversation` out where an assistant already confirms there.
   *
   * @maxItems 2
   */
  channels: ('email' | 'conversation')[];
}
export interface NewVenue {
  name: string;
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
     * How guests are written to: by email, where an address is known, and as a message in the booking’s conversation. Leave `conversation` out where an assistant already confirms there.
     *
     * @maxItems 2
     */
    channels?: ('email' | 'conversation')[];
  };
  /**
   * Whether waiting parties are served before new requests.
   */
  waitlistFirst?: boolean;
  /**
   * How long an offer to a waiting party lasts. It never lasts past its start time.
   */
  offerSeconds?: number;
}
export interface VenueChange {
  name?: string;
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
     * How guests are written to: by email, where an address is known, and as a message in the booking’s conversation. Leave `conversation` out where an assistant already confirms there.
     *
     * @maxItems 2
     */
    channels?: ('email' | 'conversation')[];
  };
  /**
   * Whether waiting parties are served before new requests.
   */
  waitlistFirst?: boolean;
  /**
   * How long an offer to a waiting party lasts. It never lasts past its start time.
   */
  offerSeconds?: number;
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
     * The local time by which every party has left, unless the venue’s `lastSeating` says otherwise. A time at or before `opens` is on the next day; midnight is 00:00.
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
       * The local time by which every party has left, unless the venue’s `lastSeating` says otherwise. A time at or before `opens` is on the next day; midnight is 00:00.
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
  venueId: string;
  timeZone: string;
  partySize: number;
  days: {
    /**
     * The local date.
     */
    date: string;
    closed: boolean;
    slots: {
      /**
       * Local to the venue, with its offset.
       */
      start: string;
      status: 'free' | 'full' | 'too_late' | 'beyond_horizon';
    }[];
  }[];
}
export interface NewBooking {
  venueId: string;
  start: string;
  partySize: number;
  /**
   * Hold it only, to be confirmed soon.
   */
  hold?: boolean;
  /**
   * Chosen by hand, in place of the smallest fit.
   *
   * @minItems 1
   * @maxItems 12
   */
  resourceIds?: string[];
  notes?: string;
  /**
   * @maxItems 20
   */
  tags?: string[];
  customer: Guest;
  conversationId?: string;
}
export interface BookingChange {
  partySize?: number;
  notes?: string | null;
  /**
   * @maxItems 20
   */
  tags?: string[];
}
export interface Reschedule {
  start: string;
  partySize?: number;
  /**
   * Chosen by hand, in place of the smallest fit.
   *
   * @minItems 1
   * @maxItems 12
   */
  resourceIds?: string[];
}
export interface NewWaitlistEntry {
  earliest: string;
  latest: string;
  partySize: number;
  customer: Guest;
  conversationId?: string;
  notes?: string;
}
export interface Outcomes {
  from: string;
  to: string;
  outcomes: {
    /**
     * unknown: no conversation; pending: still unlabelled messages.
     */
    mood: 'negative' | 'neutral' | 'positive' | 'unknown' | 'pending';
    bookings: number;
    finished: number;
    noShow: number;
    cancelled: number;
    cancelledLate: number;
    completionRate: number | null;
    noShowRate: number | null;
    cancellationRate: number | null;
  }[];
}
export interface Webhook {
  id: string;
  url: string;
  description: string | null;
  events: string[];
  disabledAt: string | null;
  /**
   * by_owner, failing (for days) or gone (it answered 410).
   */
  disabledReason: string | null;
  /**
   * Since when nothing has got through.
   */
  failingSince: string | null;
  /**
   * Until when the secret before the last rotation signs too.
   */
  previousSecretUntil: string | null;
  createdAt: string;
  enabled: boolean;
}
export interface NewWebhook {
  /**
   * https, a public host name, no user or password, no fragment.
   */
  url: string;
  /**
   * What it is told of; ["*"] is all that there is now.
   *
   * @minItems 1
   */
  events: (
    | 'message.created'
    | 'conversation.needs_attention'
    | 'booking.held'
    | 'booking.confirmed'
    | 'booking.rescheduled'
    | 'booking.cancelled'
    | 'booking.seated'
    | 'booking.finished'
    | 'booking.no_show'
    | 'booking.expired'
    | '*'
  )[];
  description?: string | null;
}
export interface WebhookChange {
  /**
   * https, a public host name, no user or password, no fragment.
   */
  url?: string;
  /**
   * What it is told of; ["*"] is all that there is now.
   *
   * @minItems 1
   */
  events?: (
    | 'message.created'
    | 'conversation.needs_attention'
    | 'booking.held'
    | 'booking.confirmed'
    | 'booking.rescheduled'
    | 'booking.cancelled'
    | 'booking.seated'
    | 'booking.finished'
    | 'booking.no_show'
    | 'booking.expired'
    | '*'
  )[];
  description?: string | null;
  /**
   * true also forgets that it was failing.
   */
  enabled?: boolean;
}
export interface SecretRotation {
  /**
   * For how long the old secret signs too.
   */
  overlapHours?: number;
}
export interface WebhookDelivery {
  event: string | null;
  attempt: number;
  at: string;
  /**
   * delivered, retry, suppressed or dead
   */
  outcome: string;
  reason: string | null;
  status: number | null;
  latencyMs: number | null;
  /**
   * The first bytes of the answer.
   */
  answer: string | null;
  bookingId: string | null;
  conversationId: string | null;
  /**
   * The webhook-id that the endpoint was sent.
   */
  deliveryId: string;
}
export interface KeyWithText {
  id: string;
  name: string;
  scopes: string[];
  createdAt: string;
  /**
   * The key itself. It is shown only once.
   */
  key: string;
}
export interface NewKey {
  name: string;
  /**
   * @minItems 1
   * @maxItems 6
   */
  scopes: (
    'messages:write' | 'messages:read' | 'bookings:write' | 'bookings:read' | 'admin' | 'operator'
  )[];
}
export interface Key {
  id: string;
  name: string;
  scopes: string[];
  createdAt: string;
  revokedAt: string | null;
}
export interface ShowCustomerInput {
  customerId: string;
}
export interface EraseCustomerInput {
  customerId: string;
}
export interface ExportCustomerInput {
  customerId: string;
  /**
   * A cursor from `page` of the answer before.
   */
  after?: string;
  /**
   * The most messages that the answer holds.
   */
  limit?: number;
}
export interface CreateVenueInput {
  body: NewVenue;
}
export interface ListVenuesInput {
  /**
   * A cursor from `page` of the answer before.
   */
  after?: string;
  /**
   * The most items that the answer holds.
   */
  limit?: number;
}
export interface ShowVenueInput {
  venueId: string;
}
export interface ChangeVenueInput {
  venueId: string;
  body: VenueChange;
}
export interface DeleteVenueInput {
  venueId: string;
}
export interface SetHoursInput {
  venueId: string;
  body: OpeningHours;
}
export interface AddResourceInput {
  venueId: string;
  body: NewResource;
}
export interface ListResourcesInput {
  venueId: string;
}
export interface ChangeResourceInput {
  venueId: string;
  resourceId: string;
  body: ResourceChange;
}
export interface DeleteResourceInput {
  venueId: string;
  resourceId: string;
}
export interface AddCombinationInput {
  venueId: string;
  body: NewCombination;
}
export interface DeleteCombinationInput {
  venueId: string;
  combinationId: string;
}
export interface CreateKeyInput {
  body: NewKey;
}
export interface ListKeysInput {
  /**
   * A cursor from `page` of the answer before.
   */
  after?: string;
  /**
   * The most items that the answer holds.
   */
  limit?: number;
}
export interface RevokeKeyInput {
  keyId: string;
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
   * Show a customer
   */
  showCustomer(input: ShowCustomerInput, options?: RequestOptions): Promise<Customer>;
  /**
   * Erase a customer.
   *
   * Removes texts, names and contacts, and subtracts the customer’s exact share from every statistic. Future bookings are cancelled. Ids stay as tombstones: a late retry or queue message restores nothing, and a guest who returns needs a new id. A second request changes nothing.
   */
  eraseCustomer(input: EraseCustomerInput, options?: RequestOptions): Promise<ErasureReceipt>;
  /**
   * Export everything that is stored about a customer
   */
  exportCustomer(input: ExportCustomerInput, options?: RequestOptions): Promise<CustomerExport>;
  /**
   * Create a venue.
   *
   * The venue is closed until it gets opening hours.
   */
  createVenue(input: CreateVenueInput, options?: RequestOptions): Promise<Venue>;
  /**
   * List venues, the newest first
   */
  listVenues(input?: ListVenuesInput, options?: RequestOptions): Promise<ListVenuesOutput>;
  /**
   * Show a venue
   */
  showVenue(input: ShowVenueInput, options?: RequestOptions): Promise<Venue>;
  /**
   * Change settings of a venue.
   *
   * Settings that are left out stay as they are. Existing bookings keep their times and their cancellation cutoff.
   */
  changeVenue(input: ChangeVenueInput, options?: RequestOptions): Promise<Venue>;
  /**
   * Take a venue out of service.
   *
   * The venue takes no further bookings. Its existing bookings stay valid.
   */
  deleteVenue(input: DeleteVenueInput, options?: RequestOptions): Promise<void>;
  /**
   * Replace the opening hours of a venue.
   *
   * Several periods a day are possible, and a period may last past midnight. Existing bookings stay valid.
   */
  setHours(input: SetHoursInput, options?: RequestOptions): Promise<Venue>;
  /**
   * Add a table, chair, room or person
   */
  addResource(input: AddResourceInput, options?: RequestOptions): Promise<Resource>;
  /**
   * List a venue’s resources and combinations
   */
  listResources(input: ListResourcesInput, options?: RequestOptions): Promise<ListResourcesOutput>;
  /**
   * Change a resource.
   *
   * Bookings that have the resource keep it.
   */
  changeResource(input: ChangeResourceInput, options?: RequestOptions): Promise<Resource>;
  /**
   * Take a resource out of service.
   *
   * No further booking gets the resource. Bookings that have it keep it.
   */
  deleteResource(input: DeleteResourceInput, options?: RequestOptions): Promise<void>;
  /**
   * Let resources be taken together.
   *
   * A party that no single resource fits is seated at a combination of them.
   */
  addCombination(input: AddCombinationInput, options?: RequestOptions): Promise<Combination>;
  /**
   * Delete a combination.
   *
   * Its resources can no longer be taken together. Existing bookings keep them.
   */
  deleteCombination(input: DeleteCombinationInput, options?: RequestOptions): Promise<void>;
  /**
   * Create an API key.
   *
   * The answer holds the key itself, which is shown only once. A key can only create keys whose scopes it has itself.
   */
  createKey(input: CreateKeyInput, options?: RequestOptions): Promise<KeyWithText>;
  /**
   * List API keys, the newest first.
   *
   * Revoked keys are included.
   */
  listKeys(input?: ListKeysInput, options?: RequestOptions): Promise<ListKeysOutput>;
  /**
   * Revoke an API key.
   *
   * Every later request with the key is refused. Only availability that was cached up to five seconds before may still be answered. Revoking a key again changes nothing.
   */
  revokeKey(input: RevokeKeyInput, options?: RequestOptions): Promise<void>;
}

export const OPERATIONS: Record<keyof MaitredApi, OperationSpec> = {
  showCustomer: {"method":"GET","path":"/v1/customers/{customerId}","repeat":"same"},
  eraseCustomer: {"method":"DELETE","path":"/v1/customers/{customerId}","repeat":"same"},
  exportCustomer: {"method":"GET","path":"/v1/customers/{customerId}/export","query":["after","limit"],"repeat":"same"},
  createVenue: {"method":"POST","path":"/v1/venues","repeat":"none"},
  listVenues: {"method":"GET","path":"/v1/venues","query":["after","limit"],"repeat":"same"},
  showVenue: {"method":"GET","path":"/v1/venues/{venueId}","repeat":"same"},
  changeVenue: {"method":"PATCH","path":"/v1/venues/{venueId}","repeat":"same"},
  deleteVenue: {"method":"DELETE","path":"/v1/venues/{venueId}","repeat":"same"},
  setHours: {"method":"PUT","path":"/v1/venues/{venueId}/hours","repeat":"same"},
  addResource: {"method":"POST","path":"/v1/venues/{venueId}/resources","repeat":"none"},
  listResources: {"method":"GET","path":"/v1/venues/{venueId}/resources","repeat":"same"},
  changeResource: {"method":"PATCH","path":"/v1/venues/{venueId}/resources/{resourceId}","repeat":"same"},
  deleteResource: {"method":"DELETE","path":"/v1/venues/{venueId}/resources/{resourceId}","repeat":"same"},
  addCombination: {"method":"POST","path":"/v1/venues/{venueId}/combinations","repeat":"none"},
  deleteCombination: {"method":"DELETE","path":"/v1/venues/{venueId}/combinations/{combinationId}","repeat":"same"},
  createKey: {"method":"POST","path":"/v1/keys","repeat":"none"},
  listKeys: {"method":"GET","path":"/v1/keys","query":["after","limit"],"repeat":"same"},
  revokeKey: {"method":"DELETE","path":"/v1/keys/{keyId}","repeat":"same"},
};
