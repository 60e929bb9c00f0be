import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { NoAnswer } from './api.ts';
import { playEvening } from './play-evening.ts';
import { DifferentAnswer } from './stage.ts';

// `npm run evening`: plays the evening of a restaurant against the service that `npm run dev` has
// started, and prints each act with its answer. The exit code is 1 when an answer was not the expected
// one, and 2 when the evening could not begin.

const DEMO = '.wrangler/demo.json';
const USAGE = `Usage: npm run evening [-- --url URL --key KEY] [--keep]

  --url, --key  the service, and a key with every scope but operator; by default those of
                npm run dev, from ${DEMO}
  --keep        leaves the restaurant in service at the end, to look around in it`;

const { url, key, keep } = readOptions();
const began = performance.now();
try {
  const acts = await playEvening({ url, key, keep, print: (line) => console.log(line) });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`\n${acts} acts in ${seconds} seconds. Each was answered as expected.`);
} catch (error) {
  if (error instanceof DifferentAnswer) {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  } else if (error instanceof NoAnswer) {
    console.error(`\n${error.message}. Is \`npm run dev\` running?`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}

function readOptions(): { url: string; key: string; keep: boolean } {
  try {
    const options = {
      url: { type: 'string' },
      key: { type: 'string' },
      keep: { type: 'boolean', default: false },
    } as const;
    const { values } = parseArgs({ options });
    const { url = kept()?.url, key = kept()?.key, keep } = values;
    if (url !== undefined && key !== undefined) return { url, key, keep };
    console.error(`Start \`npm run dev\` first, or name the service.\n\n${USAGE}`);
  } catch {
    console.error(USAGE);
  }
  process.exit(2);
}

/** The URL and the key that `npm run dev` has written. */
function kept(): { url: string; key: string } | undefined {
  if (!existsSync(DEMO)) return undefined;
  const demo = z.object({ url: z.string(), key: z.string() });
  return demo.parse(JSON.parse(readFileSync(DEMO, 'utf8')));
}
