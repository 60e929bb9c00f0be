import type { SecretOwner } from '../platform/cipher.ts';
import type { WebhookId } from '../platform/ids.ts';

const SECRET_BYTES = 32;

/** A new secret as Standard Webhooks defines it: `whsec_` and base64 of 24 to 64 random bytes. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

/** The owner of a webhook's secrets, with which they are encrypted. */
export const ownerOf = (id: WebhookId): SecretOwner => ({ purpose: 'webhook', id });
