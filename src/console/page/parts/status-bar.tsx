import * as m from 'messages:common';
import { useEffect, useState } from 'preact/hooks';
import { connection } from '../connection.ts';
import { useStore } from '../store.ts';
import { agoOf } from '../time.ts';
import { notice, writes } from '../writes.ts';

const NOTICE_MS = 8000;

/**
 * Says what is on its way: writes that wait, what was done or refused, and how old the page is when
 * the network is gone. Screen readers say it aloud.
 */
export function StatusBar() {
  const { isOnline, heardAt } = useStore(connection);
  const pending = useStore(writes);
  const said = useStore(notice);
  const [, draw] = useState({});
  useEffect(() => {
    if (isOnline) return;
    const timer = setInterval(() => draw({}), 5000);
    return () => clearInterval(timer);
  }, [isOnline]);
  useEffect(() => {
    if (said === undefined || said.isError || said.undo !== undefined) return;
    const timer = setTimeout(() => notice.set(undefined), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const waiting = pending.filter(({ state }) => state === 'waiting');
  const shown = isOnline && waiting.length === 0 && said === undefined && pending.length === 0;
  return (
    <div class={shown ? 'status-bar idle' : 'status-bar'} role="status">
      {!isOnline && <p class="warning">{m.offline({ ago: agoOf(heardAt) })}</p>}
      {waiting.map(({ id, label }) => (
        <p key={id} class="warning">
          {m.waits({ what: label })}
        </p>
      ))}
      {said !== undefined && (
        <p class={said.isError ? 'error' : 'done'}>
          {said.text}{' '}
          {said.undo && (
            <button type="button" onClick={() => leave(said.undo?.run)}>
              {said.undo.label}
            </button>
          )}
          {said.isError && (
            <button type="button" class="plain" onClick={() => leave(() => notice.set(undefined))}>
              {m.close}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** Does what a button of the bar is for. The button then goes, so the focus goes to the page before. */
function leave(run: (() => void) | undefined): void {
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  run?.();
}
