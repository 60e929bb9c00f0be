import * as m from 'messages:common';
import type { ComponentChildren } from 'preact';
import type { Polled } from '../polled.ts';
import { problemText } from '../problem-text.ts';

interface LoadedProps<Value> {
  readonly polled: Pick<Polled<Value>, 'value' | 'problem' | 'reload'>;
  readonly children: (value: Value) => ComponentChildren;
}

/** Draws a value when it is there, and otherwise says that it is being read, or why it cannot be. */
export function Loaded<Value>({ polled, children }: LoadedProps<Value>) {
  const { value, problem, reload } = polled;
  if (value !== undefined) return <>{children(value)}</>;
  if (problem === undefined) {
    return (
      <p class="empty" role="status">
        {m.loading}
      </p>
    );
  }
  return (
    <div class="empty">
      <p role="alert">{problemText(problem)}</p>
      <button type="button" onClick={() => void reload()}>
        {m.tryAgain}
      </button>
    </div>
  );
}

/** What is shown where there is nothing yet, with what to do about it. */
export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <div class="empty">{children}</div>;
}
