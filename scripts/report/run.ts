import { parseArgs } from 'node:util';
import { z } from 'zod';
import { makeReport } from './make-report.ts';
import { ServiceRefused } from './read-service.ts';

// `npm run report` writes what the operations routes of a service say as a document; see
// docs/report.md.

const USAGE = `Usage: npm run report -- --url URL --key KEY [options]

  --from TIME --to TIME      the period; the default is the week before now
  --of platform|workspace    whose requests; platform is the default and needs the scope operator
  --out DIR                  the folder of the files; the default is the current one
  --name NAME                their name without its ending; the default is report
  --note TEXT                a sentence about how the figures came about
  --round-trip MS            the round trip between the Worker and its database, which no route tells`;

const WEEK_MS = 7 * 24 * 3_600_000;

const optionsSchema = z.object({
  url: z.url(),
  key: z.string().min(1),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  of: z.enum(['platform', 'workspace']).default('platform'),
  out: z.string().default('.'),
  name: z
    .string()
    .regex(/^[\w.-]+$/)
    .default('report'),
  note: z.string().optional(),
  'round-trip': z.coerce.number().min(0).optional(),
});

try {
  const given = read();
  const to = given.to ?? new Date().toISOString();
  const paths = await makeReport(given, {
    ...{ of: given.of, out: given.out, name: given.name, to },
    from: given.from ?? new Date(Date.parse(to) - WEEK_MS).toISOString(),
    note: given.note ?? null,
    roundTripMs: given['round-trip'] ?? null,
  });
  for (const path of paths) console.log(path);
} catch (error) {
  if (!(error instanceof ServiceRefused)) throw error;
  const isScope = error.message.includes('scope_missing');
  fail(
    `${error.message}${isScope ? ' Give a key with the scope operator, or --of workspace.' : ''}`,
  );
}

function read(): z.infer<typeof optionsSchema> {
  const names = Object.keys(optionsSchema.shape);
  try {
    const { values } = parseArgs({
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    });
    const { data, error } = optionsSchema.safeParse(values);
    if (data !== undefined) return data;
    return fail(`${z.prettifyError(error)}\n\n${USAGE}`);
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
