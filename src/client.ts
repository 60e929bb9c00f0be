import { hc, type InferRequestType, type InferResponseType } from 'hono/client';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import type { App } from './app.ts';

/** The typed routes of the API: `api.v1.conversations[':conversationId'].messages.$post(…)`. */
export type MaitredApi = ReturnType<typeof hc<App>>;
type PostMessage = MaitredApi['v1']['conversations'][':conversationId']['messages']['$post'];
export type NewMessage = InferRequestType<PostMessage>['json'];
export type MessageReceipt = InferResponseType<PostMessage, 200 | 201>;

export interface ClientOptions {
  /** Where the API is, like https://maitred.example.workers.dev. */
  url: string;
  /** An API key: mtd_… */
  key: string;
  /** How often a request is tried in all; 5 unless told. */
  attempts?: number;
  fetch?: typeof fetch;
}

export interface Client {
  /** Every route, typed. Writes that are tried again need an id of their own. */
  readonly api: MaitredApi;
  /**
   * Stores a message, with an id in any case, so that trying again never stores it twice. Tries
   * again when the network fails, and after 429 and 503 as Retry-After says.
   * @throws MaitredProblem when the API refuses it, or is still unavailable at the last attempt
   */
  storeMessage(conversationId: string, message: NewMessage): Promise<MessageReceipt>;
}

/** An answer that is no success, with its RFC 9457 code. */
export class MaitredProblem extends Error {
  override readonly name = 'MaitredProblem';
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  /** Where else there is room, when a slot is taken. */
  readonly alternatives: readonly string[] | undefined;
  constructor(
    status: number,
    code: string,
    requestId: string | null,
    alternatives?: readonly string[],
  ) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.alternatives = alternatives;
  }
}

/** A client of the API, for browsers, Workers and Node. */
export function createClient({ url, key, attempts = 5, fetch: given }: ClientOptions): Client {
  const api = hc<App>(url, {
    headers: { Authorization: `Bearer ${key}` },
    ...(given === undefined ? {} : { fetch: given }),
  });
  return {
    api,
    async storeMessage(conversationId, message) {
      const json = { ...message, id: message.id ?? uuidv7() };
      const post = () =>
        api.v1.conversations[':conversationId'].messages.$post({
          param: { conversationId: encodeURIComponent(conversationId) },
          json,
        });
      for (let attempt = 1; ; attempt += 1) {
        const last = attempt >= attempts;
        const response = await post().catch((error: unknown) => {
          if (last) throw error;
        });
        if (response?.status === 200 || response?.status === 201) return response.json();
        if (response !== undefined && (last || ![429, 503].includes(response.status))) {
          throw await problemOf(response);
        }
        await pause(Number(response?.headers.get('Retry-After') ?? 0) * 1000, attempt);
      }
    },
  };
}

const problemSchema = z.object({
  code: z.string(),
  alternatives: z.array(z.string()).optional(),
});

async function problemOf(response: {
  status: number;
  headers: Headers;
  json(): Promise<unknown>;
}): Promise<MaitredProblem> {
  const body = problemSchema.safeParse(await response.json().catch(() => undefined)).data;
  return new MaitredProblem(
    response.status,
    body?.code ?? 'unknown',
    response.headers.get('X-Request-Id'),
    body?.alternatives,
  );
}

/** What the server asks for, or 100 ms doubled each time; up to half more, so that clients spread. */
function pause(askedMs: number, attempt: number): Promise<void> {
  const least = Math.max(askedMs, 100 * 2 ** (attempt - 1));
  return new Promise((resolve) => setTimeout(resolve, least * (1 + Math.random() / 2)));
}
