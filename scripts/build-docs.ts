import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { describeApi } from './api-description/describe-api.ts';
import { buildConsole, CONSOLE_HEADERS } from './console/build-console.ts';

// `npm run docs`: makes the Worker's static assets, which are the API's description at
// /openapi.json, the reference page at /docs and the staff's pages at /console. No page loads anything
// from other sites.

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ASSETS = join(ROOT, '.wrangler/assets');
const DOCS = join(ASSETS, 'docs');
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

rmSync(ASSETS, { recursive: true, force: true });
mkdirSync(DOCS, { recursive: true });
writeFileSync(join(ASSETS, 'openapi.json'), JSON.stringify(describeApi(version)));

const redoc = dirname(createRequire(import.meta.url).resolve('redoc/package.json'));
for (const file of ['redoc.standalone.js', 'redoc.standalone.js.LICENSE.txt']) {
  copyFileSync(join(redoc, 'bundles', file), join(DOCS, file));
}
writeFileSync(
  join(DOCS, 'index.html'),
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Maitred API</title>
<link rel="icon" href="data:,">
<style>body { margin: 0 }</style>
</head>
<body>
<div id="reference"></div>
<script src="redoc.standalone.js"></script>
<script src="reference.js"></script>
</body>
</html>
`,
);
writeFileSync(
  join(DOCS, 'reference.js'),
  `Redoc.init(
  '/openapi.json',
  {
    hideDownloadButtons: false,
    jsonSamplesExpandLevel: 3,
    pathInMiddlePanel: true,
    requiredPropsFirst: true,
    sortTagsAlphabetically: false,
    theme: {
      typography: {
        fontFamily: 'system-ui, sans-serif',
        headings: { fontFamily: 'system-ui, sans-serif' },
        code: { fontFamily: 'ui-monospace, monospace' },
      },
    },
  },
  document.getElementById('reference'),
);
`,
);
await buildConsole(join(ASSETS, 'console'));
writeFileSync(
  join(ASSETS, '_headers'),
  `${CONSOLE_HEADERS}/docs/*
  Content-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
  X-Frame-Options: DENY
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
/openapi.json
  Access-Control-Allow-Origin: *
  Cache-Control: public, max-age=60
  X-Content-Type-Options: nosniff
`,
);
