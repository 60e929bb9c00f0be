import type { MessageBatch } from '@cloudflare/workers-types';
import { telemetryJobSchema } from '../jobs.ts';
import type { Ports } from '../ports.ts';
import { consumeJobs } from '../queue.ts';
import { countTelemetry } from './sample-store.ts';

/** Consumes the queue `telemetry`: counts the samples of a batch in one statement, each once. */
export function consumeTelemetry(
  deps: Pick<Ports, 'database' | 'log'>,
  batch: MessageBatch,
): Promise<void> {
  return consumeJobs(deps, batch, telemetryJobSchema, async (samples) => {
    const [row] = await deps.database.run(countTelemetry, { samples });
    return { counted: row?.counted ?? 0 };
  });
}
