import * as m from 'messages:sign-in';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Field } from './parts/field.tsx';
import { signIn } from './session.ts';

/** Asks for an API key, which is exchanged for a session and not kept. */
export function SignIn({ hasEnded }: { readonly hasEnded: boolean }) {
  const [error, setError] = useState<string>();
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // What had the focus is gone with the session.
    if (hasEnded) element.current?.querySelector('input')?.focus();
  }, [hasEnded]);
  async function send(form: HTMLFormElement) {
    const key = String(new FormData(form).get('key') ?? '').trim();
    const status = await signIn(key);
    if (status === 201) return;
    setError(status === 0 ? m.unreachable : status === 401 ? m.refused : m.failed({ status }));
  }
  return (
    <main class="sign-in">
      <h1>Maitred</h1>
      {hasEnded && <p role="status">{m.ended}</p>}
      <form
        ref={element}
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        <Field
          {...{ label: m.key, hint: m.hint, error }}
          {...{ name: 'key', type: 'password', autocomplete: 'off', required: true }}
        />
        <button type="submit" class="main">
          {m.signIn}
        </button>
      </form>
    </main>
  );
}
