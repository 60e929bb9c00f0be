import { useEffect, useState } from 'preact/hooks';

/** A value that components watch. */
export interface Store<Value> {
  get(): Value;
  set(value: Value): void;
  /** Calls `listener` after each change until the returned function is called. */
  watch(listener: () => void): () => void;
}

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value of a store. The component is drawn again when it changes. */
export function useStore<Value>(store: Store<Value>): Value {
  const [, draw] = useState({});
  const value = store.get();
  useEffect(() => {
    // The store may have changed between drawing and this effect.
    if (!Object.is(store.get(), value)) draw({});
    return store.watch(() => draw({}));
  }, [store]);
  return value;
}
