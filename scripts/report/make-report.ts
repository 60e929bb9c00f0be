import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { buildReport } from './build-report.ts';
import { readFloors } from './floors.ts';
import { writeHtml } from './html.ts';
import { writeMarkdown } from './markdown.ts';
import { type Asked, readService, type Service } from './read-service.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface ReportOptions extends Asked {
  /** How the figures came about. */
  readonly note: string | null;
  readonly roundTripMs: number | null;
  /** The folder of the files, and their name without its ending. */
  readonly out: string;
  readonly name: string;
}

/**
 * Writes the report of a service as Markdown and as HTML.
 * @returns the paths of the two files
 * @throws ServiceRefused
 */
export async function makeReport(service: Service, options: ReportOptions): Promise<string[]> {
  const { of, from, to, note, roundTripMs, out, name } = options;
  const read = await readService(service, { of, from, to });
  const manifest = readFileSync(join(ROOT, 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));
  const report = buildReport({
    ...{ ...read, of, note, roundTripMs, asked: { from, to } },
    ...{ made: new Date().toISOString(), host: new URL(service.url).host },
    ...{ reportVersion: version, node: process.versions.node },
    floors: readFloors(ROOT, roundTripMs),
  });
  mkdirSync(out, { recursive: true });
  const files = { md: writeMarkdown(report), html: writeHtml(report) };
  return Object.entries(files).map(([ending, text]) => {
    const path = join(out, `${name}.${ending}`);
    writeFileSync(path, text);
    return path;
  });
}
