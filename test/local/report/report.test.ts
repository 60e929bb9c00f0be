import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDocs } from '../../../scripts/check-docs.ts';
import { buildReport } from '../../../scripts/report/build-report.ts';
import { colourTimesOf } from '../../../scripts/report/colours.ts';
import type { Table } from '../../../scripts/report/document.ts';
import { writeHtml } from '../../../scripts/report/html.ts';
import type { ReportInput } from '../../../scripts/report/input.ts';
import { writeMarkdown } from '../../../scripts/report/markdown.ts';
import { EMPTY, INPUT } from './input.ts';

const markdown = (changes: Partial<ReportInput> = {}) =>
  writeMarkdown(buildReport({ ...INPUT, ...changes }));
const html = (changes: Partial<ReportInput> = {}) =>
  writeHtml(buildReport({ ...INPUT, ...changes }));
/** The text in one line, so that a sentence is found wherever its lines end. */
const flat = (text: string) => text.replace(/\n/g, ' ');

const tablesOf = (input: ReportInput): Table[] =>
  buildReport(input)
    .sections.flatMap(({ blocks }) => blocks)
    .filter((block) => block.kind === 'table');

/** The row of a table whose caption and first cells these are, by the head of its columns. */
function rowOf(input: ReportInput, caption: string, ...first: string[]): Record<string, string> {
  const found = tablesOf(input)
    .filter((each) => each.caption.startsWith(caption))
    .flatMap(({ head, rows }) => rows.map((row) => ({ head, row })))
    .find(({ row }) => first.every((cell, at) => row[at] === cell));
  if (found === undefined) throw new Error(`no row ${first.join(', ')} in ${caption}`);
  return Object.fromEntries(found.head.map((name, at) => [name, found.row[at] ?? '']));
}

