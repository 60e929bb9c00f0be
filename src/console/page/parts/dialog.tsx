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
    // Who opens a form wants to fill it in, not to close it.
    element.current?.querySelector<HTMLElement>('form :is(input, select, textarea)')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
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
