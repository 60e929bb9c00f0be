import type { Ports } from '../platform/ports.ts';
import type { Classifier } from './classifier.ts';

/** What the emotions room needs from outside. */
export interface EmotionPorts extends Ports {
  readonly classifier: Classifier;
}
