import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bundle } from '../scripts/local/workerd-runtime.ts';

const CONFIG = 'wrangler.toml';
const CONFIG_OF_BENCH = '.wrangler/bench/wrangler.toml';

/** The settings that change the code of a bundle. */
const SETTINGS = /^(compatibility_date|keep_names|minify) = .*$/gm;

/**
 * Bundles every Worker as a deploy does, and returns the path of each one's code. All have the settings
 * of Maitred, so that none is faster by the way in which it is bundled.
 */
export async function bundleWorkers() {
  const settings = readFileSync(CONFIG, 'utf8').match(SETTINGS) ?? [];
  const lines = ['name = "bench"', 'send_metrics = false', ...settings];
  mkdirSync(dirname(CONFIG_OF_BENCH), { recursive: true });
  writeFileSync(CONFIG_OF_BENCH, `${lines.join('\n')}\n`);
  const ofBench = (name: string) => bundle(name, `bench/workers/${name}.ts`, CONFIG_OF_BENCH);
  const [maitred, bare, lean, cte, trivial, broker] = await Promise.all([
    bundle('maitred', 'src/index.ts', CONFIG),
    ofBench('bare'),
    ofBench('lean'),
    ofBench('cte'),
    ofBench('trivial'),
    ofBench('broker'),
  ]);
  return { maitred, bare, lean, cte, trivial, broker };
}
export type Bundles = Awaited<ReturnType<typeof bundleWorkers>>;
