/** Someone who sends requests: a name for the story, and an API key. */
export interface Hand {
  readonly name: string;
  readonly key: string;
}

/** A request of the story. */
export interface Call {
  readonly hand: Hand;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path with its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of the API. The body is parsed if it is JSON, and text otherwise. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

type Headed = Readonly<Record<string, string>>;

export const get = (hand: Hand, path: string, headers: Headed = {}): Call => {
  return { hand, method: 'GET', path, headers };
};
export const post = (hand: Hand, path: string, body?: unknown, headers: Headed = {}): Call => {
  return { hand, method: 'POST', path, body, headers };
};
export const put = (hand: Hand, path: string, body: unknown): Call => {
  return { hand, method: 'PUT', path, body };
};
export const patch = (hand: Hand, path: string, body: unknown, headers: Headed = {}): Call => {
  return { hand, method: 'PATCH', path, body, headers };
};
export const remove = (hand: Hand, path: string): Call => {
  return { hand, method: 'DELETE', path };
};

/** No service answers at the URL. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/**
 * Sends a request once.
 * @param url the base URL of the API, such as http://127.0.0.1:8787
 * @throws NoAnswer when there is no answer within ten seconds
 */
export async function send(url: string, call: Call): Promise<Answer> {
  const { hand, method, path, body, headers } = call;
  const init = {
    method,
    headers: {
      Authorization: `Bearer ${hand.key}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  };
  try {
    const response = await fetch(url.replace(/\/$/, '') + path, init);
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('Content-Type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  } catch (error) {
    throw new NoAnswer(`${method} ${path} got no answer from ${url}`, { cause: error });
  }
}
