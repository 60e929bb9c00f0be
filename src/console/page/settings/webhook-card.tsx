import * as m from 'messages:settings';
import { useState } from 'preact/hooks';
import type { Webhook } from '../../../client/index.ts';
import { api } from '../api.ts';
import { act } from '../parts/act.ts';
import { usePolled } from '../polled.ts';
import { reasonText } from '../problem-text.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { eventText } from './event-text.ts';

interface WebhookCardProps {
  readonly webhook: Webhook;
  readonly onChanged: () => void;
  readonly onSecret: (secret: string) => void;
}

/** A webhook with what can be done to it, and its delivery log when that is asked for. */
export function WebhookCard({ webhook, onChanged, onSecret }: WebhookCardProps) {
  const { id: webhookId, url, status, events, failingSince } = webhook;
  const enabled = webhook.enabled;
  // What a button is about, after the text that is seen.
  const named = (text: string) => ({ 'aria-label': `${text}: ${url}` });
  const [isLogShown, setLogShown] = useState(false);
  const run = async (label: string, work: (idempotencyKey: string) => Promise<unknown>) => {
    await act(label, work);
    onChanged();
  };
  const tone = { active: 'good', pending: 'warn', disabled: 'bad' }[status];
  return (
    <section class="card" aria-label={url}>
      <div class="row spread">
        <h2 class="url">{url}</h2>
        <span class={`badge ${tone}`}>{m.webhookState({ state: status })}</span>
      </div>
      <ul class="events">
        {events.map((event) => (
          <li key={event}>
            {eventText(event)} <code>{event}</code>
          </li>
        ))}
      </ul>
      {status === 'pending' && (
        <p>
          {m.pendingHint} <LastReason webhookId={webhookId} />
        </p>
      )}
      {failingSince !== null && status === 'active' && <p class="error">{m.failing}</p>}
      <div class="buttons">
        {status === 'pending' && (
          <button
            type="button"
            {...named(m.verify)}
            onClick={() =>
              run(m.askedAgain, (idempotencyKey) =>
                api.verifyWebhook({ idempotencyKey, webhookId }),
              )
            }
          >
            {m.verify}
          </button>
        )}
        {status === 'active' && (
          <button
            type="button"
            {...named(m.sendTest)}
            onClick={async () => {
              await run(m.testSent, (idempotencyKey) =>
                api.testWebhook({ idempotencyKey, webhookId }),
              );
              setLogShown(true);
            }}
          >
            {m.sendTest}
          </button>
        )}
        <button
          type="button"
          {...named(m.log)}
          aria-expanded={isLogShown}
          onClick={() => setLogShown(!isLogShown)}
        >
          {m.log}
        </button>
        <button
          type="button"
          {...named(enabled ? m.switchOff : m.switchOn)}
          onClick={() =>
            run(enabled ? m.switchedOff : m.switchedOn, (idempotencyKey) =>
              api.changeWebhook({ idempotencyKey, webhookId, body: { enabled: !enabled } }),
            )
          }
        >
          {enabled ? m.switchOff : m.switchOn}
        </button>
        <button
          type="button"
          {...named(m.newSecret)}
          onClick={async () => {
            const rotated = await act(m.newSecretMade, (idempotencyKey) =>
              api.rotateWebhookSecret({ idempotencyKey, webhookId, body: {} }),
            );
            if (rotated !== undefined) onSecret(rotated.secret);
          }}
        >
          {m.newSecret}
        </button>
        <button
          type="button"
          class="danger"
          {...named(m.remove)}
          onClick={() =>
            run(m.removedWebhook, (idempotencyKey) =>
              api.deleteWebhook({ idempotencyKey, webhookId }).then(() => true),
            )
          }
        >
          {m.remove}
        </button>
      </div>
      {isLogShown && <DeliveryLog webhookId={webhookId} />}
    </section>
  );
}

/** Why the last attempt failed, where there was one. */
function LastReason({ webhookId }: { readonly webhookId: string }) {
  const { value } = usePolled(
    `last delivery ${webhookId}`,
    (signal) => api.listWebhookDeliveries({ webhookId, limit: 1 }, { signal }),
    5,
  );
  return <>{reasonText(value?.data[0]?.reason ?? null)}</>;
}
