import * as m from 'messages:settings';
import { useState } from 'preact/hooks';
import type { Key, NewKey } from '../../../client/index.ts';
import { api } from '../api.ts';
import { act } from '../parts/act.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, Tick } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { agoOf } from '../time.ts';
import { SecretOnce } from './secret-once.tsx';

type Scope = NewKey['scopes'][number];

/** The scopes, each with what it allows. */
const SCOPES: Readonly<Record<Scope, string>> = {
  'messages:read': m.messagesRead,
  'messages:write': m.messagesWrite,
  'bookings:read': m.bookingsRead,
  'bookings:write': m.bookingsWrite,
  'bookings:staff': m.bookingsStaff,
  'customers:write': m.customersWrite,
  'customers:notes': m.customersNotes,
  admin: m.admin,
  operator: m.operator,
};

const SCOPE_NAMES: readonly Scope[] = [
  ...(['messages:read', 'messages:write', 'bookings:read', 'bookings:write'] as const),
  ...(['bookings:staff', 'customers:write', 'customers:notes', 'admin', 'operator'] as const),
];

/** The keys of the workspace: making one, which is shown once, and revoking one. */
export function KeysSection() {
  const polled = usePolled('keys', (signal) => api.listKeys({ limit: 100 }, { signal }), 30);
  const [made, setMade] = useState<string>();
  const [count, setCount] = useState(0);
  const [revoking, setRevoking] = useState<Key>();
  const now = Date.now();
  return (
    <Loaded polled={polled}>
      {({ data }) => (
        <>
          <section class="card">
            <Scroll label={m.keys}>
              <table>
                <thead>
                  <tr>
                    {[m.name, m.allows, m.lastUsed, m.state].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {data.map((key) => (
                    <tr key={key.id}>
                      <th scope="row" dir="auto">
                        {key.name}
                      </th>
                      <td>{key.scopes.join(', ')}</td>
                      <td>{key.lastUsedAt === null ? m.neverUsed : agoOf(key.lastUsedAt)}</td>
                      <td>
                        {key.revokedAt !== null ? (
                          <span class="badge bad">{m.revoked}</span>
                        ) : key.expiresAt !== null && Date.parse(key.expiresAt) <= now ? (
                          <span class="badge warn">{m.expired}</span>
                        ) : (
                          <span class="row">
                            <span class="badge good">{m.active}</span>
                            <button
                              type="button"
                              aria-label={`${m.revoke}: ${key.name}`}
                              onClick={() => setRevoking(key)}
                            >
                              {m.revoke}
                            </button>
                          </span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          </section>
          <section class="card">
            <h2>{m.newKey}</h2>
            <Form
              key={count}
              label={m.madeKey}
              submit={m.makeKey}
              run={(idempotencyKey, form) => {
                const scopes = SCOPE_NAMES.filter((each) => form.has(each));
                const body = { name: String(form.get('name') ?? '').trim(), scopes };
                return api.createKey({ idempotencyKey, body });
              }}
              onDone={({ key }) => {
                setMade(key);
                setCount(count + 1);
                void polled.reload();
              }}
            >
              {(problem) => (
                <>
                  <Field
                    {...{ name: 'name', label: m.name, hint: m.keyNameHint, required: true }}
                    error={errorOf(problem, 'body.name')}
                  />
                  <fieldset>
                    <legend>{m.allows}</legend>
                    {SCOPE_NAMES.map((scope) => (
                      <Tick key={scope} name={scope} label={SCOPES[scope]} hint={scope} />
                    ))}
                  </fieldset>
                </>
              )}
            </Form>
          </section>
          {made !== undefined && (
            <SecretOnce title={m.newKey} secret={made} onClose={() => setMade(undefined)} />
          )}
          {revoking && (
            <Dialog
              title={m.revokeKey({ key: revoking.name })}
              onClose={() => setRevoking(undefined)}
            >
              <p>{m.revokeWarning}</p>
              <div class="buttons">
                <button
                  type="button"
                  class="danger"
                  onClick={async () => {
                    setRevoking(undefined);
                    await act(m.revokedKey({ key: revoking.name }), (idempotencyKey) =>
                      api.revokeKey({ idempotencyKey, keyId: revoking.id }).then(() => true),
                    );
                    await polled.reload();
                  }}
                >
                  {m.revoke}
                </button>
                <button type="button" onClick={() => setRevoking(undefined)}>
                  {m.cancel}
                </button>
              </div>
            </Dialog>
          )}
        </>
      )}
    </Loaded>
  );
}