describe('the numbers', () => {
  const DATE = /\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/g;
  const NUMBER = /-?\d+(?:,\d{3})*(?:\.\d+)?/g;
  const numbersIn = (text: string) => text.replace(DATE, ' ').match(NUMBER) ?? [];

  /** A number as the report shows it: three digits and at most two decimals, or whole. */
  const shown = (value: number) =>
    [Number(Number(value.toPrecision(3)).toFixed(2)), Math.round(value)].map((each) =>
      each.toLocaleString('en-US'),
    );

  function numbersOf(value: unknown): number[] {
    if (typeof value === 'number') return [value];
    if (typeof value !== 'object' || value === null) return [];
    return Object.values(value).flatMap(numbersOf);
  }

  it('come from the input, or are computed from it', () => {
    const quotients = [
      ...[121.3 - 1.13 - 108.7, 231.4 - 4.71 - 198.6, 133.5 - 6.64 - 110.5, 287.8 - 34.3 - 207.4],
      ...[99.4 / 1.213, 108.6 / 2.314, 113 / 121.3, 471 / 231.4, 664 / 133.5, 3430 / 287.8],
      ...[121.3 + 133.5, 231.4 + 287.8, 2467 + 163 + 190, 2431 + 157 + 190, 25 + 6, 19, 95],
      // Minutes and shares of an hour.
      ...[5, 40, 15, (100 * 5) / 60, (100 * 40) / 60, (100 * 15) / 60],
    ];
    const allowed = new Set([
      // What the report says of every period, such as the figures of the earlier system.
      ...numbersIn(flat(writeMarkdown(buildReport(EMPTY)))),
      ...[...numbersOf(INPUT), ...quotients].flatMap(shown),
      // In texts of the input, in heads of columns (2xx, 304, 4xx), and the thresholds of the light.
      ...['2', '24.21', '0', '-11', '-26', '2026', '1', '304', '4'],
      ...['900', '950', '450', '475', '90', '95', '80', '100', '6', '14.4', '5', '99.9'],
    ]);
    const unknown = numbersIn(flat(markdown())).filter((each) => !allowed.has(each));
    expect(unknown).toEqual([]);
  });

  it('have their period and their count in every table of percentiles', () => {
    const tables = tablesOf(INPUT).filter(({ head }) =>
      head.some((name) => /\bP\d|^Percentile|^Both/.test(name)),
    );
    expect(tables).toHaveLength(6);
    for (const { caption, head, rows } of tables) {
      expect(caption).toContain('from 2026-11-27 01:00 UTC to 2026-11-27 02:00 UTC');
      const at = head.findIndex((name) => /^Counted/.test(name));
      expect(at).toBeGreaterThan(0);
      for (const row of rows) expect(row[at]).toMatch(/^\d|^not known$/);
    }
  });

  it('are those of the journey', () => {
    expect(rowOf(INPUT, 'Durations of the requests', 'store a message')).toEqual({
      ...{ Operation: 'store a message', Counted: '2,431', 'P50, ms': '121', 'P75, ms': '145' },
      ...{ 'P95, ms': '231', 'P99, ms': '353', 'P99.9, ms': '619', 'Safety margin, %': '76.9' },
      ...{ 'Target of the P95, ms': '1,000', 'Safety margin, ms': '769' },
    });
  });

  it('are those of the counts, the regions and the earlier system', () => {
    expect(flat(markdown())).toContain(
      '2,820 requests were counted: 2,778 were answered with a 2xx or 304, 31 with a 4xx and 11 with a 5xx.',
    );
    const [paris, dallas] = ['EU-CDG', 'NA-DFW'].map((region) =>
      rowOf(INPUT, 'Durations by continent', 'store a message', region),
    );
    expect([paris?.['5xx'], dallas?.['5xx']]).toEqual(['0', '11']);
    expect([paris?.['P95, ms'], dallas?.['P95, ms']]).toEqual(['188', '267']);
    const both = ['first', 'improved'].map(
      (state) => rowOf(INPUT, 'Milliseconds for', `the earlier system, ${state}`)['Both, ms'],
    );
    expect(both).toEqual(['4,281', '1,105']);
    expect(rowOf(INPUT, 'Milliseconds for', 'its theoretical best')).toMatchObject({
      ...{ 'Message, ms': '540', 'Booking, ms': '300' },
    });
  });

  it('say where a percentile is the longest duration', () => {
    // 190 reads, of which one in ten is measured: a P95 needs 20.
    const row = rowOf(INPUT, 'Durations of all other', 'all other reads');
    expect(row['Counted']).toBe('190 (19 measured)');
    expect(row['P75, ms']).toBe('97.8');
    expect(row['P95, ms']).toBe('145 (longest)');
    // A P95 of 20 durations is the last but one.
    const [, , reads] = INPUT.latency.operations;
    if (reads === undefined) throw new Error('no reads');
    const operations = [{ ...reads, done: 200 }];
    const enough = { ...INPUT, latency: { ...INPUT.latency, operations } };
    expect(rowOf(enough, 'Durations of all other', 'all other reads')['P95, ms']).toBe('145');
    const booking = rowOf(INPUT, 'Durations of the requests', 'confirm a booking');
    expect([booking['P99, ms'], booking['P99.9, ms']]).toEqual(['306', '579 (longest)']);
  });

  it('divide the floor by what was measured', () => {
    const row = rowOf(INPUT, 'The floor', 'store a message', 'P50');
    expect(row).toMatchObject({ 'Floor / measured, %': '81.9', '`db` / total, %': '0.93' });
    const unmeasured = rowOf(INPUT, 'The floor', 'confirm a booking', 'P95');
    expect(unmeasured['Floor / measured, %']).toBe('not measured');
  });

  it('say when the floor is of another environment', () => {
    expect(flat(markdown())).toContain('is 90 ms, as in the benchmark');
    expect(flat(markdown({ roundTripMs: 20 }))).toContain(
      'different environments: the round trip to the database of this report is 20 ms, and that of the benchmark was 90 ms',
    );
    expect(flat(markdown({ roundTripMs: null }))).toContain(
      'different environments: the round trip to the database of this report is not known',
    );
  });
});

