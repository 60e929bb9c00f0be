import { toBase64Url } from '../../platform/base64url.ts';
import { showId } from '../../platform/ids.ts';
import { VERIFICATION, verificationAnswerSchema } from '../../webhooks/event.ts';
import { sendWebhook } from '../channels/webhook.ts';
import type { Attempt } from '../job.ts';
import type { FollowUpPorts } from '../ports.ts';
import { markVerified } from './challenge-store.ts';
import type { TakenJob } from './taken-job.ts';

type Endpoint = NonNullable<TakenJob['endpoint']>;

const CHALLENGE_BYTES = 32;

/**
 * Sends an endpoint a challenge and marks its webhook as verified when the answer contains it. Each
 * attempt has a new challenge, which is stored nowhere: whoever can write what a stranger's URL
 * answers, but does not receive its requests, does not know it.
 * @param secrets the secrets that sign the request, the current one first
 */
export async function challengeEndpoint(
  deps: Pick<FollowUpPorts, 'database' | 'now' | 'fetchOutside' | 'endpointRules'>,
  { id }: Pick<TakenJob, 'id'>,
  endpoint: Pick<Endpoint, 'id' | 'url'>,
  secrets: readonly string[],
): Promise<Attempt> {
  const challenge = toBase64Url(crypto.getRandomValues(new Uint8Array(CHALLENGE_BYTES)));
  const attempt = await sendWebhook(deps, {
    id: showId('job', id),
    url: endpoint.url,
    secrets,
    body: JSON.stringify({
      type: VERIFICATION,
      timestamp: new Date(deps.now()).toISOString(),
      data: { webhookId: showId('webhook', endpoint.id), challenge },
    }),
  });
  if (attempt.outcome !== 'delivered') return attempt;
  if (!isAnswered(attempt.answer ?? '', challenge)) {
    return { ...attempt, outcome: 'retry', reason: 'challenge_not_answered' };
  }
  const values = { webhook: endpoint.id, job: id, url: endpoint.url, now: deps.now() };
  const [verified] = await deps.database.run(markVerified, values);
  // The URL has been changed since the job was taken.
  if (verified === undefined) return { ...attempt, outcome: 'suppressed', reason: 'superseded' };
  return attempt;
}

/** Whether an answer is the challenge as text, or a JSON object with the field `challenge`. */
function isAnswered(answer: string, challenge: string): boolean {
  if (answer.trim() === challenge) return true;
  try {
    return verificationAnswerSchema.safeParse(JSON.parse(answer)).data?.challenge === challenge;
  } catch {
    return false;
  }
}
