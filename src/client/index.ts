import { type MaitredApi, OPERATIONS } from './api.ts';
import type { Input, RequestOptions } from './operation.ts';
import { type Settings, send } from './send.ts';

export type * from './api.ts';
export type { RequestOptions } from './operation.ts';
export {
  type FieldError,
  MaitredProblem,
  type MissingOccurrence,
  type ProblemDetails,
} from './problem.ts';

export interface ClientOptions {
  /** The base URL of the API, such as `https://maitred.example.workers.dev`. */
  readonly url: string;
  /** An API key: `mtd_…`. */
  readonly key: string;
  /** The most times that a request is sent; 5 by default. */
  readonly attempts?: number;
  /** The time limit of an attempt, in milliseconds; 10,000 by default. */
  readonly timeoutMs?: number;
  /** The function that sends a request; the global `fetch` by default. */
  readonly fetch?: typeof fetch;
}

/** One method for each operation of the API. */
export type Client = MaitredApi;

/** A client of the API for browsers, Workers and Node. */
export function createClient(options: ClientOptions): Client {
  const settings: Settings = {
    url: options.url,
    key: options.key,
    attempts: options.attempts ?? 5,
    timeoutMs: options.timeoutMs ?? 10_000,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
  };
  const methods = Object.entries(OPERATIONS).map(([name, operation]) => [
    name,
    (input: Input = {}, requestOptions?: RequestOptions) =>
      send(settings, operation, input, requestOptions),
  ]);
  // The interface and the table of operations are generated together, with the same names.
  return Object.fromEntries(methods) as MaitredApi;
}

/** The part of a page that {@link eachItem} needs. */
interface Page<Item> {
  readonly data: readonly Item[];
  readonly page: { readonly next: string | null };
}

/** Iterates over every item of a list and requests its pages one by one. */
export async function* eachItem<ListInput, Item>(
  list: (input: ListInput & { after?: string }) => Promise<Page<Item>>,
  input: ListInput,
): AsyncGenerator<Item, void> {
  for (let position: { after?: string } = {}; ; ) {
    const { data, page } = await list({ ...input, ...position });
    yield* data;
    if (page.next === null) return;
    position = { after: page.next };
  }
}
