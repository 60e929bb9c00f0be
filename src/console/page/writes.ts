import { type MaitredProblem, problemOf } from './api.ts';
import { connection } from './connection.ts';
import { createStore } from './store.ts';

/** A write that the service has not confirmed yet. */
export interface Write {
  readonly id: string;
  /** What it will do, in the words of the user. */
  readonly label: string;
  /** `waiting`: the network is gone; it is sent again when it returns. */
  readonly state: 'sending' | 'waiting';
}

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: MaitredProblem };

/** All writes on their way. The status bar shows them. */
export const writes = createStore<readonly Write[]>([]);

/** What was done or refused. */
export interface Notice {
  readonly text: string;
  readonly isError: boolean;
  /** Takes back what was done. The notice then stays until the next one. */
  readonly undo?: { readonly label: string; readonly run: () => void } | undefined;
}

/** The last thing that was done or refused, which the status bar says aloud. */
export const notice = createStore<Notice | undefined>(undefined);

/** How long a write waits for the network before it fails visibly, in milliseconds. */
const PATIENCE = 120_000;
const AGAIN = 2000;

/**
 * Sends a write. While the network is gone it waits, visibly, and is sent again with the same
 * idempotency key, so it happens once.
 * @param label what it does, in the words of the user
 * @param run sends it with the idempotency key that it is given
 */
export async function write<Value>(
  label: string,
  run: (idempotencyKey: string) => Promise<Value>,
): Promise<Outcome<Value>> {
  const id = crypto.randomUUID();
  const show = (state: Write['state']) =>
    writes.set([...writes.get().filter((each) => each.id !== id), { id, label, state }]);
  const begun = Date.now();
  show('sending');
  try {
    for (;;) {
      try {
        return { ok: true, value: await run(id) };
      } catch (error) {
        const problem = problemOf(error);
        const isGone = problem.code === 'unreachable';
        if (!isGone || Date.now() - begun > PATIENCE) return { ok: false, problem };
      }
      show('waiting');
      await untilOnline();
    }
  } finally {
    writes.set(writes.get().filter((each) => each.id !== id));
  }
}

/** Resolves when the service has answered something, and after two seconds at the latest. */
function untilOnline(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const stop = connection.watch(() => connection.get().isOnline && end());
    const timer = setTimeout(end, AGAIN);
  });
}
