import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { compileMessages, LANGUAGES, type Language } from './message-modules.ts';

const PAGE = fileURLToPath(new URL('../../src/console/page', import.meta.url));

/** Resolves `messages:<area>` to the messages of one language. */
const messagesOf = (language: Language): Plugin => ({
  name: 'messages',
  setup(builder) {
    builder.onResolve({ filter: /^messages:/ }, ({ path }) => ({ path, namespace: 'messages' }));
    builder.onLoad({ filter: /.*/, namespace: 'messages' }, ({ path }) => ({
      contents: compileMessages(language, path.slice('messages:'.length)),
      loader: 'js',
      resolveDir: PAGE,
    }));
  },
});

const COMMON = {
  bundle: true,
  minify: true,
  write: true,
  metafile: true,
  logLevel: 'warning',
  target: ['chrome123', 'firefox121', 'safari17.5'],
  legalComments: 'none',
} satisfies BuildOptions;

/**
 * Builds the staff's pages into a folder: `index.html`, a style sheet, and the script once for each
 * language, so that a browser loads the texts of one language only. Names contain a digest of the
 * content, so that a browser may keep all but `index.html`.
 */
export async function buildConsole(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const files = join(folder, 'files');
  mkdirSync(files, { recursive: true });
  const style = await build({
    ...COMMON,
    entryPoints: [join(PAGE, 'console.css')],
    entryNames: '[name]-[hash]',
    outdir: files,
  });
  const scripts: Record<string, string> = {};
  for (const language of LANGUAGES) {
    const built = await build({
      ...COMMON,
      entryPoints: [join(PAGE, 'main.tsx')],
      entryNames: `[name]-${language}-[hash]`,
      chunkNames: `[name]-${language}-[hash]`,
      outdir: files,
      format: 'esm',
      splitting: true,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      plugins: [messagesOf(language)],
    });
    scripts[language] = entryOf(built.metafile);
  }
  const start = `const scripts = ${JSON.stringify(scripts)};\n${readFileSync(join(PAGE, 'start.js'), 'utf8')}`;
  const started = `start-${createHash('sha256').update(start).digest('hex').slice(0, 8)}.js`;
  writeFileSync(join(files, started), start);
  copyFileSync(join(PAGE, 'icon.svg'), join(folder, 'icon.svg'));
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Maitred</title>
<link rel="icon" href="/console/icon.svg">
<link rel="stylesheet" href="/console/files/${entryOf(style.metafile)}">
<script type="module" src="/console/files/${started}"></script>
</head>
<body>
<noscript>This page needs JavaScript.</noscript>
<div id="console"></div>
</body>
</html>
`,
  );
}

/** The file name of the only entry of a build. */
function entryOf({ outputs }: { outputs: Record<string, { entryPoint?: string }> }): string {
  const [path] =
    Object.entries(outputs).find(([, { entryPoint }]) => entryPoint !== undefined) ?? [];
  if (path === undefined) throw new Error('The build has no entry.');
  return path.split('/').at(-1) ?? path;
}

/** The headers of the console's files, for the file `_headers` of the static assets. */
export const CONSOLE_HEADERS = `/console/*
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
  X-Frame-Options: DENY
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Permissions-Policy: camera=(), geolocation=(), microphone=()
/console/files/*
  Cache-Control: public, max-age=31536000, immutable
`;
