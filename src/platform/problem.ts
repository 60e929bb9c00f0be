/** Every problem that a client can receive: its HTTP status and its meaning. Codes are stable. */
export const PROBLEMS = {
  invalid_json: [400, 'The body is not JSON in UTF-8.'],
  invalid_field: [
    400,
    'A field is missing, unknown or has an invalid value. `errors` names each field.',
  ],
  invalid_cursor: [400, 'The cursor does not belong to this list.'],
  key_missing: [401, 'The request has no API key. Send it as `Authorization: Bearer mtd_…`.'],
  key_invalid: [401, 'The API key is damaged or was not issued by this service.'],
  key_revoked: [401, 'The API key has been revoked.'],
  key_expired: [401, 'The API key has expired.'],
  session_invalid: [401, 'The session is not valid. Sign in again.'],
  session_expired: [401, 'The session has ended. Sign in again.'],
  csrf_token_wrong: [
    403,
    'The request has a session, but not its token in the header `X-CSRF-Token`.',
  ],
  scope_missing: [403, 'The API key lacks the scope that this request needs.'],
  scope_not_yours: [403, 'A key can only create keys whose scopes it has itself.'],
  route_not_found: [404, 'This path does not exist.'],
  conversation_not_found: [404, 'The workspace has no conversation with this id.'],
  customer_not_found: [404, 'The workspace has no customer with this id.'],
  erasure_not_found: [404, 'The workspace has erased no customer with this id.'],
  key_not_found: [404, 'The workspace has no key with this id.'],
  venue_not_found: [404, 'The workspace has no venue with this id.'],
  resource_not_found: [404, 'The venue has no resource with this id.'],
  area_not_found: [404, 'No resource of the venue is in an area of this name.'],
  block_not_found: [404, 'The venue has no block with this id.'],
  combination_not_found: [404, 'The venue has no combination with this id.'],
  message_not_found: [404, 'The conversation has no message with this id.'],
  job_not_found: [404, 'The workspace has no dead job with this id.'],
  booking_not_found: [404, 'The workspace has no booking with this id.'],
  series_not_found: [404, 'The workspace has no series with this id.'],
  link_not_found: [404, 'The link is damaged or was not made by this service.'],
  calendar_not_found: [404, 'No calendar has this secret.'],
  waitlist_entry_not_found: [404, 'The venue has no waitlist entry with this id.'],
  webhook_not_found: [404, 'The workspace has no webhook with this id.'],
  maintenance_window_not_found: [404, 'No maintenance window has this id.'],
  method_not_allowed: [
    405,
    'The path does not support this method. `Allow` lists those that it does.',
  ],
  message_conflict: [409, 'The conversation already has another message with this id.'],
  customer_mismatch: [409, 'The conversation belongs to another customer.'],
  merge_too_large: [
    409,
    'The customer has too much to be merged into another one in one request: more than 2,000 conversations, bookings or waitlist entries, or together more than 100 merged ids, 100 tags or 16,000 characters of preferences or notes.',
  ],
  channel_mismatch: [409, 'The conversation takes place on another channel.'],
  full: [
    409,
    'No table is free for this party at this time, or the venue’s pacing lets no more parties start then. `alternatives` lists the nearest free times.',
  ],
  slot_taken: [
    409,
    'The chosen resources are taken at this time, or a party on the waitlist comes first. `alternatives` lists the nearest free times.',
  ],
  closed: [409, 'The venue is closed on this date. `alternatives` lists the nearest free times.'],
  outside_hours: [
    409,
    'The venue is not open for the whole stay of this party. `alternatives` lists the nearest free times.',
  ],
  not_a_slot: [
    409,
    'The venue is open, but no booking starts at this minute. `alternatives` lists the nearest free times.',
  ],
  too_late: [
    409,
    'The start is nearer than the venue’s lead time allows. `alternatives` lists free times.',
  ],
  beyond_horizon: [409, 'The start is beyond the venue’s booking horizon.'],
  party_too_large: [409, 'No table or combination of the venue takes so many guests.'],
  party_too_small: [
    409,
    'The tables and combinations that are large enough for this party are meant for larger parties.',
  ],
  resources_unfit: [
    409,
    'The chosen resources do not belong to the venue, are too small for the party, or lie outside the area that it requires.',
  ],
  resources_unneeded: [
    409,
    'The chosen resources are more than the party needs, which only the scope `bookings:staff` allows.',
  ],
  bookings_in_block: [
    409,
    'Bookings lie in the block. `bookings` names the first 100 and `count` counts all. With `keepBookings` the block is stored around them.',
  ],
  block_too_large: [
    409,
    'The block needs more than 5,000 entries up to the horizon of the venue. Block the whole venue, fewer resources or fewer days.',
  ],
  resource_name_taken: [409, 'The venue already has a resource with this name.'],
  booking_state: [409, 'The booking’s state does not allow this. `state` names it.'],
  hold_expired: [409, 'The hold or request has expired, so its place may be taken.'],
  needs_approval: [
    409,
    'The venue has to approve bookings of this size, so only a key with the scope `bookings:staff` moves this one to another start or gives it a larger party.',
  ],
  already_waiting: [
    409,
    'The customer waits for this window already, with another party size, conversation or notes.',
  ],
  waitlist_state: [409, 'The waitlist entry’s state does not allow this. `state` names it.'],
  too_early: [
    409,
    'It is too early for this: a booking becomes a no-show after its start and the venue’s grace time, and a party is seated or finished shortly before its start at the earliest.',
  ],
  stay_overlaps: [
    409,
    'The stay would overlap another booking or a block of the same place. `bookingId` names the booking for keys that may read bookings.',
  ],
  stay_ended: [
    409,
    'The stay has ended. To give the party another place, give a new `end` with it.',
  ],
  nothing_to_undo: [409, 'The booking has no act that could be undone.'],
  undo_expired: [409, 'The act was too long ago to be undone. The venue sets how long it may be.'],
  limit_reached: [
    409,
    'The workspace or the venue has reached one of its limits. `limit` names it, and `most` is its value.',
  ],
  series_unavailable: [
    409,
    'Some occurrences of the series cannot be had, or none of them. `missing` lists them with the code that a single booking would get. Nothing was stored.',
  ],
  webhook_pending: [409, 'The endpoint has not answered a challenge for its present URL.'],
  webhook_disabled: [409, 'The webhook is disabled.'],
  guest_refused: [409, 'This guest cannot book.'],
  guest_overlap: [
    409,
    'The guest has another booking at this time. `bookingId` names it to a key with the scope `bookings:read`.',
  ],
  webhook_limit: [
    409,
    'The workspace has reached its limit of webhooks. Only answers that were kept for an Idempotency-Key still have this code; it is `limit_reached` now.',
  ],
  conversation_erased: [
    410,
    'The conversation was erased together with its customer, or because of its age.',
  ],
  booking_erased: [410, 'The booking is older than the workspace keeps bookings, and was erased.'],
  customer_erased: [410, 'The customer was erased. A guest who returns needs a new id.'],
  version_stale: [
    412,
    'The booking or customer has changed since the version that `If-Match` names.',
  ],
  body_too_large: [413, 'The body is larger than this path accepts.'],
  unsupported_media_type: [415, 'The body must be sent as `application/json`.'],
  customer_missing: [422, 'A booking needs a customer. Name one in the message.'],
  idempotency_key_reused: [422, 'The Idempotency-Key was used before with another request.'],
  rate_limited: [
    429,
    'Too many requests. `Retry-After` says when to try again; `limit` names the limit if it is one of the workspace.',
  ],
  budget_spent: [
    429,
    'The workspace has used the database for too long. `Retry-After` says when to try again, and `limit` names the limit.',
  ],
  internal: [500, 'The service failed. The request id helps us to find the cause.'],
  public_url_missing: [501, 'The deployment has no PUBLIC_URL, so it can give out no URL.'],
  unavailable: [
    503,
    'The database is unreachable or too busy. A request that is safe to repeat can be sent again.',
  ],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Whether a text, such as a message that the database raised, is one of the codes. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}

