import type { Cipher } from '../platform/cipher.ts';
import type { DeliveryJob, DeliveryQueue } from '../platform/jobs.ts';
import type { Ports } from '../platform/ports.ts';
import type { EndpointRules } from './endpoint-url.ts';

/** The dependencies of the webhooks room. */
export interface WebhookPorts extends Ports {
  /** Encrypts the endpoints' secrets before they are stored. */
  readonly cipher: Cipher;
  /** The rules for the URLs of endpoints. */
  readonly endpointRules: EndpointRules;
  /** Sends a claimed job to its queue, without waiting. */
  enqueueDelivery(job: DeliveryJob, queue: DeliveryQueue): void;
}
