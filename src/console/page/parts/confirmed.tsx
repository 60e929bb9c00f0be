import * as m from 'messages:common';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Form } from './form.tsx';

interface ConfirmedProps<Value> {
  /** What it does, on both buttons and in the status bar. */
  readonly label: string;
  readonly run: (idempotencyKey: string, form: FormData) => Promise<Value>;
  readonly onDone: (value: Value) => void;
  /** The id of the element that says what it is done to, where several buttons have the same label. */
  readonly about?: string;
  /** Why it is not done as the fields are filled in; undefined when it can be. */
  readonly check?: (form: FormData) => string | undefined;
  /** What is asked or said before it is done. */
  readonly children?: ComponentChildren;
}

/** A button for what cannot easily be undone: it asks first. The focus goes to the question and back. */
export function Confirmed<Value>({
  label,
  run,
  onDone,
  about,
  check,
  children,
}: ConfirmedProps<Value>) {
  const [isAsking, setAsking] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const drawn = useRef(isAsking);
  // Before the next key is pressed, so that none is lost.
  useLayoutEffect(() => {
    if (drawn.current === isAsking) return;
    drawn.current = isAsking;
    element.current?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  }, [isAsking]);
  return (
    <div ref={element} class={isAsking ? 'asking' : undefined}>
      {isAsking ? (
        <Form
          {...{ label, run, check, submit: label }}
          onDone={(value) => {
            setAsking(false);
            onDone(value);
          }}
          more={
            <button type="button" onClick={() => setAsking(false)}>
              {m.cancel}
            </button>
          }
        >
          {() => children}
        </Form>
      ) : (
        <button
          type="button"
          class="danger"
          aria-describedby={about}
          onClick={() => setAsking(true)}
        >
          {label}
        </button>
      )}
    </div>
  );
}
