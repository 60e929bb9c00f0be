import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/**
 * The layers and rooms of `src`, from the lowest to the highest. An import, a type import included,
 * goes to the same room or to one that stands before it.
 */
const LAYERS = [
  'platform',
  'workspaces',
  'customers',
  'venues',
  'bookings',
  'conversations',
  'emotions',
  'webhooks',
  'waitlist',
  'follow-ups',
  'privacy',
  'env.ts',
  'compose.ts',
  'app.ts',
  'index.ts',
];

const ROOT = fileURLToPath(new URL('../src', import.meta.url));

interface Import {
  readonly file: string;
  /** A file of `src`, or the name of a package. */
  readonly target: string;
}

const isStore = (file: string) => /(^|[/-])store\.ts$/.test(file);
const isTables = (file: string) => file.endsWith('/tables.ts');
const isRoutes = (file: string) => file.includes('/routes/');
/** The files that write SQL for the rooms. */
const WRITES_SQL = /^platform\/(statement|parameter-kinds|columns|database)\.ts$/;

const isWithinSrc = (target: string) => target.endsWith('.ts');
const layerOf = (file: string) => LAYERS.indexOf(file.split('/')[0] ?? '');

function importsOf(file: string): Import[] {
  const code = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const named = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;
  return [...code.matchAll(named)].map(([, target = '']) => ({
    file,
    target: target.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), target)) : target,
  }));
}

const FILES = globSync('**/*.ts', { cwd: ROOT }).filter((file) => !file.endsWith('.d.ts'));
const IMPORTS = FILES.flatMap(importsOf);

/** What each rule forbids, said in one sentence for each import that breaks it. */
const RULES: Record<string, (each: Import) => string | undefined> = {
  'imports go down the layers': ({ file, target }) => {
    if (!isWithinSrc(target) || layerOf(target) <= layerOf(file)) return undefined;
    // A foreign key may name a table of a higher room.
    if (isTables(file) && isTables(target)) return undefined;
    return `${file} imports ${target}, which is in a higher layer.`;
  },
  'every folder is a layer': ({ file }) =>
    layerOf(file) === -1 ? `${file} is in no layer of LAYERS.` : undefined,
  'SQL is written in stores, tables and drizzle/ only': ({ file, target }) =>
    /^drizzle-orm(\/|$)/.test(target) && !isStore(file) && !isTables(file) && !WRITES_SQL.test(file)
      ? `${file} imports ${target}, but only a store or tables.ts may write SQL.`
      : undefined,
  'routes call verbs, never a store': ({ file, target }) =>
    isRoutes(file) && (isStore(target) || isTables(target))
      ? `${file} imports ${target}, but routes call verbs, and only verbs call a store.`
      : undefined,
  'only the app knows routes': ({ file, target }) =>
    isRoutes(target) && file !== 'app.ts' ? `${file} imports the routes ${target}.` : undefined,
  'stores know no verbs': ({ file, target }) =>
    isStore(file) && isVerb(target)
      ? `${file} imports ${target}, which calls a store: a store must not know verbs.`
      : undefined,
  'tables are read by stores through SQL only': ({ file, target }) =>
    isTables(target) && !isTables(file) ? `${file} imports ${target}.` : undefined,
  'the client knows no server code': ({ file, target }) =>
    target.startsWith('client') ? `${file} imports the client ${target}.` : undefined,
};

/** Whether a file calls a store without being one. */
function isVerb(file: string): boolean {
  return !isStore(file) && IMPORTS.some((each) => each.file === file && isStore(each.target));
}

it.each(Object.entries(RULES))('%s', (_, broken) => {
  expect([...new Set(IMPORTS.flatMap((each) => broken(each) ?? []))]).toEqual([]);
});

it('imports make no circle', () => {
  const targets = Map.groupBy(IMPORTS, ({ file }) => file);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' imports '));
    } else if (!done.has(file)) {
      for (const { target } of targets.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    }
  };
  for (const file of FILES) visit(file, []);
  expect(circles).toEqual([]);
});
