import { z } from 'zod';
import type { StandIn } from '../local/outbound-proxy.ts';

/** The endpoints of the demo's webhooks. The domain is reserved (RFC 6761), so nobody can be there. */
export const TILL_URL = 'https://till.example.com/maitred';
export const GUEST_CARE_URL = 'https://guest-care.example.com/hooks';

/** The conversation whose event the guest care refused, again and again. */
export const REFUSED_CONVERSATION = 'chat-refused-by-guest-care';

const requestSchema = z.object({
  type: z.string(),
  data: z.object({
    challenge: z.string().optional(),
    conversationId: z.string().nullable().optional(),
  }),
});

export interface ReceiverAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * The answer of an endpoint of the demo.
 * @param isWell whether it takes everything, as it does while `npm run dev` runs; otherwise it refuses
 *   one event
 */
export function answerAsReceiver(body: string, isWell: boolean): ReceiverAnswer {
  const { data } = requestSchema.parse(JSON.parse(body));
  if (data.challenge !== undefined) {
    return { status: 200, text: JSON.stringify({ challenge: data.challenge }) };
  }
  return data.conversationId === REFUSED_CONVERSATION && !isWell
    ? { status: 503, text: 'The guest file of this person is locked.' }
    : { status: 204, text: '' };
}

/** Plays the endpoints of the demo for the requests that leave the Worker of `npm run dev`. */
export const standInForReceivers: StandIn = (url) =>
  url === TILL_URL || url === GUEST_CARE_URL ? (body) => answerAsReceiver(body, true) : undefined;
