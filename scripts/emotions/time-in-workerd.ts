import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { percentile } from '../percentile.ts';
import { readGoEmotions } from './goemotions.ts';
import { seededRandom } from './metrics.ts';
import { bundle, memoryOf, modulesOf, run } from './workerd.ts';

// `node scripts/emotions/time-in-workerd.ts FILE.tsv` measures the cost of the model in workerd:
// the time for a message, the memory, the size of the bundle and the time to start. A Worker
// without a model is measured for comparison.

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('node scripts/emotions/time-in-workerd.ts FILE.tsv');
const MESSAGES = 200;
const TIMES = 200;
const TRIES = 3;
const STARTS = 11;

const random = seededRandom(1);
const texts = readGoEmotions(path).filter(() => random() < 0.1);
const empty = bundle('scripts/emotions/workers/empty.ts', 'empty');
const model = bundle('scripts/emotions/workers/timing.ts', 'timing');
for (const [name, folder] of Object.entries({ empty, model })) {
  const sizes = modulesOf(folder).map((file) => {
    const bytes = readFileSync(join(folder, file));
    return `${file.replace(/^\w+-/, '')} ${bytes.length} (${gzipSync(bytes, { level: 9 }).length} gzipped)`;
  });
  console.log(`${name}: ${sizes.join(', ')}`);
  const starts: number[] = [];
  for (let i = 0; i < STARTS; i += 1) {
    const worker = await run(folder, 8600 + i);
    starts.push(worker.startedIn);
    await worker.stop();
  }
  starts.sort((a, b) => a - b);
  console.log(`${name}: first answer after ${percentile(starts, 50).toFixed(0)} ms (median)`);
}

const worker = await run(model, 8650);
const before = memoryOf(worker.pid);
const loading = await timed({ text: 'hello', times: 1 });
const after = memoryOf(worker.pid);
console.log(`first message, weights loaded: ${loading.toFixed(1)} ms`);
console.log(`memory: ${before} KB before the first message, ${after} KB after it`);
for (const { text } of texts.slice(0, 300)) await worker.post({ text, times: 5 });
const each: number[] = [];
for (const { text } of texts.slice(0, MESSAGES)) {
  const tries: number[] = [];
  for (let i = 0; i < TRIES; i += 1) {
    const nothing = await timed({ text, times: 0 });
    tries.push(((await timed({ text, times: TIMES })) - nothing) / TIMES);
  }
  each.push(Math.min(...tries) * 1000);
}
each.sort((a, b) => a - b);
const huge = (await timed({ text: 'nobody came, we waited! '.repeat(1365), times: 10 })) / 10;
await worker.stop();
const at = (percent: number) => `${percentile(each, percent).toFixed(1)} µs`;
console.log(`a message: median ${at(50)}, P95 ${at(95)}; one of 32 KB: ${huge.toFixed(2)} ms`);

async function timed(body: { text: string; times: number }): Promise<number> {
  const started = performance.now();
  await worker.post(body);
  return performance.now() - started;
}
