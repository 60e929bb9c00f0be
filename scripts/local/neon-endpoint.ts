import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { isFromThisMachine } from './from-this-machine.ts';
import { type SqlBackend, SqlError, type SqlQuery, type SqlResult } from './sql-backend.ts';

/** Neon's limit for the size of a request and of an answer. */
const MAX_BYTES = 10 * 1024 * 1024;

const querySchema = z.object({
  query: z.string(),
  params: z
    .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .default([])
    .transform((params) => params.map((param) => (param === null ? null : String(param)))),
});
const bodySchema = z.union([z.object({ queries: z.array(querySchema) }), querySchema]);

export interface NeonEndpoint {
  readonly url: string;
  /** The connection string for Neon's driver, with a password that each start makes. */
  readonly connectionString: string;
  /** How many SQL requests have been served. */
  requests(): number;
  close(): Promise<void>;
}

/**
 * Serves Neon's SQL-over-HTTP protocol on a loopback port, in front of any backend. Its answers are
 * those of Neon's proxy (neondatabase/neon, proxy/src/serverless). Requests of web pages, and those
 * without the password, are refused. Their media type says nothing: Neon's driver sends its JSON as
 * text/plain. When a client goes away before its answer, the backend is told, as Neon's proxy cancels
 * such a query. Rejects when the port is taken (EADDRINUSE).
 * @param options.backend the database, or a function that opens the one that a request's connection
 *   string names
 */
export async function startNeonEndpoint(options: {
  backend: SqlBackend | ((database: string) => Promise<SqlBackend>);
  port?: number;
}): Promise<NeonEndpoint> {
  let requests = 0;
  const password = randomBytes(32).toString('base64url');
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== '/sql') {
      respond(response, 404, { message: 'not found' });
      return;
    }
    if (!isFromThisMachine(request)) {
      respond(response, 403, { message: 'requests of web pages are refused' });
      return;
    }
    const asked = askedBy(request);
    if (asked === undefined || !isEqual(asked.password, password)) {
      respond(response, 400, { message: 'password authentication failed', code: '28P01' });
      return;
    }
    requests += 1;
    const { backend } = options;
    const opened =
      typeof backend === 'function' ? backend(asked.database) : Promise.resolve(backend);
    opened
      .then((each) => serve(each, request, response))
      .catch((error: unknown) => {
        respond(response, 500, { message: error instanceof Error ? error.message : String(error) });
      });
  });
  // Clients close idle connections first. A connection that the server closes might be carrying a
  // new request.
  server.keepAliveTimeout = 10 * 60 * 1000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    connectionString: `postgres://postgres:${password}@127.0.0.1:${address.port}/maitred`,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The password and the database in the connection string that Neon's driver sends. */
function askedBy(request: IncomingMessage): { password: string; database: string } | undefined {
  const given = z.url().safeParse(request.headers['neon-connection-string']);
  if (!given.success) return undefined;
  const { password, pathname } = new URL(given.data);
  return { password, database: pathname.slice(1) };
}

/** Compares two texts in a time that does not depend on where they differ. */
function isEqual(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

async function serve(backend: SqlBackend, request: IncomingMessage, response: ServerResponse) {
  const text = await readBody(request);
  if (text === undefined) return respond(response, 413, { message: 'request is too large' });
  const parsed = bodySchema.safeParse(parseJson(text));
  if (!parsed.success) return respond(response, 400, { message: 'invalid request body' });
  const header = (name: string) => request.headers[`neon-${name}`];
  const batch = 'queries' in parsed.data;
  const queries: SqlQuery[] = 'queries' in parsed.data ? parsed.data.queries : [parsed.data];
  const isolation = header('batch-isolation-level');
  try {
    const results = await backend.run(
      queries,
      batch
        ? {
            ...(typeof isolation === 'string' ? { isolation } : {}),
            readOnly: header('batch-read-only') === 'true',
            deferrable: header('batch-deferrable') === 'true',
          }
        : undefined,
      whenGone(response),
    );
    const arrays = header('array-mode') === 'true';
    const shown = results.map((result) => show(result, arrays));
    respond(response, 200, batch ? { results: shown } : shown[0]);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const { message, fields, isFromPostgres } = error;
    if (isFromPostgres) respond(response, 400, { message, ...fields });
    else respond(response, 500, { message });
  }
}

/** A signal that is aborted when the client closes the connection before it has its answer. */
function whenGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  if (response.destroyed) gone.abort();
  return gone.signal;
}

function show({ fields, rows, command, rowCount }: SqlResult, arrays: boolean) {
  return {
    fields: fields.map((field) => ({ ...field, format: 'text' })),
    rows: arrays
      ? rows
      : rows.map((row) => Object.fromEntries(fields.map(({ name }, at) => [name, row[at]]))),
    command,
    rowCount,
    rowAsArray: arrays,
  };
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  const json = JSON.stringify(body);
  if (json.length > MAX_BYTES) {
    respond(response, 507, { message: 'response is too large (max is 10485760 bytes)' });
    return;
  }
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(json),
  });
  response.end(json);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = z.instanceof(Buffer).parse(chunk);
    length += bytes.length;
    if (length <= MAX_BYTES) chunks.push(bytes);
  }
  return length > MAX_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
