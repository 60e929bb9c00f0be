import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Columns } from './columns.ts';
import { ImportRefused } from './import-refused.ts';

/** A row of a CSV file. */
export interface CsvRow<Field extends string> {
  /** The line of the file on which the row begins. */
  readonly line: number;
  /** Whether it has as many cells as the header. */
  readonly isWhole: boolean;
  /** The text of a field without spaces around it; undefined when the cells are empty. */
  text(field: Field): string | undefined;
}

export interface CsvFile<Field extends string> {
  readonly rows: readonly CsvRow<Field>[];
  /** The columns of the file that no field is read from. */
  readonly unused: readonly string[];
}

type Mapping<Field extends string> = Partial<Record<Field, string | readonly string[]>>;

const recordsSchema = z.array(
  z.object({
    record: z.array(z.string()),
    info: z.object({ lines: z.int(), empty_lines: z.int() }),
  }),
);
const SEPARATORS = [',', ';', '\t', '|'] as const;

/**
 * Reads a CSV file (RFC 4180) in UTF-8, with or without a byte order mark. Lines end with CRLF or LF.
 * @param mapping the column of each field; without it, each field has the column of its own name
 * @throws ImportRefused when the file is not UTF-8 or not CSV, or lacks a column
 */
export function readCsv<Field extends string>(
  path: string,
  fields: readonly Field[],
  mapping: Mapping<Field> | undefined,
  separator: Columns['separator'],
): CsvFile<Field> {
  const bytes = bytesOf(path);
  const lines = recordsOf(path, bytes, separator ?? separatorOf(path, bytes));
  const [header, ...rows] = lines;
  if (header === undefined) throw new ImportRefused(`${path} is empty.`);
  const names = header.record.map((name) => name.trim());
  const repeated = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  if (repeated !== undefined) {
    throw new ImportRefused(`${path} has two columns ${JSON.stringify(repeated)}.`);
  }
  const places = new Map<Field, readonly number[]>();
  for (const field of fields) {
    const wanted = mapping === undefined ? field : mapping[field];
    if (wanted === undefined || (mapping === undefined && !names.includes(field))) continue;
    const columns: readonly string[] = [wanted].flat();
    const missing = columns.find((name) => !names.includes(name));
    if (missing !== undefined) {
      throw new ImportRefused(`${path} has no column ${JSON.stringify(missing)}, for ${field}.`);
    }
    places.set(
      field,
      columns.map((name) => names.indexOf(name)),
    );
  }
  const used = new Set([...places.values()].flat());
  let before = header.info;
  return {
    unused: names.filter((name, at) => name !== '' && !used.has(at)),
    rows: rows.map(({ record, info }) => {
      const line = before.lines + 1 + info.empty_lines - before.empty_lines;
      before = info;
      return {
        line,
        isWhole: record.length === names.length,
        text: (field) => textOf((places.get(field) ?? []).map((at) => record[at] ?? '')),
      };
    }),
  };
}

function textOf(cells: readonly string[]): string | undefined {
  const text = cells
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join(' ')
    .replaceAll(/\r\n?/g, '\n');
  return text === '' ? undefined : text;
}

function bytesOf(path: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new ImportRefused(`${path} cannot be read.`);
  }
  if (isUtf8(bytes)) return bytes;
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    const next = end === -1 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(start, next))) break;
    start = next;
  }
  throw new ImportRefused(
    `${path} is not UTF-8 on line ${line}. Save the file as UTF-8 and try again.`,
  );
}

function recordsOf(path: string, bytes: Buffer, delimiter: string, most?: number) {
  try {
    const records: unknown = parse(bytes, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      ...(most === undefined ? {} : { to: most }),
    });
    return recordsSchema.parse(records);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser's own message may contain a cell.
    const lines = Reflect.get(error, 'lines');
    const at = typeof lines === 'number' ? ` near line ${lines}` : '';
    throw new ImportRefused(`${path} is not valid CSV${at} (${error.code}).`);
  }
}

/** The character that gives the header the most columns. */
function separatorOf(path: string, bytes: Buffer): string {
  const counts = SEPARATORS.map((separator) => {
    try {
      return recordsOf(path, bytes, separator, 1)[0]?.record.length ?? 0;
    } catch (error) {
      // With another character a quote may stand in the wrong place.
      if (!(error instanceof ImportRefused)) throw error;
      return 0;
    }
  });
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}
