import { readFileSync } from 'node:fs';
import type { OperationsSettings } from '../../src/operations/settings.ts';
import { type Sample, sampleSchema } from '../../src/platform/latency/sample.ts';
import { ordinaryConditions } from './conditions.ts';
import { createRandom } from './random.ts';
import type { Run } from './simulate.ts';

const MINUTE_MS = 60_000;

/**
 * Makes a run of recorded samples: a file with one sample as JSON in each line, as the queues carry them.
 * Everything that is no request (connections, outboxes, queues) is ordinary.
 * @throws Error when the file has no sample, or a line that is none
 */
export function recordedRun(settings: OperationsSettings, file: string): Run {
  const samples = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Sample => sampleSchema.parse(JSON.parse(line)))
    .sort((a, b) => a.at - b.at);
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) throw new Error(`${file} has no sample`);
  const from = Math.floor(first.at / MINUTE_MS) * MINUTE_MS;
  let next = 0;
  return {
    ...{ settings, from, to: last.at + MINUTE_MS },
    conditionsAt: ordinaryConditions(0, 'UTC', createRandom(1)),
    *samplesBetween({ to }) {
      for (; next < samples.length; next += 1) {
        const sample = samples[next];
        if (sample === undefined || sample.at >= to) return;
        yield sample;
      }
    },
  };
}
