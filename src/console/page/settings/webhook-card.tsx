import * as m from 'messages:settings';
import { useState } from 'preact/hooks';
import type { Webhook } from '../../../client/index.ts';
import { api } from '../api.ts';
import { act } from '../parts/act.ts';
import { DeliveryLog } from './delivery-log.tsx';

interface WebhookCardProps {
  readonly webhook: Webhook;
  readonly onChanged: () => void;
  readonly onSecret: (secret: string) => void;
}

/** A webhook with what can be done to it, and its delivery log when that is asked for. */
export function WebhookCard({ webhook, onChanged, onSecret }: WebhookCardProps) {
  const { id: webhookId, url, status, enabled, events, failingSince } = webhook;
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
      <p class="quiet">{events.join(', ')}</p>
      {status === 'pending' && <p>{m.pendingHint}</p>}
      {failingSince !== null && enabled && <p class="error">{m.failing}</p>}
      <div class="buttons">
        {status === 'pending' && (
          <button
            type="button"
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
        <button type="button" aria-expanded={isLogShown} onClick={() => setLogShown(!isLogShown)}>
          {m.log}
        </button>
        <button
          type="button"
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
