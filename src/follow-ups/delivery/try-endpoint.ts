import { showId } from '../../platform/ids.ts';
import { TEST_EVENT } from '../../webhooks/event.ts';
import { sendWebhook } from '../channels/webhook.ts';
import type { Attempt } from '../job.ts';
import type { FollowUpPorts } from '../ports.ts';
import type { TakenJob } from './taken-job.ts';

type Endpoint = NonNullable<TakenJob['endpoint']>;

/**
 * Sends an endpoint a test event. Whoever asked for the test wants to know how the endpoint answers
 * now, so a test that fails is not sent again, and does not count as a failure of the endpoint.
 * @param secrets the secrets that sign the request, the current one first
 */
export async function tryEndpoint(
  deps: Pick<FollowUpPorts, 'now' | 'fetchOutside' | 'endpointRules'>,
  { id, dueAt }: Pick<TakenJob, 'id' | 'dueAt'>,
  endpoint: Pick<Endpoint, 'id' | 'url'>,
  secrets: readonly string[],
): Promise<Attempt> {
  const { retryAfterSeconds: _, ...attempt } = await sendWebhook(deps, {
    id: showId('job', id),
    url: endpoint.url,
    secrets,
    body: JSON.stringify({
      type: TEST_EVENT,
      timestamp: new Date(dueAt).toISOString(),
      data: { webhookId: showId('webhook', endpoint.id) },
    }),
  });
  if (attempt.outcome !== 'retry') return attempt;
  // A URL that is refused is not called, and still belongs in the log of the endpoint.
  return { latencyMs: 0, ...attempt, outcome: 'suppressed' };
}
