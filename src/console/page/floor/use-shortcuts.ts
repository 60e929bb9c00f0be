import { useEffect, useRef } from 'preact/hooks';

/**
 * Calls what a single key stands for, unless it is typed into a field or a dialog is open.
 * @param handlers by key, in lower case
 */
export function useShortcuts(
  isOff: boolean,
  handlers: Readonly<Record<string, (() => void) | undefined>>,
): void {
  const current = useRef({ isOff, handlers });
  current.current = { isOff, handlers };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, ctrlKey, metaKey, altKey } = event;
      const isTyped =
        target instanceof HTMLElement &&
        (target.isContentEditable || target.matches('input, textarea, select'));
      if (current.current.isOff || isTyped || ctrlKey || metaKey || altKey) return;
      const handler = current.current.handlers[event.key.toLowerCase()];
      if (handler === undefined || event.defaultPrevented) return;
      event.preventDefault();
      handler();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
