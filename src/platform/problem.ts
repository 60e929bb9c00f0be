/** Every problem a client can get: its HTTP status and what it means. The codes are stable. */
export const PROBLEMS = {
  invalid_json: [400, 'The body is not JSON in UTF-8.'],
  invalid_field: [400, 'A field is missing, unknown or not what it has to be; errors names each.'],
  invalid_cursor: [400, 'The cursor did not come from this list.'],
  key_missing: [401, 'Send an API key: Authorization: Bearer mtd_…'],
  key_invalid: [401, 'The API key is damaged or was not made by this service.'],
  key_revoked: [401, 'The API key has been revoked.'],
  scope_missing: [403, 'The API key lacks the scope that this request needs.'],
  scope_not_yours: [403, 'A key can only make keys with scopes that it has itself.'],
  route_not_found: [404, 'There is no such path.'],
  conversation_not_found: [404, 'The workspace has no conversation with this id.'],
  customer_not_found: [404, 'The workspace has no customer with this id.'],
  key_not_found: [404, 'The workspace has no key with this id.'],
  venue_not_found: [404, 'The workspace has no venue with this id.'],
  resource_not_found: [404, 'The venue has no resource with this id.'],
  combination_not_found: [404, 'The venue has no combination with this id.'],
  message_not_found: [404, 'The conversation has no message with this id.'],
  job_not_found: [404, 'The workspace has no dead job with this id.'],
  booking_not_found: [404, 'The workspace has no booking with this id.'],
  calendar_not_found: [404, 'There is no calendar with this secret.'],
  waitlist_entry_not_found: [404, 'The venue has no waitlist entry with this id.'],
  webhook_not_found: [404, 'The workspace has no webhook with this id.'],
  method_not_allowed: [405, 'The path does not take this method; Allow lists those it takes.'],
  message_conflict: [409, 'Another message with this id is stored in the conversation.'],
  customer_mismatch: [409, 'The conversation belongs to another customer.'],
  channel_mismatch: [409, 'The conversation takes place on another channel.'],
  slot_taken: [409, 'Nothing is free for this party then; alternatives lists the nearest starts.'],
  outside_hours: [409, 'The venue takes no party of this size then; alternatives may help.'],
  too_late: [409, 'The start is sooner than the venue takes bookings; alternatives may help.'],
  beyond_horizon: [409, 'The start is further ahead than the venue takes bookings.'],
  resources_unfit: [409, 'The resources are not the venue’s, or do not hold the party.'],
  booking_state: [409, 'The booking is in a state that does not allow this; state names it.'],
  hold_expired: [409, 'The hold has expired; its place may be gone.'],
  waitlist_state: [
    409,
    'The waitlist entry is in a state that does not allow this; state names it.',
  ],
  too_early: [409, 'The booking has not begun yet.'],
  webhook_limit: [409, 'The workspace has as many webhooks as it may have.'],
  conversation_erased: [410, 'The conversation was erased with its customer.'],
  customer_erased: [410, 'The customer was erased; a returning guest needs a new id.'],
  version_stale: [412, 'The booking has changed since the version that If-Match names.'],
  body_too_large: [413, 'The body is larger than this path takes.'],
  unsupported_media_type: [415, 'Send the body as application/json.'],
  customer_missing: [422, 'A booking needs a customer: name one with the message.'],
  idempotency_key_reused: [422, 'The Idempotency-Key was used with another body.'],
  rate_limited: [429, 'Too many requests; Retry-After says when to try again.'],
  internal: [500, 'Something went wrong here. The request id helps us to find it.'],
  unavailable: [503, 'The database cannot be reached or is too busy. Trying again is safe.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Whether a word is one of the codes, as when the database raised it. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}

/** What is wrong with one field: where it is (`body.customer.email`) and what it has to be. */
export interface FieldError {
  field: string;
  message: string;
}

export interface ProblemOptions {
  /** What is said instead of the code's general description. Never holds personal data. */
  detail?: string;
  errors?: FieldError[];
  /** Further members of the answer (RFC 9457, 3.2), such as alternatives. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** Thrown by anything on a request's way; becomes an RFC 9457 answer in one place. */
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

/** The problem as an `application/problem+json` response (RFC 9457). */
export function problemResponse({ code, options }: Problem, requestId: string): Response {
  const [status, description] = PROBLEMS[code];
  const body = {
    type: `/problems#${code}`,
    title: description,
    status,
    code,
    ...(options.detail === undefined ? {} : { detail: options.detail }),
    ...(options.errors === undefined ? {} : { errors: options.errors }),
    ...options.more,
    requestId,
  };
  return Response.json(body, {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...options.headers },
  });
}