describe('what is missing', () => {
  it('is said of an empty period', () => {
    const text = flat(writeMarkdown(buildReport(EMPTY)));
    expect(text).toContain('Nothing was measured in this period');
    for (const part of ['Components', 'Error budgets', 'Time in each colour', 'By region']) {
      expect(text).toContain(`${part}: not measured.`);
    }
    expect(text).toContain(`| store a message |${' not measured |'.repeat(9)}`);
    expect(text).toMatch(/\| today, P50 \|(?: not measured \|){4}/);
    expect(text).not.toMatch(/\b0 (?:ms|%)|\| 0 \|/);
  });

  it('is never 0 in a part', () => {
    const row = rowOf(INPUT, 'Parts of the durations', 'all other reads');
    const { Operation: _, Counted: __, CPU: cpu, ...parts } = row;
    expect(new Set(Object.values(parts))).toEqual(new Set(['not measured']));
    expect(cpu).toBe('not known');
  });

  it('is said of a signal that was never measured', () => {
    const traffic = rowOf(INPUT, 'Triggers', 'requests, as a multiple of the baseline');
    expect(traffic).toMatchObject({ Yellow: '2; not measured', 'Value now': 'not measured' });
    const spread = rowOf(INPUT, 'What each', 'Spreading workspaces over several databases');
    expect(spread['Fired']).toBe('not measured');
  });

  it('is said of the history of a workspace', () => {
    const text = flat(markdown({ of: 'workspace', history: null }));
    expect(text).toContain('A workspace is not counted by region.');
    expect(text).toContain('What fired when: not measured.');
    expect(text).toContain('Time in each colour: not measured.');
  });
});

describe('the traffic light', () => {
  it('shows what fired when', () => {
    expect(rowOf(INPUT, 'What fired when', 'P95 of confirming a booking')).toMatchObject({
      ...{ Colour: 'orange', From: '2026-11-27 01:10 UTC', Until: '2026-11-27 01:25 UTC' },
      ...{ Value: '483 ms', Threshold: '475 ms', Counted: '87', Cause: 'database slow' },
    });
    const trigger = rowOf(INPUT, 'Triggers', 'P95 of confirming a booking');
    expect(trigger).toMatchObject({ Orange: '475 ms; fired once', Red: '500 ms; not fired' });
  });

  it('finds what fired before the period and still lasts', () => {
    const status = INPUT.status;
    const history = INPUT.history;
    if (status === null || history === null) throw new Error('no light');
    const [first] = status.signals;
    if (first === undefined) throw new Error('no signal');
    const red = { ...first, level: 'red' as const, since: '2026-11-26T09:00:00.000Z' };
    const input = {
      ...INPUT,
      status: { ...status, signals: [red] },
      history: { ...history, data: [] },
    };
    expect(rowOf(input, 'What fired when', 'P95 of storing a message')).toMatchObject({
      ...{ Colour: 'red', From: '2026-11-27 01:00 UTC', Until: 'the end of the period' },
    });
    expect(rowOf(input, 'What each', 'Read replicas, or a larger database')['Fired']).toBe(
      'yes: once, 1 h in all',
    );
  });

  it('says which decision a signal asks for', () => {
    const fired = (name: string) => rowOf(INPUT, 'What each', name)['Fired'];
    expect(fired('Preparing statements that are still planned each time')).toBe(
      'yes: once, 15 min in all',
    );
    expect(fired('Shorter waits for locks')).toBe('no');
    expect(fired('Read replicas, or a larger database')).toContain(
      'no; not measured in the period',
    );
  });

  it('counts the time in each colour as the service does', () => {
    expect(colourTimesOf(INPUT)?.seconds).toEqual(INPUT.history?.seconds);
  });

  it('leaves maintenance out of the colours, also where windows overlap', () => {
    const history = INPUT.history;
    if (history === null) throw new Error('no history');
    const window = { id: 'mnt_1', reason: 'a larger database' };
    const maintenance = [
      { ...window, from: '2026-11-27T01:20:00.000Z', to: '2026-11-27T01:30:00.000Z' },
      { ...window, from: '2026-11-27T01:28:00.000Z', to: '2026-11-27T01:32:00.000Z' },
    ];
    const input = { ...INPUT, history: { ...history, maintenance } };
    expect(colourTimesOf(input)).toMatchObject({
      seconds: { grey: 300, green: 2400 - 7 * 60, orange: 900 - 5 * 60 },
      ...{ maintained: 12 * 60, unknown: 0 },
    });
    expect(flat(writeMarkdown(buildReport(input)))).toContain('a larger database');
  });

  it('shows a negative error budget', () => {
    expect(rowOf(INPUT, 'Error budgets', 'messages stored faster than the target')).toMatchObject({
      ...{ Bad: '129', 'Bad left': '-7.05', 'Budget left, %': '-5.8' },
    });
  });
});

