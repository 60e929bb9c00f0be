import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DRIZZLE_FOLDER } from '../../scripts/migrate.ts';

/** A copy of the drizzle folder that a test may change. */
export interface DrizzleCopy {
  readonly folder: string;
  /** Replaces one occurrence of a text in a file. Throws when the file does not contain it once. */
  replace(file: string, from: string, to: string): void;
  write(file: string, text: string): void;
  remove(file: string): void;
  removeFunctions(): void;
  /** Adds a migration after all others. */
  addMigration(tag: string, text: string): void;
  delete(): void;
}

export function copyDrizzle(): DrizzleCopy {
  const folder = mkdtempSync(join(tmpdir(), 'maitred-drizzle-'));
  cpSync(DRIZZLE_FOLDER, folder, { recursive: true });
  const path = (file: string) => join(folder, file);
  const write = (file: string, text: string) => writeFileSync(path(file), text);
  return {
    folder,
    write,
    replace(file, from, to) {
      const parts = readFileSync(path(file), 'utf8').split(from);
      if (parts.length !== 2)
        throw new Error(`${file} contains the text ${parts.length - 1} times`);
      write(file, parts.join(to));
    },
    remove: (file) => rmSync(path(file)),
    removeFunctions() {
      rmSync(path('functions'), { recursive: true });
      mkdirSync(path('functions'));
    },
    addMigration(tag, text) {
      write(`${tag}.sql`, text);
      const journal = JSON.parse(readFileSync(path('meta/_journal.json'), 'utf8'));
      const last = journal.entries.at(-1);
      journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag });
      write('meta/_journal.json', JSON.stringify(journal));
    },
    delete: () => rmSync(folder, { recursive: true, force: true }),
  };
}
