import type { Mail } from '../../src/follow-ups/channels/email.ts';
import { type Chance, lot } from './chance.ts';

/** A request to a receiver, with the answer of the receiver. */
export interface Request {
  readonly at: number;
  readonly url: string;
  readonly id: string;
  readonly headers: Headers;
  readonly body: string;
  /** The status; 0 when the sender got no answer. */
  readonly answered: number;
  /** The earliest time of the next attempt by the Retry-After of the answer; null without one. */
  readonly notBefore: number | null;
}

export interface Mailed extends Mail {
  readonly at: number;
}

const HOST = 'https://hooks.tenant.example.com';
/** Redirect targets that must never be requested: a cloud's metadata, and a private network. */
const TRAPS = ['http://169.254.169.254/latest/meta-data', 'https://10.0.0.7/admin'] as const;
/** The number of requests after which the endpoint `gone` answers 410. */
const GONE_AFTER = 25;

/** The endpoints; each behaves in its own way. */
export const ENDPOINTS = {
  /** Mostly works, and subscribes to all events. */
  moody: `${HOST}/moody`,
  /** Redirects most requests. */
  winding: `${HOST}/winding`,
  /** Answers 410 after a while. */
  gone: `${HOST}/gone`,
  /** Never succeeds. */
  broken: `${HOST}/broken`,
} as const;

type Mood = 'ok' | 'error' | 'seconds' | 'date' | 'hangs' | 'hangs_up' | 'redirects';
const MOODS: Record<string, readonly (readonly [Mood, number])[]> = {
  [ENDPOINTS.moody]: [
    ['error', 0.12],
    ['seconds', 0.06],
    ['date', 0.06],
    ['hangs', 0.06],
    ['hangs_up', 0.06],
    ['redirects', 0.04],
  ],
  [ENDPOINTS.winding]: [['redirects', 0.6]],
  [ENDPOINTS.broken]: [
    ['error', 0.4],
    ['date', 0.2],
    ['hangs', 0.2],
    ['hangs_up', 0.2],
  ],
};

/** Receivers that fail in every usual way, with a log of every request that reached them. */
export function createReceivers(chance: Chance) {
  const log: Request[] = [];
  const asked = new Map<string, number>();
  /** Counts a key, and returns how often it was counted before. */
  const again = (what: string): number => {
    const before = asked.get(what) ?? 0;
    asked.set(what, before + 1);
    return before;
  };

  function answer(url: string, what: string, at: number): { mood: Mood | 'gone'; retryAt: number } {
    const before = again(url);
    const mood = lot<Mood>(chance(what), MOODS[url] ?? [], 'ok');
    const gone = url === ENDPOINTS.gone && before >= GONE_AFTER;
    // From one minute to half an hour: shorter and longer than a lease.
    const retryAt = at + Math.floor(60 + 1740 * chance(`${what} retry`) ** 2) * 1000;
    return { mood: gone ? 'gone' : mood, retryAt };
  }

  /** Behaves like `fetch`: it follows redirects by default, and may never answer. */
  async function fetchOutside(now: number, url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const id = headers.get('webhook-id') ?? '';
    const body = String(init.body);
    const { type, data } = JSON.parse(body);
    const about = `${url} ${type} ${data.customerId} ${data.conversationId} ${data.version ?? data.seq}`;
    const nth = again(id);
    const { mood, retryAt } = answer(url, `${about} ${nth}`, now);
    const note = (answered: number, notBefore: number | null = null) =>
      log.push({ at: now, url, id, headers, body, answered, notBefore });
    switch (mood) {
      case 'ok':
        note(200);
        return new Response('thanks');
      case 'error':
        note(500);
        return new Response('no', { status: 500 });
      case 'gone':
        note(410);
        return new Response(null, { status: 410 });
      case 'seconds':
        note(429, retryAt);
        return busy(String((retryAt - now) / 1000));
      case 'date':
        note(429, retryAt);
        return busy(new Date(retryAt).toUTCString());
      case 'hangs':
        // A request to a receiver that hangs is aborted. The abort comes at once, because no time
        // passes in the test.
        note(0);
        throw new DOMException('This operation was aborted', 'AbortError');
      case 'hangs_up':
        note(0);
        throw new TypeError('fetch failed');
      case 'redirects': {
        note(307);
        const trap = TRAPS[nth % 2] ?? TRAPS[0];
        if (init.redirect === 'manual') {
          return new Response(null, { status: 307, headers: { Location: trap } });
        }
        return fetchOutside(now, trap, init);
      }
    }
  }
  return { log, fetchOutside };
}

const busy = (retryAfter: string) =>
  new Response('busy', { status: 429, headers: { 'Retry-After': retryAfter } });

/** A mailbox that refuses some emails, and accepts others without confirming it. */
export function createMailbox(chance: Chance) {
  const log: Mailed[] = [];
  const tried = new Map<string, number>();
  async function send(now: number, mail: Mail): Promise<void> {
    const about = `${mail.to} ${mail.subject}`;
    const nth = tried.get(about) ?? 0;
    tried.set(about, nth + 1);
    const fate = lot(
      chance(`${about} ${nth}`),
      [
        ['refused', 0.1],
        ['unsaid', 0.03],
      ],
      'taken',
    );
    if (fate === 'refused') throw new Error('450 greylisted');
    log.push({ ...mail, at: now });
    if (fate === 'unsaid') throw new Error('connection lost');
  }
  return { log, send };
}
