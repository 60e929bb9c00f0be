import { createApp } from '../../src/app.ts';
import { compose, type Deps } from '../../src/compose.ts';
import { createBudgets } from '../../src/platform/budgets/budgets.ts';
import type { Target } from './target.ts';

/** An answer of the API. */
export interface Reply {
  readonly status: number;
  /** The parsed JSON; an empty object for an empty body. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly isReplayed: boolean;
}

/** Sends a request to the API with this key. */
export type Send = (request: {
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}) => Promise<Reply>;

const quiet = { info() {}, warn() {}, error() {} };

/**
 * The API in this process, on the database of a target. No queue exists, so sweeps do all work after a
 * response, and nothing limits the rates of requests.
 */
export function openApi(target: Target): { deps: Deps; as(key: string): Send } {
  const sink = { send: async () => {}, sendBatch: async () => {} };
  const allowed = { limit: async () => ({ success: true }) };
  const bindings = {
    DATABASE_URL: target.databaseUrl,
    DATABASE_TIMEOUT_MS: '30000',
    KEY_SECRET: target.keySecret,
    EMOTIONS: sink,
    FOLLOW_UPS: sink,
    DELIVERIES: sink,
    WEBHOOKS: sink,
    TELEMETRY: sink,
    KEY_RATE_LIMIT: allowed,
    ADDRESS_RATE_LIMIT: allowed,
  };
  const budgets = createBudgets({ rates: { requests: 1e9, databaseMs: 1e12 } });
  const app = createApp((...given) => ({
    ...compose(...given),
    budgets,
    learnRates() {},
    log: quiet,
  }));
  const context = { waitUntil() {}, passThroughOnException() {}, props: {} };
  const as =
    (key: string): Send =>
    async ({ method, path, body, headers }) => {
      const response = await app.request(
        path,
        {
          method,
          headers: {
            Authorization: `Bearer ${key}`,
            ...headers,
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        },
        bindings,
        context,
      );
      const text = await response.text();
      return {
        status: response.status,
        body: text === '' ? {} : JSON.parse(text),
        isReplayed: response.headers.get('Idempotency-Replayed') === 'true',
      };
    };
  return { as, deps: { ...compose(bindings, () => {}), log: quiet } };
}
