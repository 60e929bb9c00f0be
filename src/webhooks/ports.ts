import type { Cipher } from '../platform/cipher.ts';
import type { Ports } from '../platform/ports.ts';
import type { EndpointRules } from './endpoint-url.ts';

/** What the webhooks room needs from outside. */
export interface WebhookPorts extends Ports {
  /** Encrypts the endpoints' secrets before they are stored. */
  readonly cipher: Cipher;
  /** Which URLs an endpoint may have. */
  readonly endpointRules: EndpointRules;
}
