import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * The layers and rooms of `src`, from the lowest to the highest. An import, also of a type, must be
 * from the same room or from one earlier in this list.
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
  'floor',
  'follow-ups',
  'privacy',
  'operations',
  'console',
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

const isWithinSrc = (target: string) => /\.(ts|tsx|json|bin)$/.test(target);
/** The typed client is a separate package outside the layers. */
const isClient = (file: string) => file.startsWith('client/');
/** Rules of the rooms without imports of code, which the staff's pages apply too. */
const SHARED_RULES = ['emotions/mood.ts'];
/** The staff's pages run in browsers and know the service by the typed client and shared rules only. */
const isPage = (file: string) => file.startsWith('console/page/');
const layerOf = (file: string) => LAYERS.indexOf(file.split('/')[0] ?? '');

/** The modules that a file imports. */
function namesIn(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const named = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;
  return [...code.matchAll(named)].map(([, target = '']) => target);
}

function importsOf(file: string): Import[] {
  return namesIn(readFileSync(join(ROOT, file), 'utf8')).map((target) => ({
    file,
    target: target.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), target)) : target,
  }));
}

const FILES = globSync('**/*.{ts,tsx}', { cwd: ROOT }).filter((file) => !file.endsWith('.d.ts'));
const IMPORTS = FILES.flatMap(importsOf);

type Rule = (each: Import, all: readonly Import[]) => string | undefined;

/** The rules. Each returns a sentence for an import that breaks it. */
const RULES: Record<string, Rule> = {
  'every file is in a layer': ({ file }) =>
    layerOf(file) === -1 && !isClient(file) ? `${file} is in no layer of LAYERS.` : undefined,
  'imports go down the layers': ({ file, target }) => {
    if (
      !isWithinSrc(target) ||
      isClient(file) ||
      isPage(file) ||
      layerOf(target) <= layerOf(file)
    ) {
      return undefined;
    }
    // A foreign key may name a table of a higher room.
    if (isTables(file) && isTables(target)) return undefined;
    return `${file} imports ${target}, which is in a higher layer.`;
  },
  'SQL is written in stores, tables and drizzle/ only': ({ file, target }) =>
    /^drizzle-orm(\/|$)/.test(target) && !isStore(file) && !isTables(file) && !WRITES_SQL.test(file)
      ? `${file} imports ${target}, but only a store or tables.ts may write SQL.`
      : undefined,
  'routes call verbs, never a store': ({ file, target }) =>
    isRoutes(file) && isStore(target)
      ? `${file} imports ${target}, but routes call verbs, and only verbs call a store.`
      : undefined,
  'only the app knows routes': ({ file, target }) =>
    isRoutes(target) && file !== 'app.ts'
      ? `${file} imports ${target}, but only app.ts knows routes.`
      : undefined,
  'stores know no verbs': ({ file, target }, all) =>
    isStore(file) && isVerb(target, all)
      ? `${file} imports ${target}, which calls a store: a store must not know verbs.`
      : undefined,
  'only tables know tables': ({ file, target }) =>
    isTables(target) && !isTables(file)
      ? `${file} imports ${target}, but only other tables may.`
      : undefined,
  'the client and the server do not know each other': ({ file, target }) =>
    isWithinSrc(target) && !isPage(file) && isClient(file) !== isClient(target)
      ? `${file} imports ${target}, but the client is a separate package.`
      : undefined,
  'the pages of the console know only the client and shared rules': ({ file, target }) =>
    isWithinSrc(target) &&
    (isPage(target)
      ? !isPage(file)
      : isPage(file) && target !== 'client/index.ts' && !SHARED_RULES.includes(target))
      ? `${file} imports ${target}, but a page of the console knows only the client.`
      : undefined,
};

/** Whether a file imports a store and is not a store itself. */
function isVerb(file: string, all: readonly Import[]): boolean {
  return !isStore(file) && all.some((each) => each.file === file && isStore(each.target));
}

/** Each cycle of imports, as a list of files. */
function circlesOf(all: readonly Import[]): string[] {
  const targets = Map.groupBy(all, ({ file }) => file);
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
  for (const file of targets.keys()) visit(file, []);
  return circles;
}

describe('src', () => {
  it.each(Object.entries(RULES))('%s', (_, broken) => {
    expect([...new Set(IMPORTS.flatMap((each) => broken(each, IMPORTS) ?? []))]).toEqual([]);
  });

  it('each verb that is given a caller authorizes it', () => {
    const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
    const verbs = FILES.filter(
      (file) => isVerb(file, IMPORTS) && !isRoutes(file) && file !== 'compose.ts',
    );
    const called = verbs.filter((file) => read(file).includes('caller: Caller'));
    expect(called.length).toBeGreaterThan(40);
    expect(called.filter((file) => !/\n {2}authorize\(caller, /.test(read(file)))).toEqual([]);
  });

  it('imports have no cycle', () => {
    expect(circlesOf(IMPORTS)).toEqual([]);
  });
});

describe('a forbidden import is found', () => {
  const PLANTED: [rule: string, file: string, target: string][] = [
    ['every file is in a layer', 'kitchen/cook.ts', 'platform/ids.ts'],
    ['imports go down the layers', 'platform/ids.ts', 'workspaces/store.ts'],
    ['imports go down the layers', 'venues/create-venue.ts', 'bookings/booking.ts'],
    ['imports go down the layers', 'follow-ups/sweep.ts', 'compose.ts'],
    ['imports go down the layers', 'venues/store.ts', 'bookings/tables.ts'],
    ['SQL is written in stores, tables and drizzle/ only', 'venues/create-venue.ts', 'drizzle-orm'],
    ['SQL is written in stores, tables and drizzle/ only', 'app.ts', 'drizzle-orm/pg-core'],
    ['routes call verbs, never a store', 'venues/routes/venues.ts', 'venues/store.ts'],
    ['only the app knows routes', 'venues/list-venues.ts', 'venues/routes/venues.ts'],
    ['stores know no verbs', 'venues/store.ts', 'venues/create-venue.ts'],
    ['only tables know tables', 'venues/store.ts', 'venues/tables.ts'],
    ['the client and the server do not know each other', 'client/send.ts', 'platform/ids.ts'],
    ['the client and the server do not know each other', 'app.ts', 'client/index.ts'],
    [
      'the pages of the console know only the client and shared rules',
      'console/page/api.ts',
      'platform/ids.ts',
    ],
    [
      'the pages of the console know only the client and shared rules',
      'app.ts',
      'console/page/api.ts',
    ],
  ];

  it.each(PLANTED)('%s: %s imports %s', (rule, file, target) => {
    const planted = { file, target };
    expect(RULES[rule]?.(planted, [...IMPORTS, planted])).toContain(file);
  });

  it('in a cycle through another room', () => {
    const planted = { file: 'platform/ids.ts', target: 'venues/create-venue.ts' };
    expect(circlesOf([...IMPORTS, planted]).length).toBeGreaterThan(circlesOf(IMPORTS).length);
  });

  it('as a type, as a re-export and as a dynamic import', () => {
    const written = `import type { A } from './a.ts';
      export { b } from './b.ts';
      const c = await import('./c.ts');
      // import { d } from './d.ts';`;
    expect(namesIn(written)).toEqual(['./a.ts', './b.ts', './c.ts']);
  });
});
