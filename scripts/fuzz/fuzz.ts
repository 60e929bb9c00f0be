import { type ApiDescription, describeApi } from '../api-description/describe-api.ts';
import { type CheckAnswer, createAnswerCheck, type FuzzAnswer } from './check-answer.ts';
import { drawOnce } from './draw.ts';
import { createPool, type Pool } from './pool.ts';
import { drawRequest, type FuzzOperation, type FuzzRequest, operationsOf } from './request.ts';

/** A request whose answer was wrong. */
export interface Finding {
  readonly request: FuzzRequest;
  readonly status: number;
  readonly wrong: readonly string[];
}

export interface FuzzOptions {
  url: string;
  key: string;
  /** Called for each finding. */
  onFinding(finding: Finding): void;
}

/** Operations that make things are drawn more often than those that delete them. */
const WEIGHTS: Readonly<Record<string, number>> = {
  storeMessage: 6,
  createBooking: 8,
  createVenue: 2,
  addResource: 3,
  joinWaitlist: 4,
  searchAvailability: 3,
  createKey: 2,
  deleteVenue: 0.3,
  eraseCustomer: 0.3,
};

/** A client that sends drawn or kept requests, and checks each answer by the API's description. */
export class Fuzzer {
  readonly #options: FuzzOptions;
  readonly #description: ApiDescription = describeApi('0.0.0');
  readonly #check: CheckAnswer = createAnswerCheck(this.#description);
  readonly #operations: FuzzOperation[];
  readonly #pool: Pool;
  /** How often each operation answered with each status. */
  readonly statuses = new Map<string, Map<number, number>>();

  /** @param ownKey the id of the key in use, which no request may revoke */
  constructor(options: FuzzOptions, ownKey: string) {
    this.#options = options;
    this.#pool = createPool([ownKey]);
    this.#operations = operationsOf(this.#description).flatMap((each) => {
      const weight = Math.round((WEIGHTS[each.operation.operationId] ?? 1) * 10);
      return Array.from({ length: weight }, () => each);
    });
  }

  /** Sends the request that a seed stands for. It depends on the answers before it, too. */
  async sendDrawn(seed: number): Promise<void> {
    const request = drawOnce(seed, (draw) => {
      const operation = draw.oneOf(this.#operations);
      return drawRequest({ draw, pool: this.#pool, description: this.#description }, operation);
    });
    await this.send(request);
  }

  /** Sends a request and checks its answer. */
  async send(request: FuzzRequest): Promise<FuzzAnswer> {
    const { answer, headers } = await this.#exchange(request);
    this.#pool.learn(request.operationId, answer.body, headers);
    const counts = this.statuses.get(request.operationId) ?? new Map<number, number>();
    counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
    this.statuses.set(request.operationId, counts);
    const wrong = this.#check(request, answer);
    if (wrong.length > 0) this.#options.onFinding({ request, status: answer.status, wrong });
    return answer;
  }

  async #exchange(request: FuzzRequest): Promise<{ answer: FuzzAnswer; headers: Headers }> {
    const { url, key } = this.#options;
    const { method, path, body } = request;
    const started = performance.now();
    const response = await fetch(url + path, {
      method,
      headers: { Authorization: `Bearer ${key}`, ...request.headers },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
    });
    const text = await response.text();
    const milliseconds = Math.round(performance.now() - started);
    const mediaType = response.headers.get('Content-Type')?.split(';')[0]?.trim() ?? '';
    const { status, headers } = response;
    const isJson = /json/.test(mediaType) && text !== '';
    return {
      answer: { status, mediaType, body: isJson ? JSON.parse(text) : text, milliseconds },
      headers,
    };
  }
}
