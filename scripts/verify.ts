import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';

// `npm run verify`: runs everything that CI checks, the fast steps first. Stops at the first step
// that fails. The last line counts the tests of all runs.

const REPORTS = '.wrangler/reports';

/** Scripts of package.json; those with a report are test runs. */
const STEPS: readonly { script: string; report?: string }[] = [
  { script: 'check:docs' },
  { script: 'lint' },
  { script: 'types' },
  { script: 'deploy:check' },
  { script: 'test', report: `${REPORTS}/tests.json` },
  { script: 'test:browser', report: `${REPORTS}/browser.json` },
  { script: 'fuzz' },
  { script: 'neighbours' },
  { script: 'test:races', report: `${REPORTS}/races.json` },
];

const reportSchema = z.object({ numPassedTests: z.int(), numFailedTests: z.int() });

rmSync(REPORTS, { recursive: true, force: true });
let passed = 0;
let failed = 0;
for (const { script, report } of STEPS) {
  const ok = run(script, report);
  const counts = readCounts(report);
  passed += counts.numPassedTests;
  // A step can fail without a failed test: a check without a count of tests, or a test file that
  // does not load.
  failed += Math.max(counts.numFailedTests, ok ? 0 : 1);
  if (!ok) {
    console.error(`\nnpm run ${script} failed.`);
    break;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function run(script: string, report: string | undefined): boolean {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`];
  const args = ['run', script, ...(report === undefined ? [] : ['--', ...reporters])];
  // On Windows npm is a batch file, which only a shell can start.
  const shell = process.platform === 'win32';
  return spawnSync('npm', args, { stdio: 'inherit', shell }).status === 0;
}

function readCounts(report: string | undefined): z.infer<typeof reportSchema> {
  if (report === undefined || !existsSync(report)) return { numPassedTests: 0, numFailedTests: 0 };
  return reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
}
