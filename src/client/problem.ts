/** An invalid field, with the rule that it breaks. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** An occurrence of a series that cannot be had, with the code of a single booking's problem. */
export interface MissingOccurrence {
  readonly start: string;
  readonly code: string;
  /** The further members of that problem. */
  readonly alternatives?: readonly string[];
  readonly limit?: string;
  readonly most?: number;
  readonly bookingId?: string;
}

export interface ProblemDetails {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The stable code, such as `slot_taken`; `unreachable` when no answer came. */
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  /** Identifies the request in the logs of the service. */
  readonly requestId: string | undefined;
  /** The invalid fields. */
  readonly errors: readonly FieldError[];
  /** The free start times nearest to the one requested. */
  readonly alternatives: readonly string[];
  /** The current state of the booking or waitlist entry. */
  readonly state: string | undefined;
  /** The limit of the workspace that is reached. */
  readonly limit: string | undefined;
  /** The value of that limit. */
  readonly most: number | undefined;
  /** The booking that is in the way, for keys that may read bookings. */
  readonly bookingId: string | undefined;
  /** The bookings that lie in a block, the first 100 at most. */
  readonly bookings: readonly string[];
  /** How many bookings lie in the block. */
  readonly count: number | undefined;
  /** The occurrences of a series that cannot be had. */
  readonly missing: readonly MissingOccurrence[];
}

/** Thrown for every request that did not succeed. */
export class MaitredProblem extends Error implements ProblemDetails {
  override readonly name = 'MaitredProblem';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  readonly errors: readonly FieldError[];
  readonly alternatives: readonly string[];
  readonly state: string | undefined;
  readonly limit: string | undefined;
  readonly most: number | undefined;
  readonly bookingId: string | undefined;
  readonly bookings: readonly string[];
  readonly count: number | undefined;
  readonly missing: readonly MissingOccurrence[];

  constructor(details: ProblemDetails, cause?: unknown) {
    const fields = details.errors.map(({ field, message }) => `${field} ${message}`).join('; ');
    const about = fields === '' ? (details.detail ?? details.title) : fields;
    super(`${details.status} ${details.code}: ${about}`, { cause });
    this.status = details.status;
    this.code = details.code;
    this.title = details.title;
    this.detail = details.detail;
    this.requestId = details.requestId;
    this.errors = details.errors;
    this.alternatives = details.alternatives;
    this.state = details.state;
    this.limit = details.limit;
    this.most = details.most;
    this.bookingId = details.bookingId;
    this.bookings = details.bookings;
    this.count = details.count;
    this.missing = details.missing;
  }
}

/** The problem of a request that got no answer. */
export function unreachable(cause: unknown): MaitredProblem {
  return new MaitredProblem(
    {
      status: 0,
      code: 'unreachable',
      title: 'The service could not be reached, or did not answer in time.',
      detail: undefined,
      requestId: undefined,
      errors: [],
      alternatives: [],
      state: undefined,
      limit: undefined,
      most: undefined,
      bookingId: undefined,
      bookings: [],
      count: undefined,
      missing: [],
    },
    cause,
  );
}

/**
 * Reads the problem from an answer that is not a success. Bodies of other shapes have the code
 * `unknown`.
 */
export async function readProblem(response: Response): Promise<MaitredProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const field = (name: string): unknown =>
    typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  const text = (name: string): string | undefined => {
    const value = field(name);
    return typeof value === 'string' ? value : undefined;
  };
  const list = (name: string): unknown[] => {
    const value = field(name);
    return Array.isArray(value) ? value : [];
  };
  const number = (name: string): number | undefined => {
    const value = field(name);
    return typeof value === 'number' ? value : undefined;
  };
  return new MaitredProblem({
    status: response.status,
    code: text('code') ?? 'unknown',
    title: text('title') ?? response.statusText,
    detail: text('detail'),
    requestId: text('requestId') ?? response.headers.get('X-Request-Id') ?? undefined,
    errors: list('errors').filter(isFieldError),
    alternatives: list('alternatives').filter((each) => typeof each === 'string'),
    state: text('state'),
    limit: text('limit'),
    most: number('most'),
    bookingId: text('bookingId'),
    bookings: list('bookings').filter((each) => typeof each === 'string'),
    count: number('count'),
    missing: list('missing').filter(isMissing),
  });
}

function isFieldError(value: unknown): value is FieldError {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'field') === 'string' &&
    typeof Reflect.get(value, 'message') === 'string'
  );
}

function isMissing(value: unknown): value is MissingOccurrence {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'start') === 'string' &&
    typeof Reflect.get(value, 'code') === 'string'
  );
}
