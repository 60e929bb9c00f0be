import type { Cipher } from '../platform/cipher.ts';
import type { DeliveryJob, DeliveryQueue } from '../platform/jobs.ts';
import type { Ports } from '../platform/ports.ts';
import type { EndpointRules } from '../webhooks/endpoint-url.ts';
import type { UnsubscribeLinks } from './addresses/unsubscribe-links.ts';
import type { CalendarSecrets } from './calendars/calendar-secret.ts';
import type { Mailer } from './channels/email.ts';

/** A queue message for a claimed job, and how long the queue holds it back. */
export interface Delivery {
  readonly queue: DeliveryQueue;
  readonly job: DeliveryJob;
  readonly delaySeconds: number;
}

/** The dependencies of the follow-ups room. */
export interface FollowUpPorts extends Ports {
  /** A random number from 0 to 1. */
  random(): number;
  /** Decrypts the secrets of webhook endpoints. */
  readonly cipher: Cipher;
  /** Sends email; undefined where email is not set up. */
  readonly mailer: Mailer | undefined;
  /** Makes and checks the secrets in the URLs of venues' calendars. */
  readonly calendarSecrets: CalendarSecrets;
  /** The sender address of email to guests; undefined if none is configured. */
  readonly organizer: string | undefined;
  /** Signs and verifies the links by which guests end email to them. */
  readonly unsubscribeLinks: UnsubscribeLinks;
  /** PUBLIC_URL, the origin of URLs that the service gives out; undefined when it is not set. */
  readonly publicUrl: string | undefined;
  /** Calls a webhook endpoint. */
  fetchOutside(url: string, init: RequestInit): Promise<Response>;
  /** The rules for the URLs of webhook endpoints. */
  readonly endpointRules: EndpointRules;
  /** Sends a claimed job to its queue, without waiting. */
  enqueueDelivery(job: DeliveryJob, queue: DeliveryQueue): void;
  /**
   * Sends claimed jobs to their queues, each to be delivered after its delay. If a message is lost, the
   * job's lease ends and the sweep claims it again.
   */
  sendDeliveries(deliveries: readonly Delivery[]): Promise<void>;
}