describe('the files', () => {
  const foreign = '<script>alert("x")</script> | `code` *b* [l](http://evil.example)';
  const [first] = INPUT.latency.operations;
  if (first === undefined) throw new Error('no operation');
  const [region] = first.regions;
  if (region === undefined) throw new Error('no region');
  const hostile: Partial<ReportInput> = {
    ...{ note: foreign, host: foreign, failures: [foreign] },
    latency: {
      ...INPUT.latency,
      operations: [{ ...first, regions: [{ ...region, region: foreign }, region] }],
    },
  };

  it('load nothing and run nothing', () => {
    const page = html();
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed)\b/i);
    expect(page).not.toMatch(/\b(?:src|href|xmlns|on\w+)\s*=|url\(|@import|https?:/i);
    expect(page).toMatch(/<svg [^>]*role="img"/);
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('@media print');
  });

  it('escape what others have written', () => {
    const page = html(hostile);
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    // The attribute and the text of a chart.
    expect(page).toMatch(/<text [^>]*>&lt;script&gt;/);
    const text = markdown(hostile);
    expect(text).not.toContain('<script');
    expect(text).toContain(String.raw`\*b\* \[l\](http://evil.example)`);
    const cells = text.split('\n').find((line) => /^\| store a message \| &lt;script/.test(line));
    expect(cells?.match(/(?<!\\)\|/g)).toHaveLength(11);
  });

  it('have the chapters in their order', () => {
    const titles = [...markdown().matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(titles).toEqual([
      'Period and counts',
      'The journey: a message and a booking',
      'Components',
      'How near the theoretical best',
      'Compared with the earlier system',
      'By region',
      'The traffic light',
      'Error budgets, maintenance and backlog',
      'Decisions',
      'What is not known',
    ]);
    expect([...html().matchAll(/<h2>(.*)<\/h2>/g)].map(([, title]) => title)).toEqual(titles);
  });

  it('have bars whose lengths are in proportion', () => {
    const chart =
      /<svg [^>]*A message and a booking together[\s\S]*?<\/svg>/.exec(html())?.[0] ?? '';
    const widths = [...chart.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    );
    const [longest = 0] = widths;
    const values = [4281, 1105, 840, 121.3 + 133.5, 231.4 + 287.8];
    expect(widths).toHaveLength(values.length);
    values.forEach((value, at) => {
      expect(widths[at]).toBeCloseTo((value / 4281) * longest, 0);
    });
  });

  it('are accepted by the checks of the documentation', () => {
    const folder = mkdtempSync(join(tmpdir(), 'maitred-report-'));
    try {
      writeFileSync(join(folder, 'report.md'), markdown(hostile));
      writeFileSync(join(folder, 'empty.md'), writeMarkdown(buildReport(EMPTY)));
      const findings = checkDocs(folder).filter(({ sentence }) => !sentence.includes('link'));
      expect(findings).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
