import type { Ports } from '../platform/ports.ts';
import type { Classifier } from './classifier.ts';

/** The dependencies of the emotions room. */
export interface EmotionPorts extends Ports {
  readonly classifier: Classifier;
}
