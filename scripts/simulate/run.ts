import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { LIGHTS } from '../../src/operations/light/signals.ts';
import { operationsSettingsSchema } from '../../src/operations/settings.ts';
import { FAULTS } from './faults.ts';
import { recordedRun } from './recorded.ts';
import { simulate } from './simulate.ts';
import { describe, summarise } from './summary.ts';
import { syntheticRun } from './synthetic.ts';
import { TRAFFICS } from './traffics.ts';

// `npm run simulate`: evaluates the traffic light over days that nobody has to wait for. It prints what
// the light did. The exit code is 1 when it never was what --expect says.

const USAGE = `Usage: npm run simulate [-- --days 30] [--traffic NAME|FILE] [--per-minute 100] [--seed 1]
         [--fault NAME] [--expect COLOUR] [--settings JSON]

  --traffic     one of the days below, or a file with one sample as JSON in each line
${Object.entries(TRAFFICS)
  .map(([name, { about }]) => `                  ${name}: ${about}`)
  .join('\n')}
  --days        how many days
  --per-minute  the mean of requests a minute
  --seed        another seed draws other days
  --fault       goes wrong for an hour from the noon before the last day on; one of:
                  ${Object.keys(FAULTS).join(', ')}
  --expect      the worst colour that the light must have had
  --settings    the variable OPERATIONS of the Worker`;

const oneOf = <Name extends string>(names: readonly Name[]) => z.enum(names);
const keysOf = <Name extends string>(names: Readonly<Record<Name, unknown>>) =>
  Object.keys(names) as Name[];

const optionsSchema = z.object({
  traffic: z.union([
    oneOf(keysOf(TRAFFICS)),
    z.string().refine(existsSync, 'must be a name of days, or a file'),
  ]),
  days: z.coerce.number().positive().max(400),
  'per-minute': z.coerce.number().positive().max(10_000),
  seed: z.coerce.number().int(),
  fault: oneOf(keysOf(FAULTS)).optional(),
  expect: z.enum(LIGHTS).optional(),
  settings: z.string(),
});

const DAY_MS = 86_400_000;
const WORST = ['green', 'grey', 'yellow', 'orange', 'red'] as const;

const options = readOptions();
const { traffic, days, seed, fault } = options;
const settings = operationsSettingsSchema.parse(JSON.parse(options.settings));
const isName = (name: string): name is keyof typeof TRAFFICS => name in TRAFFICS;
const noon = (days - 1.5) * DAY_MS;
const run = isName(traffic)
  ? syntheticRun(settings, {
      ...{ traffic, days, seed, perMinute: options['per-minute'] },
      fault: fault && { name: fault, fromMs: noon, toMs: noon + DAY_MS / 24 },
    })
  : recordedRun(settings, traffic);
const started = performance.now();
const summary = summarise(simulate(run));
for (const line of describe(summary)) console.log(line);
console.log(`simulated in ${((performance.now() - started) / 1000).toFixed(1)} s`);
if (options.expect !== undefined) {
  const worst = WORST.findLast((light) => summary.seconds[light] > 0);
  if (worst !== options.expect) {
    console.error(`the worst colour was ${worst}, not ${options.expect}`);
    process.exitCode = 1;
  }
}

function readOptions(): z.infer<typeof optionsSchema> {
  try {
    const { values } = parseArgs({
      options: {
        traffic: { type: 'string', default: 'ordinary' },
        days: { type: 'string', default: '30' },
        'per-minute': { type: 'string', default: '100' },
        seed: { type: 'string', default: '1' },
        fault: { type: 'string' },
        expect: { type: 'string' },
        settings: { type: 'string', default: '{}' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    return optionsSchema.parse(values);
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    console.error(`${message}\n\n${USAGE}`);
    process.exit(2);
  }
}
