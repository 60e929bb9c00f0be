import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';
import type { Mailed, Request } from '../support/unruly-receivers.ts';
import { LATEST, MOST_ATTEMPTS, RULES, views } from './follow-up-rules.ts';
import type { RealPostgres } from './real-postgres.ts';

/**
 * The evidence that the checks read after all work is done: the database, and the log of the
 * receivers and the mailbox. The checks share no code or SQL with the application, and compute the
 * plan of every event independently.
 */
export interface Evidence {
  readonly postgres: RealPostgres;
  readonly requests: readonly Request[];
  readonly mails: readonly Mailed[];
  /** The secret of each endpoint, by its URL. */
  readonly secrets: ReadonlyMap<string, string>;
  /** The turn times in minutes: of a party of one or two, and of a larger one. */
  readonly turns: readonly [number, number];
}

/** The lease of a consumer: how long a claimed job belongs to it, even if the consumer has died. */
const LEASE_MS = 5 * 60_000;

/** Reports the broken rules: one line for each, with a count and an example. */
export async function checkFollowUps(evidence: Evidence): Promise<string[]> {
  const { postgres } = evidence;
  await postgres.rows(views(evidence.turns));
  const broken: string[] = [];
  const report = (rule: string, found: readonly unknown[]) => {
    if (found.length > 0) broken.push(`${rule}: ${found.length}, e.g. ${JSON.stringify(found[0])}`);
  };
  for (const [rule, sql] of Object.entries(RULES)) report(rule, await postgres.rows(sql));
  for (const [rule, found] of await checkRequests(evidence)) report(rule, found);
  for (const [rule, found] of await checkMails(evidence)) report(rule, found);
  // A client that connects while the server is starting gets a FATAL error, which is ignored. The
  // log lines after an error show its cause.
  const lines = postgres.log().split('\n');
  const alarms = lines.flatMap((line, n) =>
    /deadlock|panic|fatal/i.test(line) && !line.includes('the database system is starting up')
      ? [lines.slice(n, n + 40).join('\n')]
      : [],
  );
  report('the server raised an alarm', alarms);
  return broken;
}

type Found = [rule: string, found: unknown[]];

async function checkRequests({ postgres, requests, secrets }: Evidence): Promise<Found[]> {
  const jobs = await postgres.rows<{
    id: string;
    state: string;
    url: string;
    left_at: number | null;
    tries: { at: number; status: number | null }[];
  }>(`select 'job_' || replace(j.id::text, '-', '') as id, j.state, w.url,
             (extract(epoch from w.disabled_at + interval '${LATEST}') * 1000)::float8 as left_at,
             (select coalesce(jsonb_agg(jsonb_build_object('status', a.status,
                       'at', (extract(epoch from a.at) * 1000)::bigint)), '[]')
                from job_attempts a where a.job_id = j.id) as tries
        from jobs j join webhooks w on w.id = j.webhook_id`);
  const known = new Map(jobs.map((job) => [job.id, job]));
  const byId = Map.groupBy(requests, ({ id }) => id);
  const delivered = jobs.filter(({ state }) => state === 'delivered');
  const early = [...byId.values()].flatMap((all) =>
    all.slice(1).flatMap(({ at, id }, n) => {
      const before = all[n];
      if (before === undefined || before.notBefore === null) return [];
      const isRecorded = known
        .get(id)
        ?.tries.some((each) => each.at === before.at && each.status === before.answered);
      // If the consumer died before it recorded the Retry-After, only its lease delays the next one.
      const until = isRecorded
        ? before.notBefore
        : Math.min(before.notBefore, before.at + LEASE_MS);
      return at < until
        ? [{ id, isRecorded, asked: before.at, notBefore: before.notBefore, again: at }]
        : [];
    }),
  );
  return [
    [
      'a delivered webhook was never accepted',
      delivered.filter(({ id }) => !byId.get(id)?.some(({ answered }) => answered === 200)),
    ],
    ['a request belongs to no job', requests.filter(({ id, url }) => known.get(id)?.url !== url)],
    [
      'a request went to a URL without an endpoint',
      requests.filter(({ url }) => !secrets.has(url)),
    ],
    [
      'a request came after its endpoint was disabled',
      requests.filter(({ id, at }) => at > (known.get(id)?.left_at ?? Number.POSITIVE_INFINITY)),
    ],
    [
      'one webhook-id has several bodies',
      [...byId.values()].filter((all) => new Set(all.map(({ body }) => body)).size > 1),
    ],
    [
      'a webhook was attempted too often',
      [...byId.values()].filter((all) => all.length > MOST_ATTEMPTS),
    ],
    ['a webhook was attempted before its Retry-After', early],
    ['a signature does not verify', requests.filter((each) => !isGenuine(each, secrets))],
  ];
}

function isGenuine({ at, url, headers, body }: Request, secrets: Evidence['secrets']): boolean {
  // The library compares the timestamp with the system clock, so the clock is set to the receiver's
  // time.
  vi.useFakeTimers({ now: at, toFake: ['Date'] });
  try {
    new Webhook(secrets.get(url) ?? '').verify(body, Object.fromEntries(headers));
    return true;
  } catch {
    return false;
  } finally {
    vi.useRealTimers();
  }
}

async function checkMails({ postgres, mails }: Evidence): Promise<Found[]> {
  const jobs = await postgres.rows<{ mail: string; delivered: number; tried: number }>(`
    select concat_ws('|', g.email, content ->> 'subject', content ->> 'text') as mail,
           count(*) filter (where j.state = 'delivered')::int as delivered,
           sum(j.attempts)::int as tried
      from jobs j join bookings b on b.id = j.booking_id join customers g on g.id = b.customer_id
     where j.channel = 'email' group by 1`);
  // The line that names the booking's reference is added when the email is sent.
  const wordsOf = (text: string) => text.replace(/\n\n[^\n]+: [0-9A-Z]{6}$/, '');
  const sent = Map.groupBy(mails, ({ to, subject, text }) =>
    [to, subject, wordsOf(text)].join('|'),
  );
  const known = new Map(jobs.map((each) => [each.mail, each]));
  const times = (mail: string) => sent.get(mail)?.length ?? 0;
  return [
    [
      'a delivered email is not in the mailbox',
      jobs.filter((job) => times(job.mail) < job.delivered),
    ],
    ['an email belongs to no job', [...sent.keys()].filter((mail) => !known.has(mail))],
    [
      'an email arrived more often than it was attempted',
      jobs.filter((job) => times(job.mail) > job.tried),
    ],
  ];
}
