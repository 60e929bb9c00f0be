import * as m from 'messages:common';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface DialogProps {
  readonly title: string;
  /** Called when the user closes the dialog, also with the Escape key. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** `side`: at the end of the line over the full height, for what is read beside the page. */
  readonly place?: 'middle' | 'side';
}

/**
 * A modal dialog. The browser keeps the focus within it and gives it back to where it was. It is open
 * while it is drawn.
 */
export function Dialog({ title, onClose, children, place = 'middle' }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    focusFirst(element.current);
    return () => {
      const isThere = before instanceof HTMLElement && before.isConnected;
      // Without what opened the dialog, the focus goes to the page and not to nothing.
      (isThere ? before : document.querySelector<HTMLElement>('main'))?.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={`dialog ${place}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={onClose}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        <button type="button" class="plain" aria-label={m.close} title={m.close} onClick={onClose}>
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}

/**
 * Who opens a form wants to fill it in, not to close it. What is typed takes the place of a value that
 * is there already.
 */
function focusFirst(dialog: HTMLElement | null): void {
  const fields = 'form :is(input, select, textarea)';
  const field =
    dialog?.querySelector<HTMLElement>('[data-first]') ??
    dialog?.querySelector<HTMLElement>(fields);
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}
