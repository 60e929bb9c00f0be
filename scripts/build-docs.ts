import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// Puts the API reference page together (Swagger UI with /openapi.json), for the Worker to serve at
// /docs from its own assets: the page loads nothing from anywhere else.

const TO = '.wrangler/assets/docs';
const from = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

mkdirSync(TO, { recursive: true });
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png', 'LICENSE']) {
  copyFileSync(join(from, file), join(TO, file));
}
writeFileSync(
  join(TO, 'index.html'),
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Maitred API</title>
<link rel="stylesheet" href="swagger-ui.css">
<link rel="icon" href="favicon-32x32.png">
</head>
<body>
<div id="reference"></div>
<script src="swagger-ui-bundle.js"></script>
<script src="reference.js"></script>
</body>
</html>
`,
);
writeFileSync(
  join(TO, 'reference.js'),
  "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null });\n",
);
writeFileSync(
  join(TO, '..', '_headers'),
  `/docs/*
  Content-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
`,
);
