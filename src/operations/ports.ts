import type { FollowUpPorts } from '../follow-ups/ports.ts';
import type { Ports } from '../platform/ports.ts';
import type { QueueMetrics } from './light/readings.ts';
import type { OperationsSettings } from './settings.ts';

/** The dependencies of the operations room. */
export interface OperationsPorts extends Ports {
  readonly operations: OperationsSettings;
  /** Asks each queue how much is waiting in it; queues that cannot tell are left out. */
  queueMetrics(): Promise<readonly QueueMetrics[]>;
}

/** The dependencies of the evaluation of the light. */
export type LightPorts = OperationsPorts & Pick<FollowUpPorts, 'sendDeliveries'>;
