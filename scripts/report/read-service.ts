import { z } from 'zod';
import { backlogSchema } from '../../src/operations/backlog/backlog.ts';
import { type Latency, latencySchema, type Of } from '../../src/operations/latency/latency.ts';
import {
  historySchema,
  type LightHistory,
  statusSchema,
} from '../../src/operations/light/status.ts';
import { serviceLevelsSchema } from '../../src/operations/slo/slo.ts';
import type { ReportInput } from './input.ts';

const TIMEOUT_MS = 30_000;
/** So many pages of the history are read at most, of 500 changes each. */
const MOST_PAGES = 40;

const problemSchema = z.object({ code: z.string() });
const descriptionSchema = z.object({ info: z.object({ version: z.string() }) });

/** The service refused a request, or did not answer it. The message names the path and the reason. */
export class ServiceRefused extends Error {
  override readonly name = 'ServiceRefused';
}

export interface Service {
  readonly url: string;
  readonly key: string;
}

export interface Asked {
  readonly of: Of;
  readonly from: string;
  readonly to: string;
}

type Read = Pick<
  ReportInput,
  'latency' | 'status' | 'history' | 'levels' | 'backlog' | 'serviceVersion' | 'failures'
>;

/**
 * Reads what a report needs from the routes of a service. Only the durations must be readable; what
 * else is not readable becomes null and a sentence.
 * @throws ServiceRefused
 */
export async function readService(service: Service, { of, from, to }: Asked): Promise<Read> {
  const failures: string[] = [];
  const known = <T>(reading: Promise<T>): Promise<T | null> =>
    reading.catch((error: unknown) => {
      if (!(error instanceof ServiceRefused)) throw error;
      failures.push(error.message);
      return null;
    });
  const latency = await ask(service, '/v1/operations/latency', { of, from, to }, latencySchema);
  const [status, history, levels, backlog, description] = await Promise.all([
    known(ask(service, '/v1/operations/status', { of }, statusSchema)),
    of === 'platform' ? known(readHistory(service, latency)) : null,
    known(ask(service, '/v1/operations/slo', { of }, serviceLevelsSchema)),
    known(ask(service, '/v1/operations/backlog', { of }, backlogSchema)),
    known(ask(service, '/openapi.json', {}, descriptionSchema)),
  ]);
  const serviceVersion = description?.info.version ?? null;
  return { latency, status, history, levels, backlog, serviceVersion, failures };
}

/** The whole history of a range, page by page. */
async function readHistory(
  service: Service,
  { from, to }: Pick<Latency, 'from' | 'to'>,
): Promise<LightHistory> {
  const page = (until: string) =>
    ask(service, '/v1/operations/status/history', { from, to: until }, historySchema);
  const whole = await page(to);
  const data = [...whole.data];
  let { isWhole } = whole;
  for (let pages = 1; !isWhole && pages < MOST_PAGES; pages += 1) {
    const last = data.at(-1);
    if (last === undefined || last.at <= from) break;
    const next = await page(last.at);
    data.push(...next.data);
    isWhole = next.isWhole;
  }
  return { ...whole, data, isWhole };
}

async function ask<T>(
  { url, key }: Service,
  path: string,
  query: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
): Promise<T> {
  const address = new URL(path, url);
  address.search = new URLSearchParams(query).toString();
  const response = await fetch(address, {
    headers: { Authorization: `Bearer ${key}`, Accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServiceRefused(`${path} was not answered: ${reason}.`);
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const code = problemSchema.safeParse(body).data?.code;
    const reason = code === undefined ? '' : ` (${code})`;
    throw new ServiceRefused(`${path} was answered ${response.status}${reason}.`);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ServiceRefused(
    `The answer of ${path} was not understood: ${z.prettifyError(parsed.error)}.`,
  );
}
