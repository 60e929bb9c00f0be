import { createStore } from './store.ts';

/** What the service says about the session. */
export interface Session {
  readonly csrfToken: string;
  readonly workspace: string;
  readonly key: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string;
}

/** `unknown`: not asked yet. `none`: to sign in is needed; `ended` says that a session has ended. */
export type SessionState = Session | 'unknown' | 'none' | 'ended';

export const session = createStore<SessionState>('unknown');

/** The session, when the page has one. */
export function openSession(): Session | undefined {
  const state = session.get();
  return typeof state === 'string' ? undefined : state;
}

/** Whether the session has all of these scopes. What it lacks is not shown. */
export const may = (...scopes: readonly string[]) =>
  scopes.every((scope) => openSession()?.scopes.includes(scope));

const isSession = (body: unknown): body is Session =>
  typeof body === 'object' && body !== null && 'csrfToken' in body;

async function read(answer: Response): Promise<Session | undefined> {
  const body: unknown = await answer.json();
  return answer.ok && isSession(body) ? body : undefined;
}

/** Reads the session of the cookie after the page was loaded. */
export async function restoreSession(): Promise<void> {
  try {
    session.set((await read(await fetch('/console/session'))) ?? 'none');
  } catch {
    session.set('none');
  }
}

/**
 * Opens a session with an API key, which the page does not keep.
 * @returns the status of the answer; 0 when none came
 */
export async function signIn(key: string): Promise<number> {
  const headers = { Authorization: `Bearer ${key}` };
  const answer = await fetch('/console/session', { method: 'POST', headers }).catch(
    () => undefined,
  );
  if (answer === undefined) return 0;
  const opened = await read(answer);
  if (opened !== undefined) session.set(opened);
  return answer.status;
}

export async function signOut(): Promise<void> {
  const headers = { 'X-CSRF-Token': openSession()?.csrfToken ?? '' };
  await fetch('/console/session', { method: 'DELETE', headers });
  // Nothing that was read stays in memory.
  location.hash = '';
  location.reload();
}
