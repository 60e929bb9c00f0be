import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const PAGES = 'src/console/page';

/** How the names of what each file polls begin, up to the first part that varies. */
function namesOf(file: string): string[] {
  const text = readFileSync(`${PAGES}/${file}`, 'utf8');
  return [...text.matchAll(/usePolled(?:<[^(]*>)?\(\s*[`'"]([^`'"$]+)/g)].flatMap(
    ([, name]) => name ?? [],
  );
}

it('two files poll nothing of the same name, because a name identifies the type of its value', () => {
  const files = readdirSync(PAGES, { recursive: true, encoding: 'utf8' });
  const all = files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => namesOf(file).map((name) => ({ file, name })));
  expect(all.length).toBeGreaterThan(30);
  const shared = all.filter(({ file, name }) =>
    all.some((other) => other.file !== file && other.name === name),
  );
  expect(shared).toEqual([]);
});
