import * as m from 'messages:settings';
import { useState } from 'preact/hooks';
import type { NewWebhook } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Field, Tick } from '../parts/field.tsx';
import { errorOf, Form } from '../parts/form.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { usePolled } from '../polled.ts';
import { eventText } from './event-text.ts';
import { SecretOnce } from './secret-once.tsx';
import { WebhookCard } from './webhook-card.tsx';

type EventType = NewWebhook['events'][number];

const EVENTS: readonly EventType[] = [
  ...(['message.created', 'conversation.needs_attention', 'booking.held'] as const),
  ...(['booking.requested', 'booking.confirmed', 'booking.rescheduled'] as const),
  ...(['booking.cancelled', 'booking.declined', 'booking.seated', 'booking.finished'] as const),
  ...(['booking.no_show', 'booking.expired', 'booking.restored'] as const),
  'operations.status_changed',
];

/** The webhooks of the workspace, each with its delivery log. */
export function WebhooksSection() {
  const polled = usePolled('webhooks', (signal) => api.listWebhooks({}, { signal }), 10);
  const [secret, setSecret] = useState<string>();
  const [made, setMade] = useState(0);
  return (
    <Loaded polled={polled}>
      {({ data }) => (
        <>
          {data.length === 0 && <Empty>{m.noWebhooks}</Empty>}
          {data.map((webhook) => (
            <WebhookCard
              key={webhook.id}
              webhook={webhook}
              onChanged={() => void polled.reload()}
              onSecret={setSecret}
            />
          ))}
          <section class="card">
            <h2>{m.newWebhook}</h2>
            <Form
              // What was typed is gone once it is stored.
              key={made}
              label={m.madeWebhook}
              submit={m.add}
              run={(idempotencyKey, form) => {
                const chosen = EVENTS.filter((each) => form.has(each));
                const events: EventType[] = chosen.length === 0 ? ['*'] : chosen;
                const body = { url: String(form.get('url') ?? '').trim(), events };
                return api.createWebhook({ idempotencyKey, body });
              }}
              onDone={(added) => {
                setMade(made + 1);
                setSecret(added.secret);
                void polled.reload();
              }}
            >
              {(problem) => (
                <>
                  <Field
                    {...{ name: 'url', type: 'url', label: m.url, hint: m.urlHint, required: true }}
                    error={errorOf(problem, 'body.url')}
                  />
                  <details>
                    <summary>{m.chooseEvents}</summary>
                    {EVENTS.map((each) => (
                      <Tick key={each} name={each} label={eventText(each)} hint={each} />
                    ))}
                  </details>
                </>
              )}
            </Form>
          </section>
          {secret !== undefined && (
            <SecretOnce title={m.secret} secret={secret} onClose={() => setSecret(undefined)} />
          )}
        </>
      )}
    </Loaded>
  );
}
