import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type MaitredProblem, problemOf } from './api.ts';
import { session } from './session.ts';

export interface Polled<Value> {
  /** The last value that was read; undefined until the first. It stays while the network is gone. */
  readonly value: Value | undefined;
  /** When the value was last confirmed by the service, in milliseconds since 1970. */
  readonly at: number | undefined;
  /** Why the last attempt failed; undefined when it succeeded. */
  readonly problem: MaitredProblem | undefined;
  /** Reads again now, such as after a write. */
  readonly reload: () => Promise<void>;
}

/** The last values, by name, so that a page that is opened again shows something at once. */
const values = new Map<string, { value: unknown; at: number }>();
// Another session may be of another workspace.
session.watch(() => values.clear());

/**
 * Reads a value when the component is drawn first, and again and again while the page is visible.
 * @param name identifies the value with all that it depends on; another name reads another value
 * @param load reads it; it must be a function of what `name` says
 * @param seconds the time between two reads; 0 reads once
 */
export function usePolled<Value>(
  name: string,
  load: (signal: AbortSignal) => Promise<Value>,
  seconds = 5,
): Polled<Value> {
  const [, draw] = useState({});
  const problems = useRef(new Map<string, MaitredProblem>());
  const current = useRef({ name, load });
  current.current = { name, load };
  const aborting = useRef(new AbortController());

  const reload = useCallback(async () => {
    const { name: asked, load: read } = current.current;
    const { signal } = aborting.current;
    try {
      const value = await read(signal);
      const known = values.get(asked);
      const isSame = known !== undefined && known.value === value && !problems.current.has(asked);
      values.set(asked, { value, at: Date.now() });
      problems.current.delete(asked);
      if (!isSame && !signal.aborted) draw({});
    } catch (error) {
      if (signal.aborted) return;
      problems.current.set(asked, problemOf(error));
      draw({});
    }
  }, []);

  useEffect(() => {
    const controller = new AbortController();
    aborting.current = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = async () => {
      clearTimeout(timer);
      if (!document.hidden) await reload();
      if (seconds > 0 && !controller.signal.aborted) timer = setTimeout(next, seconds * 1000);
    };
    const onReturn = () => void (document.hidden ? undefined : next());
    void next();
    document.addEventListener('visibilitychange', onReturn);
    addEventListener('online', onReturn);
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onReturn);
      removeEventListener('online', onReturn);
    };
  }, [name, seconds, reload]);

  const known = values.get(name);
  return {
    // The name identifies the value, so its type is that of `load`.
    value: known?.value as Value | undefined,
    at: known?.at,
    problem: problems.current.get(name),
    reload,
  };
}
