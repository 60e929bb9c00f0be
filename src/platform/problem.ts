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
  method_not_allowed: [405, 'The path does not take this method; Allow lists those it takes.'],
  message_conflict: [409, 'Another message with this id is stored in the conversation.'],
  customer_mismatch: [409, 'The conversation belongs to another customer.'],
  channel_mismatch: [409, 'The conversation takes place on another channel.'],
  conversation_erased: [410, 'The conversation was erased with its customer.'],
  customer_erased: [410, 'The customer was erased; a returning guest needs a new id.'],
  body_too_large: [413, 'The body is larger than this path takes.'],
  unsupported_media_type: [415, 'Send the body as application/json.'],
  rate_limited: [429, 'Too many requests; Retry-After says when to try again.'],
  internal: [500, 'Something went wrong here. The request id helps us to find it.'],
  unavailable: [503, 'The database cannot be reached or is too busy. Trying again is safe.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What is wrong with one field: where it is (`body.customer.email`) and what it has to be. */
export interface FieldError {
  field: string;
  message: string;
}

export interface ProblemOptions {
  /** What is said instead of the code's general description. Never holds personal data. */
  detail?: string;
  errors?: FieldError[];
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
    requestId,
  };
  return Response.json(body, {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...options.headers },
  });
}