/** An invalid field: its path (`body.customer.email`) and the rule that it breaks. */
export interface FieldError {
  field: string;
  message: string;
}

export interface ProblemOptions {
  /** An explanation for this request. It never contains personal data. */
  detail?: string;
  errors?: FieldError[];
  /** Further members of the answer (RFC 9457, 3.2), such as alternatives. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** Thrown by any part of a request. The app's error handler turns it into an RFC 9457 answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly options: ProblemOptions;
  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(code);
    this.code = code;
    this.options = options;
  }
}

/** How many invalid fields an answer names. A request may have thousands. */
const MOST_ERRORS = 20;
/** The longest path of a field in an answer, in UTF-16 code units. A path contains names that the client chose. */
const MOST_FIELD_LENGTH = 200;

/** The problem as an `application/problem+json` response (RFC 9457). Its size is bounded. */
export function problemResponse({ code, options }: Problem, requestId: string): Response {
  const [status, description] = PROBLEMS[code];
  const { errors } = options;
  const detail =
    options.detail ??
    (errors !== undefined && errors.length > MOST_ERRORS
      ? `\`errors\` names the first ${MOST_ERRORS} invalid fields only.`
      : undefined);
  const body = {
    type: `/problems#${code}`,
    title: description,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: errors.slice(0, MOST_ERRORS).map(shorten) }),
    ...options.more,
    requestId,
  };
  return Response.json(body, {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...options.headers },
  });
}

/** Cuts a long path and marks the cut. A surrogate pair that was cut in two is replaced. */
function shorten({ field, message }: FieldError): FieldError {
  if (field.length <= MOST_FIELD_LENGTH) return { field, message };
  return { field: `${field.slice(0, MOST_FIELD_LENGTH - 1).toWellFormed()}…`, message };
}

/**
 * The problem of one invalid field, for a rule that a verb checks and not the schema.
 * @param field its path, such as `query.to`
 */
export function invalidField(field: string, message: string): Problem {
  return new Problem('invalid_field', { errors: [{ field, message }] });
}
