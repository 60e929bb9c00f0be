import * as m from 'messages:common';
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useRef, useState } from 'preact/hooks';
import { chooseLanguage, LANGUAGES, language } from './language.ts';
import { pages } from './pages.ts';
import { StatusBar } from './parts/status-bar.tsx';
import { hrefOf, usePlace } from './router.ts';
import { openSession, session, signOut } from './session.ts';
import { SignIn } from './sign-in.tsx';
import { useStore } from './store.ts';

/** The whole console: signing in, or the menu with the chosen page. */
export function App() {
  const state = useStore(session);
  if (state === 'unknown') return null;
  if (typeof state === 'string') return <SignIn hasEnded={state === 'ended'} />;
  return <Shell />;
}

function Shell() {
  const { parts } = usePlace();
  const shown = pages();
  const page = shown.find(({ name }) => name === parts[0]) ?? shown[0];
  const main = useRef<HTMLElement>(null);
  const menu = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = page === undefined ? 'Maitred' : `${page.title} · Maitred`;
    const current = menu.current?.querySelector('[aria-current]');
    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
    // A screen reader goes on at the new page.
    if (!first.current) main.current?.focus();
    first.current = false;
  }, [page?.name]);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {m.skip}
      </button>
      <header class="top">
        <strong>Maitred</strong>
        <nav ref={menu} aria-label={m.menu}>
          {shown.map(({ name, title }) => (
            <a
              key={name}
              href={hrefOf([name])}
              aria-current={name === page?.name ? 'page' : undefined}
            >
              {title}
            </a>
          ))}
        </nav>
        <Account />
      </header>
      <main ref={main} id="main" tabIndex={-1}>
        {page === undefined ? (
          <p class="empty">{m.nothingAllowed}</p>
        ) : (
          <Guarded key={page.name}>
            <Lazy load={page.load} />
          </Guarded>
        )}
      </main>
      <StatusBar />
    </>
  );
}

/** Says that the page has failed, where otherwise nothing would be drawn. The menu stays. */
function Guarded({ children }: { readonly children: ComponentChildren }) {
  // The fault is still reported to the browser's console.
  const [error, reset] = useErrorBoundary((thrown) => reportError(thrown));
  if (error === undefined) return <>{children}</>;
  return (
    <div class="empty">
      <p role="alert">{m.crashed}</p>
      <button type="button" onClick={reset}>
        {m.tryAgain}
      </button>
    </div>
  );
}

/** A page whose script is loaded when it is opened first. */
function Lazy({ load }: { readonly load: () => Promise<{ readonly Page: ComponentType }> }) {
  const [loaded, setLoaded] = useState<{ readonly Page: ComponentType } | 'failed'>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    load().then(setLoaded, () => setLoaded('failed'));
  }, [load, attempt]);
  if (loaded === undefined) return <p class="empty">{m.loading}</p>;
  if (loaded === 'failed') {
    return (
      <div class="empty">
        <p role="alert">{m.notLoaded}</p>
        <button type="button" onClick={() => setAttempt(attempt + 1)}>
          {m.tryAgain}
        </button>
      </div>
    );
  }
  return <loaded.Page />;
}

/** The workspace with its menu, which closes on Escape, on a click elsewhere and on another page. */
function Account() {
  const known = openSession();
  const element = useRef<HTMLDetailsElement>(null);
  const { parts } = usePlace();
  useEffect(() => {
    const onClick = ({ target }: Event) => {
      if (target instanceof Node && element.current?.contains(target)) return;
      close();
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape' || element.current?.open !== true) return;
      close();
      element.current.querySelector('summary')?.focus();
    };
    document.addEventListener('click', onClick);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('click', onClick);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  useEffect(close, [parts]);
  function close() {
    if (element.current !== null) element.current.open = false;
  }
  return (
    <details ref={element} class="account">
      <summary>{known?.workspace}</summary>
      <div>
        <p>{m.signedInWith({ key: known?.key ?? '' })}</p>
        <label>
          {m.language}{' '}
          <select value={language} onChange={(event) => chooseLanguage(event.currentTarget.value)}>
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => void signOut()}>
          {m.signOut}
        </button>
      </div>
    </details>
  );
}
