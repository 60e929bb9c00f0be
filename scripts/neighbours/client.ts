import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export interface Answer {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The parsed JSON, the text of another media type, or undefined. */
  readonly body: unknown;
  readonly milliseconds: number;
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly answer: Answer;
}

const WAIT_MS = 60_000;
const MOST_TRIES = 5;

/** Sends requests to the service with one key, and reports every answer. */
export class Client {
  readonly #url: string;
  readonly #key: string;
  readonly #onAnswer: (sent: Sent) => void;

  constructor(url: string, key: string, onAnswer: (sent: Sent) => void) {
    this.#url = url;
    this.#key = key;
    this.#onAnswer = onAnswer;
  }

  /**
   * @param body an object that is sent as JSON, or a text that is sent as it is
   * @param key another key than the client's
   */
  async send(
    method: string,
    path: string,
    body?: object | string,
    key = this.#key,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const started = performance.now();
    const answer = await this.#fetch(method, path, body, key, headers).catch((error: unknown) => ({
      status: 0,
      body: String(error),
    }));
    const timed = { ...answer, milliseconds: performance.now() - started };
    this.#onAnswer({ method, path, answer: timed });
    return timed;
  }

  /**
   * Sends a request that prepares something and must succeed, and returns the `id` of its answer. On a
   * 503 it is sent again.
   * @throws when the request is refused
   */
  async make(method: string, path: string, body?: object): Promise<string> {
    const headers = { 'Idempotency-Key': randomUUID() };
    const send = () => this.send(method, path, body, this.#key, headers);
    let { status, body: made } = await send();
    for (let tries = 1; status === 503 && tries < MOST_TRIES; tries += 1) {
      await sleep(1000);
      ({ status, body: made } = await send());
    }
    if (status < 200 || status > 299) {
      throw new Error(`${method} ${path}: ${status} ${JSON.stringify(made).slice(0, 500)}`);
    }
    return z.looseObject({ id: z.string() }).safeParse(made).data?.id ?? '';
  }

  async #fetch(
    method: string,
    path: string,
    body: object | string | undefined,
    key: string,
    headers: Readonly<Record<string, string>>,
  ) {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
      signal: AbortSignal.timeout(WAIT_MS),
    });
    const text = await response.text();
    return { status: response.status, body: parse(text) };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
