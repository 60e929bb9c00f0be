import type { CachePorts, Ports } from '../platform/ports.ts';

/** The dependencies of the venues room. */
export interface VenuePorts extends Ports, CachePorts {}
