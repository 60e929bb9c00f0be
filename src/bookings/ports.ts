import type { CachePorts, Ports } from '../platform/ports.ts';

/** The dependencies of the bookings room. */
export interface BookingPorts extends Ports, CachePorts {}
